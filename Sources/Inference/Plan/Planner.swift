import Analysis
import Architecture
import OneDNN

/// Turns a network into a plan: chooses layouts, packs weights, and finds a place for each value.
final class Planner {
  /// A tensor between steps, in the sizes of `dimensions`.
  struct Value {
    let layout: TensorLayout
    /// Nil for an input of the network, which lies in the caller's array and is only read.
    let buffer: Int?
    /// Which of the inputs it is.
    var input = 0
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
    /// A primitive, the parts that its reads play and as what it sees them, and its weights.
    case primitive(
      PrimitiveDescriptor, reads: [(Primitive.Argument, TensorLayout)], constants: [(Primitive.Argument, TensorMemory)])
    case kernel(any Kernel)
  }

  let network: Network
  let batch: Int
  let engine: Engine
  let weights: WeightReader
  let winograd: Winograd.Choice
  let constants = Constants()
  let scratchpad = Scratchpad()
  private let kept: Set<Int>
  private let consumers: [[Int]]
  /// For each layer its value; nil for one inside a group.
  private var valueOfLayer: [Int?]
  /// For each buffer that is part of no other, the last layer that reads what is in it.
  private var lastReader: [Int] = []

  /// Whether Winograd's algorithm pays for some layer.
  private(set) lazy var hasWinogradLayers = network.layers.contains { Winograd.tile(for: $0, winograd) != nil }

  /// The layer that is planned.
  private var current = 0

  private(set) var values: [Value] = []
  private(set) var buffers = Buffers()
  private(set) var steps: [PlannedStep] = []
  /// What is kept: the layer, how many steps come before, and the value.
  private(set) var results: [(layer: Int, step: Int, value: Int)] = []

  /// - Parameter winograd: which convolutions are computed by Winograd's algorithm, and how.
  init(
    _ network: Network, batch: Int, kept: Set<Int>, engine: Engine, weights: WeightReader,
    winograd: Winograd.Choice = Winograd.Choice()
  ) {
    self.network = network
    self.batch = batch
    self.winograd = winograd
    self.kept = kept
    self.engine = engine
    self.weights = weights
    valueOfLayer = network.layers.map { _ in nil }
    consumers = network.consumers
  }

  /// Plans every layer.
  func plan() throws -> Plan {
    for (index, input) in network.inputs.enumerated() {
      give(add(Value(layout: try TensorLayout(dimensions(input.shape)), buffer: nil, input: index)), to: index)
    }
    for group in LayerGroup.groups(of: network, kept: kept) {
      current = group.head
      give(try value(of: group), to: group.output)
    }
    return try bound()
  }

  /// Adds the step or steps of a group.
  private func value(of group: LayerGroup) throws -> Int {
    let layer = network.layers[group.head]
    guard let steps = Lowerings.lowering(of: layer).steps else { throw InferenceError.cannotRun(layer) }
    let inputs = layer.inputs.compactMap { valueOfLayer[$0] }
    let addend = group.addition.flatMap { valueOfLayer[$0.other] }
    return try steps(layer.kind, LoweringContext(planner: self, group: group, inputs: inputs, addend: addend))
  }

  private func give(_ value: Int, to layer: Int) {
    valueOfLayer[layer] = value
    if let root = root(of: value) { lastReader[root] = max(lastReader[root], consumers[layer].last ?? -1) }
    if kept.contains(layer) { results.append((layer, steps.count, value)) }
  }
}

// MARK: - Values

extension Planner {
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

  /// A primitive that keeps the sizes and the layout, and may overwrite its input.
  ///
  /// - Parameter reader: index of the layer.
  func pointwise(
    _ descriptor: PrimitiveDescriptor, constants: [(Primitive.Argument, TensorMemory)] = [], _ reader: Int, _ input: Int
  ) -> Int {
    inPlace(.primitive(descriptor, reads: [(.source, layout(input))], constants: constants), reader, input)
  }

  /// A step that keeps the sizes and the layout, and may overwrite its input.
  ///
  /// - Parameter reader: index of the layer.
  func inPlace(_ work: Work, _ reader: Int, _ input: Int) -> Int { step(work, [input], over: 0, reader) }

  /// A step that writes what has the sizes and the layout of one of its inputs, and may overwrite it: the number at an index
  /// of the output depends on none at another.
  ///
  /// - Parameters:
  ///   - index: of the input among those that are read.
  ///   - reader: index of the layer.
  func step(_ work: Work, _ inputs: [Int], over index: Int, _ reader: Int) -> Int {
    let input = inputs[index]
    // Another input may be a part of the same memory, whose numbers are read at other indices.
    let isShared = inputs.contains { other in
      other != input && root(of: other) == root(of: input) && layout(other).byteCount != layout(input).byteCount
    }
    guard let root = root(of: input), lastReader[root] <= reader, !isShared else {
      return step(work, inputs, writing: layout(input))
    }
    // A value of its own, since the numbers are others.
    let value = add(Value(layout: layout(input), buffer: values[input].buffer))
    steps.append(PlannedStep(layer: current, work: work, reads: inputs, write: value))
    return value
  }

  /// A step that adds to what is in one of its inputs, which it overwrites: it is copied where it is read again, be it by a
  /// layer between the planned one and the addition, which is computed before its turn.
  ///
  /// - Parameters:
  ///   - work: reads the source, and knows where the sum is.
  ///   - addend: in the layout of the sum.
  ///   - reader: index of the addition.
  func accumulating(_ work: Work, _ source: Int, onto addend: Int, _ reader: Int) throws -> Int {
    var target = addend
    let isFree =
      root(of: addend).map { root in
        lastReader[root] <= reader && self.root(of: source) != root
          && !network.layers[(current + 1)..<reader].contains { layer in
            layer.inputs.contains { valueOfLayer[$0].flatMap(self.root) == root }
          }
      } ?? false
    if !isFree {
      let copying = try PrimitiveDescriptor.reorder(engine, from: layout(addend), to: layout(addend))
      target = step(
        .primitive(copying, reads: [(.source, layout(addend))], constants: []), [addend], writing: layout(addend),
        isReordering: true)
    }
    let value = add(Value(layout: layout(target), buffer: values[target].buffer))
    steps.append(PlannedStep(layer: current, work: work, reads: [source, target], write: value))
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
    if try isSame(present, wanted) { return view(of: value, as: wanted) }
    let reordering = try PrimitiveDescriptor.reorder(engine, from: present, to: wanted)
    return step(
      .primitive(reordering, reads: [(.source, present)], constants: []), [value], writing: wanted, isReordering: true)
  }

  /// The value in row-major order, under other sizes of as many numbers if wanted.
  func plain(_ value: Int, _ dimensions: [Int]? = nil) throws -> Int {
    let plain = try arranged(value, try TensorLayout(layout(value).dimensions))
    guard let dimensions, dimensions != layout(plain).dimensions else { return plain }
    return view(of: plain, as: try TensorLayout(dimensions))
  }

  /// The numbers of a value where they are, described by another layout.
  func view(of value: Int, as layout: TensorLayout) -> Int {
    add(Value(layout: layout, buffer: values[value].buffer, input: values[value].input))
  }

  /// Whether two layouts put every number at the same place although they say it differently: blocks of channels at a
  /// single position.
  private func isSame(_ a: TensorLayout, _ b: TensorLayout) throws -> Bool {
    let sizes = a.dimensions
    guard sizes == b.dimensions, sizes.count > 2, sizes[2...].allSatisfy({ $0 == 1 }) else { return false }
    return try channelOrder(a) != nil && channelOrder(b) != nil
  }

  /// A part of a value's memory as a value of its own, which is not written but there with the whole.
  ///
  /// - Parameters:
  ///   - layout: of the part, whose numbers follow each other.
  ///   - offset: numbers before it.
  /// - Returns: nil for an input of the network.
  func part(of value: Int, _ layout: TensorLayout, at offset: Int) -> Int? {
    guard let whole = values[value].buffer else { return nil }
    let buffer = buffers.add(layout.byteCount)
    lastReader.append(-1)
    buffers.place(buffer, in: whole, at: offset * MemoryLayout<Float>.size)
    return add(Value(layout: layout, buffer: buffer))
  }
}

// MARK: - Joins

extension Planner {
  /// A value in which others lie one after the other, which are written there and not copied; nil where one of them does not
  /// fill a buffer of its own.
  func joined(_ inputs: [Int], _ output: TensorLayout) -> Int? {
    guard canBePlaced(inputs) else { return nil }
    let value = newValue(output)
    guard let whole = values[value].buffer else { return nil }
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
}
