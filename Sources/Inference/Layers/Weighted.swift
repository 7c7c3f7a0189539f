import Architecture
import OneDNN

extension Planner {
  /// A convolution, with the batch normalization and the activation that follow it.
  func convolution(_ kind: Convolution, _ group: LayerGroup, _ input: Int) throws -> Int {
    let layer = network.layers[group.head]
    let output = dimensions(layer.shape)
    let sizes = dimensions(layer.inputShapes[0])
    let window = SlidingWindow(layer.windows)
    let kernel = [kind.channels / kind.groups, sizes[1] / kind.groups] + window.kernel
    let folded = try normalization(group)
    let hasBias = kind.hasBias || folded != nil
    let change = WeightReader.Change(scale: folded?.scale, connections: kind.connections)
    func chosen(_ sizes: [Int], _ window: SlidingWindow) throws -> Operation {
      try .convolution(
        engine, source: try TensorLayout(sizes, .any),
        weights: try TensorLayout((kind.groups > 1 ? [kind.groups] : []) + kernel, .any), hasBias: hasBias,
        destination: try TensorLayout(output, .any), window, activation: group.activation)
    }
    var operation = try chosen(sizes, window)
    if let value = try winograd(group, folded, window, change, input, insteadOf: operation) { return value }
    var input = input
    if let padding = ZeroPadding(sizes, window, engine), !operation.isCompiled {
      let unpadded = try chosen(padding.padded, window.withoutPadding)
      if unpadded.isCompiled {
        operation = unpadded
        let layout = try TensorLayout(padding.padded)
        input = step(.kernel(padding), [try plain(input)], writing: layout, isReordering: true)
      }
    }
    var constants = [
      (
        Invocation.Argument.weights,
        try weights.weight(layer, operation.weights(), change: change, self.constants)
      )
    ]
    if hasBias { constants.append((.bias, try constant(try bias(layer, folded), operation.weights(1)))) }
    let source = try arranged(input, operation.source())
    return step(
      .operation(operation, reads: [(.source, operation.source())], constants: constants), [source],
      writing: operation.destination)
  }

  /// A convolution by Winograd's algorithm; nil where it cannot be computed so, or not faster.
  ///
  /// - Parameter operation: the direct one. Where it prefers blocks of another size the processor has wider registers, for which
  ///   the transforms are not written.
  private func winograd(
    _ group: LayerGroup, _ folded: Normalization?, _ window: SlidingWindow, _ change: WeightReader.Change, _ input: Int,
    insteadOf operation: Operation
  ) throws -> Int? {
    let layer = network.layers[group.head]
    guard Winograd.pays(for: layer, leastWork: leastWinogradWork), group.activation == nil || group.activation == .relu
    else { return nil }
    let shape = WinogradConvolution.Shape(
      input: dimensions(layer.inputShapes[0]), output: dimensions(layer.shape), before: window.before,
      hasReLU: group.activation == .relu)
    let (source, destination) = (try TensorLayout(shape.input, .blocks8), try TensorLayout(shape.output, .blocks8))
    guard operation.source() == source, operation.destination == destination,
      let product = try WinogradProduct(shape, engine)
    else { return nil }
    let matrices = try weights.winogradWeight(layer, product.weights, change: change, constants)
    let kernel = try WinogradConvolution(
      shape, product, kernels: matrices, bias: try constants.place(try bias(layer, folded)), engine, scratchpad)
    return step(.kernel(kernel), [try arranged(input, source)], writing: destination)
  }

  /// A fully connected layer, with the batch normalization and the activation that follow it.
  ///
  /// Its weights stay as they are in files, out × in: a kernel that is used once per image is read once, and gains nothing by
  /// being packed.
  func fullyConnected(_ group: LayerGroup, _ input: Int) throws -> Int {
    let layer = network.layers[group.head]
    let inputs = layer.inputShapes[0].count
    let outputs = layer.shape.channels
    let folded = try normalization(group)
    let hasBias = layer.parameters.contains { $0.name == "bias" } || folded != nil
    let operation = try Operation.innerProduct(
      engine, source: try TensorLayout([batch, inputs]), weights: try TensorLayout([outputs, inputs]), hasBias: hasBias,
      destination: try TensorLayout([batch, outputs]), activation: group.activation)
    let change = WeightReader.Change(scale: folded?.scale)
    var constants = [
      (Invocation.Argument.weights, try weights.weight(layer, operation.weights(), change: change, self.constants))
    ]
    if hasBias { constants.append((.bias, try constant(try bias(layer, folded), operation.weights(1)))) }
    let source = try plain(input, [batch, inputs, 1, 1])
    return step(
      .operation(operation, reads: [(.source, operation.source())], constants: constants), [source],
      writing: try TensorLayout(dimensions(layer.shape)))
  }

  /// Batch normalization as one factor and one summand of each channel.
  struct Normalization {
    let scale: [Double]
    let shift: [Double]
  }

  /// γ/√(variance + ε), and β − mean·that.
  private func normalization(_ group: LayerGroup) throws -> Normalization? {
    guard let index = group.normalization, let kind = network.layers[index].kind as? BatchNormalization else {
      return nil
    }
    let layer = network.layers[index]
    let mean = try weights.numbers(layer, "running_mean") ?? []
    let variance = try weights.numbers(layer, "running_var") ?? []
    let weight = try weights.numbers(layer, "weight")
    let bias = try weights.numbers(layer, "bias")
    let scale = variance.indices.map { channel in
      Double(weight?[channel] ?? 1) / (Double(variance[channel]) + kind.epsilon).squareRoot()
    }
    let shift = mean.indices.map { Double(bias?[$0] ?? 0) - Double(mean[$0]) * scale[$0] }
    return Normalization(scale: scale, shift: shift)
  }

  /// The bias of a layer, bias·scale + shift where a normalization follows; zeros where it has none.
  private func bias(_ layer: Layer, _ folded: Normalization?) throws -> [Float] {
    let own = try weights.numbers(layer, "bias") ?? Array(repeating: 0, count: layer.shape.channels)
    guard let folded else { return own }
    return zip(own, zip(folded.scale, folded.shift)).map { Float(Double($0) * $1.0 + $1.1) }
  }

  /// A small tensor of constants.
  func constant(_ numbers: [Float], _ layout: TensorLayout) throws -> TensorMemory {
    try TensorMemory(layout, engine, at: try constants.place(numbers, byteCount: layout.byteCount))
  }
}

extension ZeroPadding {
  /// What a window wants around its input; nil where it wants nothing.
  fileprivate init?(_ sizes: [Int], _ window: SlidingWindow, _ engine: Engine) {
    guard (window.before + window.after).contains(where: { $0 > 0 }) else { return nil }
    self.init(sizes: sizes, before: window.before, after: window.after, engine: engine)
  }
}

extension SlidingWindow {
  fileprivate var withoutPadding: SlidingWindow {
    var window = self
    window.before = [0, 0]
    window.after = [0, 0]
    return window
  }

  /// Windows of one axis become those of an image of height 1.
  init(_ windows: [Window]) {
    let rows = windows.count == 1 ? [Window(kernel: 1)] + windows : windows
    self.init(
      kernel: rows.map(\.kernel), stride: rows.map(\.stride), before: rows.map(\.before), after: rows.map(\.after),
      dilation: rows.map(\.dilation))
  }
}
