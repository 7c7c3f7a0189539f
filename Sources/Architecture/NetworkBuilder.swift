import PlainText

/// Builds a network layer by layer: the only way to one.
///
/// ```swift
/// var builder = NetworkBuilder(named: "tiny")
/// let image = try builder.input(Shape(channels: 3, extent: [32, 32]))
/// let conv = try builder.add(Convolution(channels: 8, window: WindowArguments(kernel: [3])), name: "conv", reading: [image])
/// let relu = try builder.add(ReLU(), name: "relu", reading: [conv])
/// let network = try builder.network()
/// ```
///
/// A layer that does not fit is refused and leaves the builder as it was, so that all that is wrong with a network can be
/// found in one pass.
public struct NetworkBuilder: Sendable {
  public var model: Model
  private var layers: [Layer] = []
  private var inputCount = 0
  private var indices: [String: Int] = [:]
  private var marked: [Int] = []
  private var totals = NetworkTotals()
  /// Set where a layer made the network too large: past it nothing is added up.
  private var excess: BuildError?

  public init(_ model: Model) { self.model = model }

  /// A network that is no one's but its author's.
  public init(named name: String) { self.init(Model(name: name)) }

  /// Adds an input: an image, a signal or a vector. Inputs come before all layers.
  ///
  /// - Returns: its index.
  /// - Throws: `BuildError`.
  @discardableResult
  public mutating func input(_ shape: Shape, name: String = "input") throws(BuildError) -> Int {
    try add(Input(shape: shape), name: name, reading: [])
  }

  /// Adds a layer; one of a kind that reads nothing is an input.
  ///
  /// - Parameters:
  ///   - name: unique in the network.
  ///   - module: the module of the reference implementation that computes it; nil for a function call.
  ///   - inputs: indices of what it reads.
  ///   - scope: the modules that it is part of, outermost first.
  /// - Returns: its index.
  /// - Throws: `BuildError`.
  @discardableResult
  public mutating func add(
    _ kind: any LayerKind, name: String, module: String? = nil, reading inputs: [Int], scope: [EnclosingModule] = []
  ) throws(BuildError) -> Int {
    guard layers.count < Limits.layers else { throw .tooManyLayers }
    guard indices[name] == nil else { throw .duplicateName(name) }
    guard inputs.allSatisfy({ layers.indices.contains($0) }) else { throw .missingInput(layer: name) }
    let arity = type(of: kind).arity
    switch arity {
    case .none where !inputs.isEmpty, .one where inputs.count != 1, .many where inputs.isEmpty:
      throw .inputCount(layer: name, inputs.count)
    case .two where inputs.count != 2:
      throw .size(layer: name, .branchCount(inputs.count, needed: 2))
    case .none where layers.count != inputCount: throw .inputAfterLayers(name)
    default: break
    }
    if !scope.contains(where: \.isAuxiliary) {
      for input in inputs {
        if let auxiliary = layers[input].auxiliary { throw .readsAuxiliary(layer: name, auxiliary) }
      }
    }
    do {
      try check(kind.attributes, of: kind)
      let layer = try Layer(
        name: name, module: module, kind: kind, inputs: inputs, scope: scope,
        inputShapes: inputs.map { layers[$0].shape })
      try totals.add(layer)
      indices[name] = layers.count
      layers.append(layer)
      if arity == .none { inputCount += 1 }
    } catch {
      if case .networkTooLarge = error { excess = .size(layer: name, error) }
      throw .size(layer: name, error)
    }
    return layers.count - 1
  }

  /// Infinite and undefined numbers are in no argument; what a file says of an operation that nobody described stays as it is.
  private func check(_ attributes: [Attribute], of kind: any LayerKind) throws(SizeError) {
    guard kind.family != .unknown else { return }
    for attribute in attributes {
      switch attribute.value {
      case .number(let number) where !number.isFinite: throw .notFinite(argument: attribute.name)
      case .numbers(let numbers) where !numbers.allSatisfy(\.isFinite): throw .notFinite(argument: attribute.name)
      default: break
      }
    }
  }

  /// Says that a layer's output is a result of the network, also where other layers read it.
  ///
  /// - Throws: `BuildError` where there is no such layer.
  public mutating func output(_ index: Int) throws(BuildError) {
    guard layers.indices.contains(index) else { throw .missingInput(layer: "output") }
    if !marked.contains(index) { marked.append(index) }
  }

  /// The size of a layer's output.
  public func shape(of index: Int) -> Shape { layers[index].shape }

  /// The index of the layer of that name; nil where there is none.
  public func index(of name: String) -> Int? { indices[name] }

  /// The network, auxiliary classifiers included.
  ///
  /// - Throws: `BuildError` where it has no input or nothing but inputs, or where a layer was refused because the network
  ///   grew too large.
  public func network() throws(BuildError) -> Network {
    if let excess { throw excess }
    guard inputCount > 0 else { throw .noInput }
    guard layers.count > inputCount else { throw .noLayers }
    return Network(model: model, layers: layers, inputCount: inputCount, marked: marked.sorted(), mode: .training)
  }
}

/// Why a layer or a network is refused.
public enum BuildError: PhrasedError, Hashable, Sendable {
  /// It does not fit what it reads.
  case size(layer: String, SizeError)
  case duplicateName(String)
  /// It reads what is not there.
  case missingInput(layer: String)
  /// It reads another number of inputs than its kind does.
  case inputCount(layer: String, Int)
  /// The main path reads an auxiliary classifier, which inference leaves out.
  case readsAuxiliary(layer: String, String)
  case inputAfterLayers(String)
  case tooManyLayers
  case noInput
  /// There are inputs alone.
  case noLayers
}

extension BuildError: CustomStringConvertible {
  /// One sentence.
  public var description: String { message }

  /// One sentence.
  public var phrase: Phrase {
    switch self {
    case .size(let layer, let error): "\(layer): \(error)"
    case .duplicateName(let name): "the name '\(name)' is given twice"
    case .missingInput(let layer): "\(layer) reads a layer that is not there"
    case .inputCount(let layer, let count): "\(layer) reads \(count) inputs"
    case .readsAuxiliary(let layer, let auxiliary):
      "\(layer) reads the auxiliary classifier '\(auxiliary)', which inference leaves out"
    case .inputAfterLayers(let name): "the input '\(name)' comes after layers"
    case .tooManyLayers: "the network has more than \(Limits.layers) layers"
    case .noInput: "the network has no input"
    case .noLayers: "the network has no layers"
    }
  }
}

extension NetworkBuilder {
  /// Layers one after the other as a network of their own: a part of another one, or a part with something changed.
  ///
  /// - Parameters:
  ///   - layers: names and kinds; the first reads the inputs, each further one the one before it.
  ///   - inputs: what arrives at the first layer: one size, or one for each branch of a joint.
  ///   - model: what the network is called in messages.
  /// - Throws: `BuildError` where a kind does not fit what arrives at it.
  public static func chain(
    _ layers: [(name: String, kind: any LayerKind)], on inputs: [Shape], of model: Model
  ) throws(BuildError) -> Network {
    var builder = NetworkBuilder(model)
    var current: [Int] = []
    for (number, shape) in inputs.enumerated() {
      current.append(try builder.input(shape, name: number == 0 ? "input" : "input\(number + 1)"))
    }
    for (name, kind) in layers { current = [try builder.add(kind, name: name, module: name, reading: current)] }
    return try builder.network().network(for: .inference)
  }
}
