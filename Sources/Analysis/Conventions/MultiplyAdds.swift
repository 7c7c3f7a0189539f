import Architecture

extension CountingRule {
  /// Multiply–adds of convolutions, fully connected layers and matrix products: zoo's own, and torchvision's `_ops` (there
  /// called GFLOPS; PyTorch's flop counter halved).
  static let multiplyAdds = CountingRule(
    .macs, "multiply-adds of convolutions and fully connected layers, no bias"
  ) { rule in
    rule.count(Convolution.self, TransposedConvolution.self, FullyConnected.self, MatrixProduct.self) {
      $0.multiplyAdds
    }
    rule.zero(
      MaxPooling.self, AveragePooling.self, AdaptiveAveragePooling.self, GlobalAveragePooling.self,
      GlobalMaxPooling.self, Mean.self, Max.self, Subsampling.self, RadialBasis.self)
    rule.zero(
      LocalResponseNormalization.self, BatchNormalization.self, LayerNormalization.self, GroupNormalization.self,
      InstanceNormalization.self, L2Normalization.self, Scale.self, Affine.self)
    rule.zero(
      ReLU.self, ReLU6.self, LeakyReLU.self, PReLU.self, ELU.self, SiLU.self, HardSwish.self, Mish.self, GELU.self,
      Softplus.self, Tanh.self, Sigmoid.self, HardSigmoid.self, Clip.self, ElementwiseFunction.self, Power.self,
      Softmax.self,
      LogSoftmax.self)
    rule.zero(
      Dropout.self, Flatten.self, Reshape.self, Transposition.self, Slice.self, ChannelShuffle.self, Padding.self,
      Resize.self, Concatenation.self, Addition.self, Subtraction.self, Multiplication.self,
      Division.self, Exponentiation.self, Maximum.self, Minimum.self)
  }
}
