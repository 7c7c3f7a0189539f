import Architecture

extension CountingRule {
  /// torchinfo 1.8, `total_mult_adds`: the parameters of every module, and those of convolutions once for each position.
  ///
  /// Function calls are never seen: those with parameters or products are unknown to it, as are modules of one's own.
  static let torchinfo = CountingRule(
    .macs, "multiply-adds and bias; batch normalization as its parameters, not its elements"
  ) { rule in
    // Positions of the output, also where the convolution is transposed.
    rule.count(Convolution.self, TransposedConvolution.self) { $0.parameters * $0.positions }
    // Once, however many rows are multiplied.
    rule.count(FullyConnected.self, BatchNormalization.self) { $0.parameters }
    rule.count(
      Scale.self, PReLU.self, LayerNormalization.self, GroupNormalization.self, InstanceNormalization.self
    ) {
      guard $0.hasParameters else { return .zero }
      return $0.isModule ? $0.parameters : .unknown
    }
    rule.unknown(MatrixProduct.self, Subsampling.self, RadialBasis.self)
    // What has no parameters counts 0 by its one rule.
    rule.zero(
      MaxPooling.self, AveragePooling.self, AdaptiveAveragePooling.self, GlobalAveragePooling.self,
      GlobalMaxPooling.self, Mean.self, Max.self)
    rule.zero(LocalResponseNormalization.self, L2Normalization.self, Affine.self)
    rule.zero(
      ReLU.self, ReLU6.self, LeakyReLU.self, ELU.self, SiLU.self, HardSwish.self, Mish.self, GELU.self, Softplus.self,
      Tanh.self, Sigmoid.self, HardSigmoid.self, Clip.self, ElementwiseFunction.self, Power.self, Softmax.self,
      LogSoftmax.self)
    rule.zero(
      Dropout.self, Flatten.self, Reshape.self, Transposition.self, Slice.self, ChannelShuffle.self, Padding.self,
      Resize.self, Concatenation.self, Addition.self, Subtraction.self, Multiplication.self,
      Division.self, Exponentiation.self, Maximum.self, Minimum.self)
  }
}
