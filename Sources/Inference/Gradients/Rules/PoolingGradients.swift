import Architecture

extension GradientRule {
  /// To the largest cell of each window; of several that are as large to the first in row-major order, as in PyTorch and Caffe.
  static let maxPooling = GradientRule(MaxPooling.self) { _, pass in
    let windows = try PoolingWindows(sliding: pass.layer)
    guard let target = pass.targets[0] else { return }
    pass.engine.parallel(pass.batch * pass.layer.shape.channels) { plane in
      let source = pass.inputs[0] + plane * windows.cells
      let gradient = pass.gradient + plane * windows.outputs
      let goal = target + plane * windows.cells
      windows.forEach { output, _, visit in
        var largest = -1
        visit { if largest < 0 || source[$0] > source[largest] || source[$0].isNaN { largest = $0 } }
        if largest >= 0 { goal[largest] += gradient[output] }
      }
    }
  }

  /// The same share to each cell of a window.
  static let averagePooling = GradientRule(AveragePooling.self) { kind, pass in
    pass.addShares(try PoolingWindows(sliding: pass.layer)) { 1 / Double(kind.countsPadding ? $0.padded : $0.cells) }
  }

  static let adaptiveAveragePooling = GradientRule(AdaptiveAveragePooling.self) { _, pass in
    pass.addShares(try PoolingWindows(regions: pass.layer)) { 1 / Double($0.cells) }
  }

  static let globalAveragePooling = GradientRule(GlobalAveragePooling.self) { _, pass in
    let area = pass.layer.inputShapes[0].area
    guard let target = pass.targets[0] else { return }
    for index in 0..<pass.count(ofInput: 0) {
      target[index] += Float(Double(pass.gradient[index / area]) / Double(area))
    }
  }

  /// y = w·Σx + b for each channel: w to each cell; ∂w = Σ ∂y·Σx, ∂b = Σ ∂y.
  static let subsampling = GradientRule(Subsampling.self) { _, pass in
    let windows = try PoolingWindows(sliding: pass.layer)
    let weights = try pass.parameter("weight")
    let channels = pass.layer.shape.channels
    for plane in 0..<(pass.batch * channels) {
      let source = pass.inputs[0] + plane * windows.cells
      let gradient = pass.gradient + plane * windows.outputs
      let goal = pass.targets[0].map { $0 + plane * windows.cells }
      let weight = Double(weights[plane % channels])
      var products = 0.0
      windows.forEach { output, _, visit in
        var sum = 0.0
        visit {
          sum += Double(source[$0])
          goal?[$0] += Float(Double(gradient[output]) * weight)
        }
        products += Double(gradient[output]) * sum
      }
      pass.parameterTargets["weight"]?[plane % channels] += Float(products)
    }
    pass.addBias()
  }
}

extension BackwardPass {
  /// Adds to every cell of each window a share of its gradient.
  ///
  /// - Parameter share: of a window with so many cells, with padding too.
  fileprivate func addShares(_ windows: PoolingWindows, _ share: ((cells: Int, padded: Int)) -> Double) {
    guard let target = targets[0] else { return }
    engine.parallel(batch * layer.shape.channels) { plane in
      let gradient = gradient + plane * windows.outputs
      let goal = target + plane * windows.cells
      windows.forEach { output, counts, visit in
        let part = Float(Double(gradient[output]) * share(counts))
        visit { goal[$0] += part }
      }
    }
  }
}

extension PoolingWindows {
  fileprivate init(sliding layer: Layer) throws(InferenceError) {
    try self.init(
      layer.windows.indices.map { axis in
        WindowCells(layer.windows[axis], size: layer.inputShapes[0].extent[axis], outputs: layer.shape.extent[axis])
      }, of: layer)
  }

  fileprivate init(regions layer: Layer) throws(InferenceError) {
    try self.init(
      zip(layer.shape.extent, layer.inputShapes[0].extent).map { WindowCells(regions: $0, of: $1) }, of: layer)
  }

  private init(_ axes: [WindowCells], of layer: Layer) throws(InferenceError) {
    guard let windows = PoolingWindows(axes) else { throw .cannotRun(layer) }
    self = windows
  }
}
