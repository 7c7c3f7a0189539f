import Architecture

extension CountingRule {
  /// ptflops 0.7.5 with its `pytorch` backend.
  ///
  /// It hooks modules (`MODULES_MAPPING`) and also patches the functions that they call (`FUNCTIONAL_MAPPING`), so that some
  /// modules count twice, and calls without a module once. Only what modules count is divided by the batch. Operators such
  /// as `+`, `*` and `@` are not patched, nor is `x.mean`.
  static let ptflops = CountingRule(
    .macs, "multiply-adds, bias, batch normalization, activations and pooling (modules of both twice)"
  ) { rule in
    // Hooks of modules.
    rule.countBatch(Convolution.self, TransposedConvolution.self, FullyConnected.self) { $0.multiplyAdds + $0.bias }
    rule.countBatch(BatchNormalization.self) { norm, layer in (norm.isAffine ? 2 : 1) * layer.input }
    rule.countBatch(GroupNormalization.self) { norm, layer in
      layer.isModule ? (norm.isAffine ? 2 : 1) * layer.input : .unknown
    }
    rule.countBatch(InstanceNormalization.self) { norm, layer in
      layer.isModule ? (norm.isAffine ? 2 : 1) * layer.input : .unknown
    }
    // It asks for `affine`, which this one calls `elementwise_affine`. Over the channels it is a class of the network's own.
    rule.countBatch(LayerNormalization.self) { norm, layer in
      layer.isModule && norm.span != .channels ? layer.input : .unknown
    }
    // Hooks of modules whose functions are not patched, or are called under another name.
    rule.countBatch(ReLU6.self) { $0.isModule ? $0.input : $0.input * $0.batch }
    rule.countBatch(LeakyReLU.self) { $0.isModule ? $0.input : .unknown }
    // Hooks and functions.
    rule.countBatch(
      ReLU.self, PReLU.self, ELU.self, GELU.self, MaxPooling.self, AveragePooling.self, AdaptiveAveragePooling.self,
      GlobalAveragePooling.self, GlobalMaxPooling.self
    ) {
      ($0.isModule ? $0.input : 0) + $0.input * $0.batch
    }
    // Functions alone.
    rule.count(SiLU.self, Softmax.self) { $0.input }
    rule.count(LocalResponseNormalization.self) { lrn, layer in lrn.functionalCount(layer) }
    // The hook of nn.Upsample looks at the first image alone, and is divided by the batch like the others; the tool cuts
    // the fraction off once in its total.
    rule.countBatch(Resize.self) { resize, layer in
      guard case .number(let batch) = layer.batch.value else { return .tooLarge }
      let hook = layer.isModule ? layer.layer.shape.count / batch : 0
      return Amount(hook) + resize.functionalCount(layer, perImage: layer.output)
    }
    rule.unknown(MatrixProduct.self, Mean.self, Max.self, Subsampling.self, RadialBasis.self)
    rule.unknown(L2Normalization.self, Scale.self, Affine.self)
    rule.unknown(
      HardSwish.self, Mish.self, Softplus.self, Tanh.self, Sigmoid.self, HardSigmoid.self, Clip.self,
      ElementwiseFunction.self, Power.self, LogSoftmax.self)
    rule.unknown(
      Dropout.self, Flatten.self, Reshape.self, Transposition.self, Slice.self, ChannelShuffle.self, Padding.self,
      Concatenation.self, Addition.self, Subtraction.self, Multiplication.self,
      Division.self, Exponentiation.self, Maximum.self, Minimum.self)
  }
}
