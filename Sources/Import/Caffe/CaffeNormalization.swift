import Architecture
import PlainText

extension CaffeOperations {
  /// Normalizations, and the factors and terms that follow them.
  static let normalization: [String: Operation] = [
    "LRN": localResponse, "Scale": scale, "Bias": bias,
    // Of images by batches: what Caffe calls Scale has the factors.
    "BatchNorm": .kind { BatchNormalization(epsilon: Double(written: $0.batchNormParam.eps), isAffine: false) },
    "MVN": .unknown(), "Normalize": .unknown(), "BN": .unknown(),
  ]

  private static let localResponse = Operation { layer, inputs, caffe in
    let parameters = layer.lrnParam
    let (size, alpha, beta) = (
      Int(parameters.localSize), Double(written: parameters.alpha), Double(written: parameters.beta)
    )
    guard parameters.normRegion == .acrossChannels else {
      return caffe.addWithinChannel(size, alpha, beta, inputs[0])
    }
    let kind = LocalResponseNormalization(size: size, alpha: alpha, beta: beta, k: Double(written: parameters.k))
    return [caffe.add(kind, reading: inputs)]
  }

  /// One blob times learned factors, or times the other one.
  private static let scale = Operation(1...2) { layer, inputs, caffe in
    let parameters = layer.scaleParam
    if inputs.count == 1 {
      guard caffe.isPerChannel(axis: Int(parameters.axis), axes: Int(parameters.numAxes), inputs[0]) else {
        return [caffe.addUnknown("Scale", reading: inputs, dimensions: caffe.dimensions(of: inputs[0]))]
      }
      return [caffe.add(Scale(hasBias: parameters.biasTerm), reading: inputs)]
    }
    guard !parameters.biasTerm else {
      return [caffe.addUnknown("Scale", reading: inputs, dimensions: caffe.dimensions(of: inputs[0]))]
    }
    guard let factors = caffe.aligned(inputs[1], with: inputs[0], axis: Int(parameters.axis)) else { return [] }
    return [caffe.add(Multiplication(), reading: [inputs[0], factors])]
  }

  /// One blob plus learned terms, or plus the other one.
  private static let bias = Operation(1...2) { layer, inputs, caffe in
    guard inputs.count == 2 else {
      guard caffe.isPerChannel(axis: Int(layer.biasParam.axis), axes: Int(layer.biasParam.numAxes), inputs[0]) else {
        return [caffe.addUnknown("Bias", reading: inputs, dimensions: caffe.dimensions(of: inputs[0]))]
      }
      return [caffe.add(Scale(hasFactor: false), reading: inputs)]
    }
    guard let terms = caffe.aligned(inputs[1], with: inputs[0], axis: Int(layer.biasParam.axis)) else { return [] }
    return [caffe.add(Addition(), reading: [inputs[0], terms])]
  }
}

extension CaffeAssembly {
  /// x·(1 + α·mean of x² over size×size cells)^−β, built of the layers that Caffe's own has inside: a square, an average
  /// pooling that counts the padding, a power, a product.
  fileprivate mutating func addWithinChannel(_ size: Int, _ alpha: Double, _ beta: Double, _ input: Int) -> [Int?] {
    guard size % 2 == 1 else {
      note("has local_size \(size), and a window within a channel has an odd number of cells")
      return []
    }
    let pad = WindowArguments.Padding.cells([.init(before: size / 2, after: size / 2)])
    let pooling = AveragePooling(window: WindowArguments(kernel: [size], padding: pad), countsPadding: true)
    guard let square = add(Multiplication(), suffix: "_square", reading: [input, input]),
      let mean = add(pooling, suffix: "_pool", reading: [square]),
      let base = add(Affine(scale: [alpha], shift: [1]), suffix: "_base", reading: [mean]),
      let power = add(Power(exponent: -beta), suffix: "_power", reading: [base])
    else { return [] }
    return [add(Multiplication(), reading: [input, power])]
  }

  /// Whether a learned factor belongs to each channel: it covers axis 1, and all axes that there are or just that one.
  fileprivate mutating func isPerChannel(axis: Int, axes: Int, _ input: Int) -> Bool {
    let count = dimensions(of: input).count
    let first = axis < 0 ? axis + count + 1 : axis
    return first == 1 && (axes == 1 || axes == -1 && count == 1)
  }

  /// The second blob of a Scale or a Bias with axes of size 1 behind its own, so that it is repeated along the first.
  ///
  /// Its axes are those of the first blob from `axis` on. From 0 on the first is the batch, which both have; from 1 on it has
  /// no batch, which is said of a blob of one image alone.
  fileprivate mutating func aligned(_ second: Int, with first: Int, axis: Int) -> Int? {
    let (whole, part) = (dimensions(of: first), dimensions(of: second))
    guard axis == 0 || axis == -whole.count - 1, part.count <= whole.count, whole.starts(with: part) else {
      note(
        "multiplies \(assembly.shape(of: first)) by \(assembly.shape(of: second)) from axis \(axis) on, which is not known"
      )
      return nil
    }
    guard part.count > 1, part.count < whole.count else { return second }
    let sizes = part + Array(repeating: 1, count: whole.count - part.count)
    return add(Reshape(sizes: sizes), suffix: "_shape", reading: [second])
  }
}
