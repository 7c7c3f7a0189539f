import Architecture

extension CountingRule {
  /// convnet-burden's `burden.m`, with fused multiply–adds. It knows MatConvNet's functions, and stops at others.
  ///
  /// Its published GoogLeNet (205 G up to the last module at batch 128) counts local response normalization; its AlexNet
  /// (727 M) was measured without those layers, in operations and in memory alike, and would have 729 M with them.
  static let burden = CountingRule(
    .macs,
    "multiply-adds and bias, 2 per output of ReLU, 2 times the stride's area per output of pooling, normalization"
  ) { rule in
    rule.count(Convolution.self, FullyConnected.self) { $0.multiplyAdds + $0.bias }
    // vl_nnconvt: the input's elements times the weights of one output, which are kernel·in.
    rule.count(TransposedConvolution.self) {
      $0.input * $0.windowCells * Amount($0.layer.inputShapes[0].channels) + $0.bias
    }
    // A comparison and a multiplication; of a leaky one too, which is the same function.
    rule.count(ReLU.self, LeakyReLU.self) { 2 * $0.output }
    rule.count(MaxPooling.self, AveragePooling.self) { 2 * $0.output * $0.strides }
    rule.count(GlobalAveragePooling.self) { $0.input }
    // vl_nnnormalize and SSD's vl_nnscalenorm: n + (1 + 1 + 2C)·positions.
    rule.count(LocalResponseNormalization.self, L2Normalization.self) {
      $0.output + (2 + 2 * $0.channels) * $0.positions
    }
    rule.count(Scale.self) { $0.output }
    // vl_nnwsum, vl_nnmax, max.
    rule.count(Addition.self) { $0.output }
    rule.count(Maximum.self) { $0.output * Amount($0.layer.inputs.count) }
    rule.count(Max.self) { $0.input }
    // vl_nninterp is bilinear.
    rule.count(Resize.self) { resize, layer in resize.interpolation == .linear ? 4 * layer.output : .unknown }
    // Merged at test time, left out because exponentials are tricky, or free.
    rule.zero(BatchNormalization.self, Softmax.self, Sigmoid.self, Dropout.self)
    rule.zero(Flatten.self, Reshape.self, Transposition.self, Slice.self, Concatenation.self)
    rule.unknown(
      MatrixProduct.self, AdaptiveAveragePooling.self, GlobalMaxPooling.self, Mean.self, Subsampling.self,
      RadialBasis.self)
    rule.unknown(LayerNormalization.self, GroupNormalization.self, InstanceNormalization.self, Affine.self)
    rule.unknown(
      ReLU6.self, PReLU.self, ELU.self, SiLU.self, HardSwish.self, Mish.self, GELU.self, Softplus.self, Tanh.self,
      HardSigmoid.self, Clip.self, ElementwiseFunction.self, Power.self, LogSoftmax.self)
    rule.unknown(ChannelShuffle.self, Padding.self)
    rule.unknown(Subtraction.self, Multiplication.self, Division.self, Exponentiation.self, Minimum.self)
  }
}
