import Architecture

extension CountingRule {
  /// onnx-tool 1.0.1 on PyTorch's default export (opset 20), which folds batch normalization into the convolution before it:
  /// weights of operations from its `node.py`, exponential 32, square root 24, division 4.
  static let onnxTool = CountingRule(
    .macs, "multiply-adds and bias (batch normalization folded), pooling windows, all else by weight"
  ) { rule in
    rule.count(Convolution.self, FullyConnected.self) { $0.multiplyAdds + $0.bias }
    // ConvTransposeNode takes the output's positions: out·(out/groups)·kernel.
    rule.count(TransposedConvolution.self) { conv, layer in
      layer.output * Amount(conv.channels / conv.groups) * layer.windowCells + layer.bias
    }
    rule.count(MatrixProduct.self) { product, layer in
      layer.multiplyAdds + (product.scale == 1 ? 0 : layer.output)
    }
    // Where it is not folded: add 1, root 24, divide 4, add 1, multiply 1.
    rule.count(BatchNormalization.self) { foldedBias(of: $0) ?? 31 * $0.output }
    // 7 per element; for each group a root, a division and an addition, as many as the first normalized axis alone tells.
    rule.count(LayerNormalization.self) { norm, layer in
      let first = norm.normalized(layer.layer.shape)[0]
      return 7 * layer.input + 29 * Amount(layer.layer.shape.count / first)
    }
    // Exported as an instance normalization, a multiplication and an addition, affine or not.
    rule.count(GroupNormalization.self) { 9 * $0.input }
    rule.count(InstanceNormalization.self) { 7 * $0.input }
    // ReduceL2 25, Div 4; Clip 2 in all, since the shape of its input is not known to the tool.
    rule.countBatch(L2Normalization.self) { (25 * $0.input + 4 * $0.output) * $0.batch + 2 }
    rule.count(LocalResponseNormalization.self) { lrn, layer in Amount(39 + lrn.size) * layer.output }
    rule.count(Scale.self) { scale, layer in (scale.hasBias ? 2 : 1) * layer.output }
    // A Mul and an Add, each where it changes something.
    rule.count(Affine.self) { affine, layer in
      ((affine.scale == [1] ? 0 : 1) + (affine.shift == [0] ? 0 : 1)) * layer.output
    }
    rule.count(ReLU.self) { $0.output }
    rule.count(ReLU6.self, Clip.self, PReLU.self, LeakyReLU.self) { 2 * $0.output }
    rule.count(HardSigmoid.self) { 4 * $0.output }
    rule.count(HardSwish.self) { 5 * $0.output }
    rule.count(Sigmoid.self) { 32 * $0.output }
    rule.count(SiLU.self) { 33 * $0.output }
    rule.count(GELU.self) { 34 * $0.output }
    rule.count(ELU.self) { 35 * $0.output }
    rule.count(Softmax.self) { 36 * $0.output }
    rule.count(Tanh.self) { 76 * $0.output }
    rule.count(Softplus.self) { 77 * $0.output }
    // Three axes: the kernel's first size alone.
    rule.count(MaxPooling.self, AveragePooling.self) {
      ($0.axes < 3 ? $0.windowCells : Amount($0.layer.windows[0].kernel)) * $0.output
    }
    rule.count(AdaptiveAveragePooling.self) { unequalRegions(of: $0) ?? $0.input }
    rule.count(GlobalAveragePooling.self, GlobalMaxPooling.self, Mean.self, Max.self) { $0.input }
    rule.count(Resize.self) { resize, layer in
      guard resize.interpolation == .linear else { return .zero }
      // On one axis the exporter writes it out as gathers, multiplications and additions.
      return (layer.axes == 1 ? 3 : 4) * layer.output
    }
    rule.count(Addition.self, Multiplication.self, Maximum.self) { $0.joins * $0.output }
    rule.zero(
      Dropout.self, Flatten.self, Reshape.self, Slice.self, ChannelShuffle.self, Padding.self, Concatenation.self)
    // Not recorded.
    rule.unknown(
      ElementwiseFunction.self, Power.self, LogSoftmax.self, Subtraction.self, Division.self, Exponentiation.self,
      Minimum.self)
    // Mish: the tool fails on its node.
    rule.unknown(Mish.self, Transposition.self, Subsampling.self, RadialBasis.self)
  }

  /// What a batch normalization that is folded adds to the layer before it: a bias where that one has none. Nil where it is
  /// not folded: behind anything but a convolution or a product with a vector, or where others read that one's output.
  private static func foldedBias(of layer: CountedLayer) -> Amount? {
    let source = layer.source
    let takesNormalization =
      switch source.kind {
      case is Convolution, is TransposedConvolution: true
      case let connected as FullyConnected: connected.flattens || source.inputShapes[0].isVector
      default: false
      }
    guard takesNormalization, !layer.isSourceReadElsewhere else { return nil }
    return source.parameters.contains { $0.role == .bias } ? .zero : layer.output
  }

  /// Adaptive pooling to regions of unequal size, which the exporter writes out: gathers and sums of r cells per output, and
  /// a division, where r is the product over the axes of the cells that the largest region has. Nil where all are equal.
  private static func unequalRegions(of layer: CountedLayer) -> Amount? {
    let axes = zip(layer.layer.inputShapes[0].extent, layer.layer.shape.extent)
    guard axes.contains(where: { $0 % $1 != 0 }) else { return nil }
    let cells = axes.reduce(1 as Amount) { product, axis in
      let (size, outputs) = axis
      let rest = size % outputs
      return product * Amount(size / outputs + (rest == 0 ? 0 : outputs % rest == 0 ? 1 : 2))
    }
    // (r − 1) additions and a division of weight 4.
    return (cells + 3) * layer.output
  }
}
