import Architecture

extension CountingRule {
  /// fvcore 0.1.5, `FlopCountAnalysis.total` (its "flop" is a multiply–add): `_DEFAULT_SUPPORTED_OPS`, and zero for
  /// `_IGNORED_OPS`; it warns of all else.
  static let fvcore = CountingRule(
    .macs, "multiply-adds without bias, 2 per element of batch normalization (5 in training), 1 of adaptive pooling"
  ) { rule in
    rule.count(Convolution.self, TransposedConvolution.self, FullyConnected.self, MatrixProduct.self) {
      $0.multiplyAdds
    }
    // batchnorm_flop_jit, and norm_flop_counter(1) in training.
    rule.count(BatchNormalization.self) { norm, layer in
      switch layer.mode {
      case .inference: (norm.isAffine ? 2 : 1) * layer.input
      case .training: (norm.isAffine ? 5 : 4) * layer.input
      }
    }
    rule.count(LayerNormalization.self) { norm, layer in (norm.isAffine ? 5 : 4) * layer.input }
    rule.count(GroupNormalization.self) { norm, layer in (norm.isAffine ? 5 : 4) * layer.input }
    rule.count(InstanceNormalization.self) { norm, layer in (norm.isAffine ? 5 : 4) * layer.input }
    // aten::adaptive_avg_pool2d alone.
    rule.count(AdaptiveAveragePooling.self, GlobalAveragePooling.self) {
      $0.layer.inputShapes[0].extent.count == 2 ? $0.input : .unknown
    }
    // aten::upsample_nearest2d and upsample_bilinear2d alone.
    rule.count(Resize.self) { resize, layer in
      guard layer.axes == 2 else { return .unknown }
      return resize.interpolation == .linear ? 4 * layer.output : layer.output
    }
    // aten::clamp is ignored; the module is aten::hardtanh.
    rule.count(Clip.self) { $0.isModule ? .unknown : .zero }
    rule.zero(
      ReLU.self, Dropout.self, Flatten.self, Reshape.self, Transposition.self, Slice.self, ChannelShuffle.self,
      Concatenation.self)
    rule.unknown(
      MaxPooling.self, AveragePooling.self, GlobalMaxPooling.self, Mean.self, Max.self, Subsampling.self,
      RadialBasis.self)
    rule.unknown(LocalResponseNormalization.self, L2Normalization.self, Scale.self, Affine.self)
    rule.unknown(
      ReLU6.self, LeakyReLU.self, PReLU.self, ELU.self, SiLU.self, HardSwish.self, Mish.self, GELU.self, Softplus.self,
      Tanh.self, Sigmoid.self, HardSigmoid.self, ElementwiseFunction.self, Power.self, Softmax.self, LogSoftmax.self)
    // The trace says aten::pad; aten::constant_pad_nd, which is ignored, no longer occurs.
    rule.unknown(
      Padding.self, Addition.self, Subtraction.self, Multiplication.self, Division.self, Exponentiation.self,
      Maximum.self,
      Minimum.self)
  }
}
