import Architecture

extension CountingRule {
  /// DeepSpeed 0.19's flops profiler, which patches PyTorch's functions; operators such as `+` and `*` are not among them,
  /// nor is `x.mean`.
  static let deepSpeed = CountingRule(
    .flops, "two per multiply-add, the bias of convolutions alone, normalization, most activations, pooling, softmax"
  ) { rule in
    rule.countAsDeepSpeedDid()
    rule.count(TransposedConvolution.self) { 2 * $0.multiplyAdds + $0.bias }
    rule.count(MatrixProduct.self) { 2 * $0.multiplyAdds }
    // By sizes, their product alone: without channels and batch.
    rule.countBatch(Resize.self) { resize, layer in
      if case .cells = resize.size { return layer.positions }
      return resize.functionalCount(layer, perImage: layer.output)
    }
  }

  /// What DeepSpeed counts as calflops does, which is an older copy of its profiler.
  mutating func countAsDeepSpeedDid() {
    count(Convolution.self) { 2 * $0.multiplyAdds + $0.bias }
    count(FullyConnected.self) { 2 * $0.multiplyAdds }
    count(BatchNormalization.self) { norm, layer in (norm.isAffine ? 2 : 1) * layer.input }
    count(LayerNormalization.self) { norm, layer in (norm.isAffine ? 5 : 4) * layer.input }
    count(GroupNormalization.self) { norm, layer in (norm.isAffine ? 5 : 4) * layer.input }
    count(InstanceNormalization.self) { norm, layer in (norm.isAffine ? 5 : 4) * layer.input }
    count(LocalResponseNormalization.self) { lrn, layer in lrn.functionalCount(layer) }
    count(
      ReLU.self, LeakyReLU.self, PReLU.self, ELU.self, SiLU.self, GELU.self, Softmax.self, MaxPooling.self,
      AveragePooling.self, AdaptiveAveragePooling.self, GlobalAveragePooling.self, GlobalMaxPooling.self
    ) { $0.input }
    // The module calls hardtanh, which is not patched.
    count(ReLU6.self) { $0.isModule ? .unknown : $0.input }
    unknown(Mean.self, Max.self, Subsampling.self, RadialBasis.self)
    unknown(L2Normalization.self, Scale.self, Affine.self)
    unknown(
      HardSwish.self, Mish.self, Softplus.self, Tanh.self, Sigmoid.self, HardSigmoid.self, Clip.self,
      ElementwiseFunction.self, Power.self, LogSoftmax.self)
    unknown(
      Dropout.self, Flatten.self, Reshape.self, Transposition.self, Slice.self, ChannelShuffle.self, Padding.self,
      Concatenation.self, Addition.self, Subtraction.self, Multiplication.self,
      Division.self, Exponentiation.self, Maximum.self, Minimum.self)
  }
}
