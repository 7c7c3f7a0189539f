import Architecture

extension CountingRule {
  /// `torch.utils.flop_counter` of PyTorch 2.13, which passes over all other operations in silence.
  static let torch = CountingRule(
    .flops, "two for each multiply-add of convolutions and fully connected layers, no bias"
  ) { rule in
    rule.count(Convolution.self, TransposedConvolution.self, FullyConnected.self, MatrixProduct.self) {
      2 * $0.multiplyAdds
    }
    rule.unknown(
      MaxPooling.self, AveragePooling.self, AdaptiveAveragePooling.self, GlobalAveragePooling.self,
      GlobalMaxPooling.self, Mean.self, Max.self, Subsampling.self, RadialBasis.self)
    rule.unknown(
      LocalResponseNormalization.self, BatchNormalization.self, LayerNormalization.self, GroupNormalization.self,
      InstanceNormalization.self, L2Normalization.self, Scale.self, Affine.self)
    rule.unknown(
      ReLU.self, ReLU6.self, LeakyReLU.self, PReLU.self, ELU.self, SiLU.self, HardSwish.self, Mish.self, GELU.self,
      Softplus.self, Tanh.self, Sigmoid.self, HardSigmoid.self, Clip.self, ElementwiseFunction.self, Power.self,
      Softmax.self,
      LogSoftmax.self)
    rule.unknown(
      Dropout.self, Flatten.self, Reshape.self, Transposition.self, Slice.self, ChannelShuffle.self, Padding.self,
      Resize.self, Concatenation.self, Addition.self, Subtraction.self, Multiplication.self,
      Division.self, Exponentiation.self, Maximum.self, Minimum.self)
  }
}
