import Architecture

extension CountingRule {
  /// Netscope's `analyzer.coffee`, the class `macc` of its totals: operations of other classes are zero here. It knows
  /// Caffe's layers, and stops at others with "Unknown Layer".
  static let netscope = CountingRule(
    .macs, "multiply-adds without bias, and the window of local response normalization on every element"
  ) { rule in
    rule.count(Convolution.self, FullyConnected.self) { $0.multiplyAdds }
    // in·out·positions·kernel/stride for each axis, groups or not.
    rule.count(TransposedConvolution.self) { conv, layer in
      let inputs = Amount(layer.layer.inputShapes[0].channels)
      guard case .number(let product) = (inputs * layer.output * layer.windowCells).value,
        case .number(let strides) = layer.strides.value
      else { return .tooLarge }
      return Amount(product / strides)
    }
    rule.count(LocalResponseNormalization.self) { lrn, layer in Amount(lrn.size) * layer.input }
    // SSD's Normalize is taken for a local response normalization whose window is 1.
    rule.count(L2Normalization.self) { $0.input }
    rule.count(Scale.self) { $0.output }
    // Comparisons: relu, relu6, elu, prelu (a leaky one is Caffe's relu), dropout, pooling.
    rule.zero(ReLU.self, ReLU6.self, LeakyReLU.self, PReLU.self, ELU.self, Dropout.self)
    rule.zero(MaxPooling.self, AveragePooling.self, GlobalAveragePooling.self, GlobalMaxPooling.self)
    // Additions, divisions, exponentials.
    rule.zero(BatchNormalization.self, Softmax.self)
    // Eltwise looks for its operation where it is not, and takes all for sums.
    rule.zero(Addition.self, Multiplication.self, Maximum.self)
    rule.zero(Concatenation.self, Flatten.self, Reshape.self, Transposition.self)
    rule.unknown(
      MatrixProduct.self, AdaptiveAveragePooling.self, Mean.self, Max.self, Subsampling.self, RadialBasis.self)
    rule.unknown(LayerNormalization.self, GroupNormalization.self, InstanceNormalization.self, Affine.self)
    rule.unknown(
      SiLU.self, HardSwish.self, Mish.self, GELU.self, Softplus.self, Tanh.self, Sigmoid.self, HardSigmoid.self,
      Clip.self, ElementwiseFunction.self, Power.self, LogSoftmax.self)
    rule.unknown(Subtraction.self, Division.self, Exponentiation.self, Minimum.self)
    rule.unknown(Slice.self, ChannelShuffle.self, Padding.self, Resize.self)
  }
}
