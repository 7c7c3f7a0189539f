import Analysis
import Architecture
import OneDNN

/// Turns a network into a plan: chooses layouts, packs weights, and finds a place for each value.
final class Planner {
  /// A tensor between steps: N×C×H×W, with height 1 for a signal and 1×1 for a vector.
  struct Value {
    let layout: TensorLayout
    /// Nil for the network's input, which lies in the caller's array and is only read.
    let buffer: Int?
  }

  /// A step whose tensors have no place yet.
  struct PlannedStep {
    /// Index of the layer for whose sake it is there.
    let layer: Int
    /// It only brings numbers into another layout.
    var isReordering = false
    let work: Work
    let reads: [Int]
    let write: Int
  }

  enum Work {
    /// An operation, the parts that its reads play and as what it sees them, and its weights.
    case operation(
      Operation, reads: [(Invocation.Argument, TensorLayout)], constants: [(Invocation.Argument, TensorMemory)])
    case kernel(any Kernel)
  }

  let network: Network
  let batch: Int
  let engine: Engine
  let weights: WeightReader
  let leastWinogradWork: Int
  let constants = Constants()
  let scratchpad = Scratchpad()
  private let kept: Set<Int>
  private let consumers: [[Int]]
  /// For each layer its value; nil for one inside a group.
  private var valueOfLayer: [Int?]
  /// For each buffer that is part of no other, the last layer that reads what is in it.
  private var lastReader: [Int] = []

  /// The layer that is planned.
  private var current = 0

  private(set) var values: [Value] = []
  private(set) var buffers = Buffers()
  private(set) var steps: [PlannedStep] = []
  /// What is kept: the layer, how many steps come before, and the value.
  private(set) var results: [(layer: Int, step: Int, value: Int)] = []

  /// - Parameter leastWinogradWork: multiply–adds from which a convolution is computed by Winograd's algorithm.
  init(
    _ network: Network, batch: Int, kept: Set<Int>, engine: Engine, weights: WeightReader,
    leastWinogradWork: Int = Winograd.leastWork
  ) {
    self.network = network
    self.batch = batch
    self.leastWinogradWork = leastWinogradWork
    self.kept = kept
    self.engine = engine
    self.weights = weights
    valueOfLayer = network.layers.map { _ in nil }
    consumers = network.consumers
  }

  /// Plans every layer.
  func plan() throws -> Plan {
    give(add(Value(layout: try TensorLayout(dimensions(network.input)), buffer: nil)), to: 0)
    for group in LayerGroup.groups(of: network, kept: kept) {
      current = group.head
      give(try value(of: group), to: group.output)
    }
    return try bound()
  }

  /// Adds the step or steps of a group.
  private func value(of group: LayerGroup) throws -> Int {
    let layer = network.layers[group.head]
    let inputs = layer.inputs.compactMap { valueOfLayer[$0] }
    switch layer.kind {
    case let kind as Convolution: return try convolution(kind, group, inputs[0])
    case is FullyConnected: return try fullyConnected(group, inputs[0])
    case is MaxPooling: return try maxPooling(layer, inputs[0])
    case let kind as AveragePooling: return try averagePooling(kind, layer, inputs[0])
    case is AdaptiveAveragePooling, is GlobalAveragePooling: return try adaptivePooling(layer, inputs[0])
    case let kind as Subsampling: return try subsampling(kind, layer, inputs[0])
    case is RadialBasis: return try radialBasis(layer, inputs[0])
    case let kind as LocalResponseNormalization: return try localResponseNormalization(kind, inputs[0])
    case let kind as BatchNormalization: return try batchNormalization(kind, group.head, inputs[0])
    case is Dropout: return inputs[0]
    case is Flatten: return try plain(inputs[0], dimensions(layer.shape))
    case is Softmax:
      return pointwise(try .softmax(engine, layout(inputs[0])), group.head, inputs[0])
    case is Concatenation: return try concatenation(layer, inputs)
    case is Addition: return try addition(inputs)
    case let kind as Tanh:
      let count = layout(inputs[0]).byteCount / MemoryLayout<Float>.size
      return inPlace(.kernel(HyperbolicTangent(kind, count: count, engine)), group.head, inputs[0])
    case let kind:
      guard let activation = Elementwise(kind) else {
        throw InferenceError("\(layer.name): layers of the kind \(kind.name) cannot be run")
      }
      return pointwise(try .activation(engine, activation, layout(inputs[0])), group.head, inputs[0])
    }
  }

  private func give(_ value: Int, to layer: Int) {
    valueOfLayer[layer] = value
    if let root = root(of: value) { lastReader[root] = max(lastReader[root], consumers[layer].last ?? -1) }
    if kept.contains(layer) { results.append((layer, steps.count, value)) }
  }
}

// MARK: - Values

extension Planner {
  /// N×C×H×W of a shape.
  func dimensions(_ shape: Shape) -> [Int] {
    let width = shape.extent.last ?? 1
    return [batch, shape.channels, shape.area / width, width]
  }

  func layout(_ value: Int) -> TensorLayout { values[value].layout }

  private func add(_ value: Value) -> Int {
    values.append(value)
    return values.count - 1
  }

  /// A value in memory of its own.
  func newValue(_ layout: TensorLayout) -> Int {
    let buffer = buffers.add(layout.byteCount)
    lastReader.append(-1)
    return add(Value(layout: layout, buffer: buffer))
  }

  private func root(of value: Int) -> Int? { values[value].buffer.map { buffers.root(of: $0).buffer } }

  /// A step that writes a new value.
  func step(_ work: Work, _ reads: [Int], writing layout: TensorLayout, isReordering: Bool = false) -> Int {
    let value = newValue(layout)
    steps.append(PlannedStep(layer: current, isReordering: isReordering, work: work, reads: reads, write: value))
    return value
  }

  /// An operation that keeps the sizes and the layout, and may overwrite its input.
  ///
  /// - Parameter reader: index of the layer.
  func pointwise(
    _ operation: Operation, constants: [(Invocation.Argument, TensorMemory)] = [], _ reader: Int, _ input: Int
  ) -> Int {
    inPlace(.operation(operation, reads: [(.source, layout(input))], constants: constants), reader, input)
  }

  /// A step that keeps the sizes and the layout, and may overwrite its input.
  ///
  /// - Parameter reader: index of the layer.
  private func inPlace(_ work: Work, _ reader: Int, _ input: Int) -> Int {
    guard let root = root(of: input), lastReader[root] <= reader else {
      return step(work, [input], writing: layout(input))
    }
    // A value of its own, since the numbers are others.
    let value = add(Value(layout: layout(input), buffer: values[input].buffer))
    steps.append(PlannedStep(layer: current, work: work, reads: [input], write: value))
    return value
  }

  /// A step in plain Swift.
  func kernel(_ kernel: any Kernel, _ layer: Layer, _ input: Int) throws -> Int {
    step(.kernel(kernel), [try plain(input)], writing: try TensorLayout(dimensions(layer.shape)))
  }

  /// The value in another layout of the same sizes, brought there by a step where one is needed.
  func arranged(_ value: Int, _ wanted: TensorLayout) throws -> Int {
    let present = layout(value)
    if present == wanted { return value }
    if try isSame(present, wanted) { return add(Value(layout: wanted, buffer: values[value].buffer)) }
    let reordering = try Operation.reorder(engine, from: present, to: wanted)
    return step(
      .operation(reordering, reads: [(.source, present)], constants: []), [value], writing: wanted, isReordering: true)
  }

  /// The value in row-major order, under other sizes of as many numbers if wanted.
  func plain(_ value: Int, _ dimensions: [Int]? = nil) throws -> Int {
    let plain = try arranged(value, try TensorLayout(layout(value).dimensions))
    guard let dimensions, dimensions != layout(plain).dimensions else { return plain }
    return add(Value(layout: try TensorLayout(dimensions), buffer: values[plain].buffer))
  }

  /// Whether two layouts put every number at the same place although they say it differently: blocks of channels at a
  /// single position.
  private func isSame(_ a: TensorLayout, _ b: TensorLayout) throws -> Bool {
    let sizes = a.dimensions
    guard sizes == b.dimensions, sizes.count == 4, sizes[2] * sizes[3] == 1, sizes[1] % 8 == 0 else { return false }
    let both = [try TensorLayout(sizes), try TensorLayout(sizes, .blocks8)]
    return both.contains(a) && both.contains(b)
  }
}

// MARK: - Joins

extension Planner {
  /// All channels one after the other. For a single image the branches are written where they belong, and nothing is copied.
  private func concatenation(_ layer: Layer, _ inputs: [Int]) throws -> Int {
    let sizes = dimensions(layer.shape)
    // In blocks where every branch is and fills its blocks, else row-major.
    let isBlocked = try inputs.allSatisfy { input in
      let sizes = layout(input).dimensions
      let blocks = try TensorLayout(sizes, .blocks8)
      return sizes[1] % 8 == 0 && layout(input) == blocks
    }
    let inputs = isBlocked ? inputs : try inputs.map { try plain($0) }
    let output = try TensorLayout(sizes, isBlocked ? .blocks8 : .plain)
    guard batch == 1, canBePlaced(inputs) else {
      let operation = try Operation.concatenation(engine, sources: inputs.map(layout), destination: output)
      let reads = inputs.enumerated().map { (Invocation.Argument.sources($0), layout($1)) }
      return step(.operation(operation, reads: reads, constants: []), inputs, writing: output)
    }
    let value = newValue(output)
    guard let whole = values[value].buffer else { return value }
    var offset = 0
    for input in inputs {
      guard let part = root(of: input) else { continue }
      buffers.place(part, in: whole, at: offset)
      lastReader[whole] = max(lastReader[whole], lastReader[part])
      offset += layout(input).byteCount
    }
    return value
  }

  /// Whether each value fills a buffer of its own.
  private func canBePlaced(_ inputs: [Int]) -> Bool {
    var roots: Set<Int> = []
    return inputs.allSatisfy { input in
      guard let root = root(of: input), root == values[input].buffer else { return false }
      return buffers.bytes(of: root) == layout(input).byteCount && roots.insert(root).inserted
    }
  }

  private func addition(_ inputs: [Int]) throws -> Int {
    let wanted = layout(inputs[0])
    let inputs = try inputs.map { try arranged($0, wanted) }
    let operation = try Operation.sum(engine, sources: inputs.map(layout), destination: wanted)
    let reads = inputs.enumerated().map { (Invocation.Argument.sources($0), layout($1)) }
    return step(.operation(operation, reads: reads, constants: []), inputs, writing: wanted)
  }
}
