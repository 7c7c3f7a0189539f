import Architecture
import OneDNN

extension GradientRule {
  /// Data: every output spreads its gradient over its window, times the kernel. Weights: for each of them the sum over all positions
  /// of what it read times the gradient of what it wrote.
  static let convolution = GradientRule(Convolution.self) { kind, pass in
    let convolution = try ConvolutionGradient(
      source: pass.sizes(ofInput: 0), destination: pass.outputSizes, groups: kind.groups,
      SlidingWindow(pass.layer.windows), pass.engine)
    if let target = pass.targets[0] {
      let found = try Numbers(pass.count(ofInput: 0))
      try kind.withConnected(try pass.parameter("weight"), pass.layer) { weights in
        try convolution.source(of: pass.gradient, weights: weights, to: found.start)
      }
      pass.add(found.start, found.count, to: target)
    }
    if let target = pass.parameterTargets["weight"] {
      try convolution.weights(of: pass.gradient, source: pass.inputs[0], to: target)
      kind.removeUnconnected(target, pass.layer)
    }
    pass.addBias()
  }

  /// It is the gradient of a convolution, so that its own is that convolution, from its output to its input.
  static let transposedConvolution = GradientRule(TransposedConvolution.self) { kind, pass in
    let convolution = try ConvolutionGradient(
      source: pass.outputSizes, destination: pass.sizes(ofInput: 0), groups: kind.groups,
      SlidingWindow(kind.windows(on: pass.layer.inputShapes[0])), pass.engine)
    if let target = pass.targets[0] {
      let found = try Numbers(pass.count(ofInput: 0))
      try convolution.destination(of: pass.gradient, weights: try pass.parameter("weight"), to: found.start)
      pass.add(found.start, found.count, to: target)
    }
    if let target = pass.parameterTargets["weight"] {
      try convolution.weights(of: pass.inputs[0], source: pass.gradient, to: target)
    }
    pass.addBias()
  }
}

/// The three products of a convolution's source, weights and destination: each from the two others, by oneDNN.
struct ConvolutionGradient {
  private let source: TensorLayout
  private let weights: TensorLayout
  private let destination: TensorLayout
  private let window: SlidingWindow
  private let engine: Engine

  init(source: [Int], destination: [Int], groups: Int, _ window: SlidingWindow, _ engine: Engine) throws {
    let kernel = [destination[1] / groups, source[1] / groups] + window.kernel
    self.source = try TensorLayout(source, .any)
    weights = try TensorLayout((groups > 1 ? [groups] : []) + kernel, .any)
    self.destination = try TensorLayout(destination, .any)
    self.window = window
    self.engine = engine
  }

  /// The gradient with respect to the source.
  func source(
    of gradient: UnsafePointer<Float>, weights kernels: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>
  ) throws {
    let descriptor = try PrimitiveDescriptor.convolutionBackwardData(
      engine, source: source, weights: weights, destination: destination, window)
    try engine.run(
      descriptor,
      [
        .init(.destinationGradient, descriptor.destinationGradient, gradient),
        .init(.weights, descriptor.weights(), kernels),
      ], to: .init(.sourceGradient, descriptor.sourceGradient, target))
  }

  /// The gradient with respect to the weights.
  func weights(
    of gradient: UnsafePointer<Float>, source numbers: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>
  ) throws {
    let descriptor = try PrimitiveDescriptor.convolutionBackwardWeights(
      engine, source: source, weights: weights, destination: destination, window)
    try engine.run(
      descriptor,
      [
        .init(.source, descriptor.source(), numbers),
        .init(.destinationGradient, descriptor.destinationGradient, gradient),
      ], to: .init(.weightsGradient, descriptor.weightsGradient, target))
  }

  /// The convolution itself.
  func destination(
    of numbers: UnsafePointer<Float>, weights kernels: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>
  ) throws {
    let descriptor = try PrimitiveDescriptor.convolution(
      engine, source: source, weights: weights, hasBias: false, destination: destination, window, activation: nil)
    try engine.run(
      descriptor,
      [.init(.source, descriptor.source(), numbers), .init(.weights, descriptor.weights(), kernels)],
      to: .init(.destination, descriptor.destination, target))
  }
}

extension Convolution {
  /// Lends the weights with zeros where maps are not connected.
  fileprivate func withConnected(
    _ weights: UnsafePointer<Float>, _ layer: Layer, _ use: (UnsafePointer<Float>) throws -> Void
  ) throws {
    guard connections != nil else { return try use(weights) }
    let copy = try Numbers(layer.parameters[0].shape.reduce(1, *))
    copy.start.update(from: weights, count: copy.count)
    removeUnconnected(copy.start, layer)
    try use(copy.start)
  }

  /// Makes zero what belongs to maps that are not connected.
  fileprivate func removeUnconnected(_ weights: UnsafeMutablePointer<Float>, _ layer: Layer) {
    guard let connections else { return }
    let inputs = layer.inputShapes[0].channels
    let cells = layer.windows.reduce(1) { $0 * $1.kernel }
    for (output, connected) in connections.enumerated() {
      for input in 0..<inputs where !connected.contains(input) {
        (weights + (output * inputs + input) * cells).update(repeating: 0, count: cells)
      }
    }
  }
}
