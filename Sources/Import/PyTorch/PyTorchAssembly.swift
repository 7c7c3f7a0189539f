import Architecture
import PlainText
import Weights

/// Builds the network of an exported program: its inputs, then its nodes in their order.
struct PyTorchAssembly {
  var assembly: GraphAssembly
  let program: ExportedProgram
  /// Images that the program was exported for; nil where any number is possible.
  private(set) var batch: Int?
  /// The layer that a tensor of the graph comes from.
  private var indices: [String: Int] = [:]
  /// The parameter that a tensor of the graph is, with its axes as the graph has turned them.
  private var parameters: [String: ParameterNumbers] = [:]
  /// Tensors of nodes that were refused, of which nothing more is said.
  private var refused: Set<String> = []
  private let names: PyTorchNames
  private let readers: PyTorchReaders
  private let shuffles: PyTorchShuffles
  private let turned: PyTorchTurnedNormalizations
  private let maxima: PyTorchPaddedMaxima
  /// Cells that a max pooling puts around a tensor, whose padding was left to it.
  private var surroundings: [String: [WindowArguments.Padding.Pair]] = [:]
  /// The node that is being built.
  private var current = 0

  init(_ assembly: GraphAssembly, _ program: ExportedProgram, options: ImportOptions) {
    self.assembly = assembly
    self.program = program
    names = PyTorchNames(of: program)
    readers = PyTorchReaders(of: program)
    shuffles = PyTorchShuffles(in: program, readers)
    turned = PyTorchTurnedNormalizations(in: program, readers)
    maxima = PyTorchPaddedMaxima(in: program, readers)
    for (value, name) in program.parameters { parameters[value] = program.stored[name] }
    for input in program.inputs { addInput(input, options) }
    for index in program.nodes.indices {
      current = index
      build(program.nodes[index])
    }
    for name in program.outputs { if let index = indices[name] { self.assembly.output(index) } }
  }

  private mutating func addInput(_ name: String, _ options: ImportOptions) {
    defer { if indices[name] == nil { refused.insert(name) } }
    guard let meta = program.values[name] else {
      return assembly.note("the file does not say what this input is", at: name)
    }
    guard meta.sizes.count > 1 else {
      return assembly.note(
        "an input of \(meta.sizes.count) axes, where a batch and its images have two at least", at: name)
    }
    if batch == nil { batch = meta.sizes[0] }
    let given = options.input.count == 1 ? meta.sizes.dropFirst(2).map { _ in options.input[0] } : options.input
    let open = Array(meta.sizes.dropFirst())
    let dimensions = open.enumerated().map { axis, size in
      let place = axis - (open.count - given.count)
      return size ?? (given.indices.contains(place) ? given[place] : nil)
    }
    let known = dimensions.compactMap { $0 }
    guard known.count == dimensions.count else {
      let sizes = meta.symbols.joined(separator: "×")
      return assembly.note("the size \(sizes) has symbols: give it, as in --input 3x224x224", at: name)
    }
    indices[name] = assembly.input(known, name: name)
  }

  private mutating func build(_ node: ExportedProgram.Node) {
    if shuffles.skipped.contains(current) { return }
    if let shuffle = shuffles.ends[current] {
      guard let index = indices[shuffle.input] else { return refuse(node) }
      return give(node, [add(ChannelShuffle(groups: shuffle.groups), reading: [index])])
    }
    // What only checks something gives nothing.
    if node.outputs.isEmpty || PyTorchOperations.ignored.contains(node.operation) { return }
    if readsRefused(node) { return refuse(node) }
    if viewParameter(node) || passOn(node) { return }
    guard let operation = PyTorchOperations.all[node.operation] else { return addUnknown(node) }
    let call = PyTorchCall(node)
    let outputs = operation(call, &self)
    if outputs.isEmpty { return refuse(node) }
    give(node, outputs)
  }

  private func readsRefused(_ node: ExportedProgram.Node) -> Bool {
    node.arguments.values.contains { argument in
      switch argument {
      case .tensor(let name): refused.contains(name)
      case .tensors(let names): names.contains { $0.map(refused.contains) ?? false }
      default: false
      }
    }
  }

  private mutating func refuse(_ node: ExportedProgram.Node) { refused.formUnion(node.outputs.compactMap { $0 }) }

  /// Says what a node's outputs are. An operation in place (`relu_`) changes what it reads, also for those that read it later.
  private mutating func give(_ node: ExportedProgram.Node, _ outputs: [Int?]) {
    for (name, index) in zip(node.outputs, outputs) {
      guard let name else { continue }
      if let index { indices[name] = index } else { refused.insert(name) }
    }
    if node.operation.hasSuffix("_"), let index = outputs.first.flatMap({ $0 }),
      case .tensor(let name)? = node.arguments["self"] ?? node.arguments["input"]
    {
      indices[name] = index
    }
  }

  /// A node that is nothing here, since the layer behind or before it does its work.
  private mutating func passOn(_ node: ExportedProgram.Node) -> Bool {
    let pairs = maxima.paddings[current]
    guard pairs != nil || turned.permutations.contains(current), let index = input(PyTorchCall(node)) else {
      return false
    }
    give(node, [index])
    if let pairs, let output = node.outputs.first.flatMap({ $0 }) { surroundings[output] = pairs }
    return true
  }

  /// A parameter with its axes in another order, as a decomposed linear layer multiplies by, or with other sizes, as a factor for each
  /// channel.
  private mutating func viewParameter(_ node: ExportedProgram.Node) -> Bool {
    guard case .tensor(let name)? = node.arguments["self"], let numbers = parameters[name],
      let output = node.outputs.first.flatMap({ $0 })
    else { return false }
    let axes = Array(numbers.shape.indices)
    let call = PyTorchCall(node)
    switch node.operation {
    case "aten.t" where axes.count == 2: parameters[output] = numbers.permuted([1, 0])
    case "aten.transpose":
      guard let a = call.axis("dim0", of: axes.count), let b = call.axis("dim1", of: axes.count) else { return false }
      var order = axes
      order.swapAt(a, b)
      parameters[output] = numbers.permuted(order)
    case "aten.permute":
      let order = call.integers("dims").map { $0 < 0 ? $0 + axes.count : $0 }
      guard order.sorted() == axes else { return false }
      parameters[output] = numbers.permuted(order)
    case "aten.view", "aten.reshape", "aten._unsafe_view":
      guard let sizes = call.wholeSizes(of: numbers.count), let view = numbers.reshaped(sizes) else { return false }
      parameters[output] = view
    case "aten.alias", "aten.detach", "aten.clone", "aten.contiguous", "aten.lift_fresh_copy":
      parameters[output] = numbers
    default: return false
    }
    return true
  }

  // MARK: - For the operations

  func index(_ name: String) -> Int? { indices[name] }

  /// Whether the current node normalizes channels that were put last for it.
  var normalizesChannels: Bool { turned.normalizations.contains(current) }

  /// Whether all that read what the current node gives join it with a tensor of its full size, number by number.
  var isExpandedByReaders: Bool {
    guard let output = program.nodes[current].outputs.first.flatMap({ $0 }), let sizes = program.values[output]?.sizes,
      !sizes.contains(nil), let all = readers.readers(of: output)
    else { return false }
    return all.allSatisfy { reader in
      let node = program.nodes[reader]
      guard Self.joins.contains(node.operation), case .tensor(let a)? = node.arguments["self"],
        case .tensor(let b)? = node.arguments["other"]
      else { return false }
      return program.values[a == output ? b : a]?.sizes == sizes && a != b
    }
  }

  private static let joins: Set = ["aten.mul", "aten.add", "aten.sub", "aten.div", "aten.mul_", "aten.add_"]

  /// What padding left to a max pooling that reads a tensor.
  func surroundings(_ name: String) -> [WindowArguments.Padding.Pair]? { surroundings[name] }

  func parameter(_ name: String) -> ParameterNumbers? { parameters[name] }

  func dimensions(of index: Int) -> [Int] { assembly.shape(of: index).dimensions }

  /// Adds what the current node computes.
  ///
  /// - Parameters:
  ///   - parameter: one of its parameters, by whose owner it is called.
  ///   - suffix: behind the name where it takes several operations; empty for the last one.
  mutating func add(
    _ kind: any LayerKind, of parameter: ParameterNumbers? = nil, suffix: String = "", reading inputs: [Int]
  ) -> Int? {
    let name = names.name(of: current, parameter: parameter?.name)
    return assembly.add(
      kind, name: name.layer + suffix, module: name.module, reading: inputs, scope: names.scope(of: current))
  }

  mutating func fill(_ layer: Int, with numbers: ParameterNumbers?, as part: WeightTensor.Part) {
    if let numbers { assembly.fill(layer, part, with: numbers) }
  }

  /// Notes what is wrong with the current node.
  mutating func note(_ message: Phrase) {
    assembly.note(message, at: names.name(of: current, parameter: nil).layer)
  }

  /// Adds the current node as an operation that nobody described, of the size that the file states.
  mutating func addUnknown(_ node: ExportedProgram.Node) {
    var inputs: [Int] = []
    for (_, argument) in node.arguments.sorted(by: { $0.key < $1.key }) {
      switch argument {
      case .tensor(let name): if let index = indices[name] { inputs.append(index) }
      case .tensors(let names): inputs += names.compactMap { $0.flatMap { indices[$0] } }
      default: break
      }
    }
    let name = names.name(of: current, parameter: nil).layer
    guard !inputs.isEmpty else {
      assembly.note("'\(node.operation)' reads nothing that is known", at: name)
      return refuse(node)
    }
    var outputs: [Int?] = []
    for output in node.outputs {
      let sizes = output.flatMap { program.values[$0]?.sizes } ?? []
      let own = sizes.dropFirst().compactMap { $0 }
      guard sizes.count > 1, own.count == sizes.count - 1, sizes[0] == batch || sizes[0] == nil else {
        assembly.note(
          "nothing is known of '\(node.operation)', and what it gives is no batch of a stated size", at: name)
        outputs.append(nil)
        continue
      }
      outputs.append(
        assembly.addUnknown(
          node.operation, name: name, reading: inputs, dimensions: own, scope: names.scope(of: current)))
    }
    give(node, outputs)
  }

  /// The current node as an operation that nobody described, where a known one has arguments that are not.
  mutating func unknown(_ call: PyTorchCall) -> [Int?] {
    addUnknown(call.node)
    return call.node.outputs.map { $0.flatMap { indices[$0] } }
  }
}
