import Architecture
import PlainText
import TensorFiles
import Weights

/// Walks through a model's configuration, call by call, and adds the network's layers.
///
/// A model inside is walked in its place, as a scope. A layer that is called twice is two layers with the same weights.
struct KerasGraph {
  var graph: GraphAssembly
  private let model: KerasModel
  private let weights: (any KerasWeights)?
  private let options: ImportOptions
  private let isKeras3: Bool
  /// Names that layers of the configuration have: what is added beside them takes none of these.
  private var names: [String: Int] = [:]
  /// Whether maps are H×W×C; nil where no layer says where the channels are.
  private let isChannelsLast: Bool?
  /// Names of layers that are called more than once.
  private var shared: [String] = []
  /// How often a model inside was walked, by its path.
  private var scopes: [String: Int] = [:]
  /// Calls so far: models that are called several times inside of each other multiply.
  private var calls = 0
  private static let mostCalls = 20_000

  init(
    _ model: KerasModel, weights: (any KerasWeights)?, graph: GraphAssembly, options: ImportOptions, isKeras3: Bool
  ) {
    self.model = model
    self.weights = weights
    self.graph = graph
    self.options = options
    self.isKeras3 = isKeras3
    isChannelsLast = KerasGraph.dataFormat(of: model).map { $0 != "channels_first" }
    count(model)
  }

  /// Reads the whole model.
  mutating func run() {
    let references = model.inputs.isEmpty ? model.layers.filter(\.isInput).map(KerasGraph.reference) : model.inputs
    var inputs: [KerasValue?] = []
    for (number, reference) in references.enumerated() { inputs.append(input(reference, number)) }
    let outputs = walk(model, inputs: inputs, path: [], scope: [])
    for case let output? in outputs { graph.output(output.layer) }
    if !shared.isEmpty {
      let list = shared.prefix(5).joined(separator: ", ") + (shared.count > 5 ? " …" : "")
      graph.remarks.append(
        "layers that are called several times are counted at each call, weights included: \(list)")
    }
  }

  // MARK: - Names

  private static func reference(_ layer: KerasModel.KerasLayer) -> KerasCall.Reference {
    KerasCall.Reference(layer: layer.name, node: 0, tensor: 0, shape: nil)
  }

  private mutating func count(_ model: KerasModel) {
    for layer in model.layers {
      if let inner = layer.model { count(inner) } else { names[layer.name, default: 0] += 1 }
    }
  }

  /// A name that no layer of the configuration has.
  func free(_ name: String) -> String {
    var result = name
    while names[result] != nil { result += "_" }
    return result
  }

  /// A name for a model inside, which no call of it had before.
  private mutating func freeScope(_ name: String) -> String {
    let number = scopes[name, default: 0] + 1
    scopes[name] = number
    return number == 1 ? name : "\(name)_\(number)"
  }

  /// Where the first layer that works on maps has the channels.
  private static func dataFormat(of model: KerasModel) -> String? {
    for layer in model.layers {
      if let inner = layer.model {
        if let format = dataFormat(of: inner) { return format }
      } else if layer.className != "Flatten", let format = KerasArguments(config: layer.config).dataFormat {
        return format
      }
    }
    return nil
  }

  // MARK: - Inputs

  private mutating func input(_ reference: KerasCall.Reference, _ number: Int) -> KerasValue? {
    guard let layer = model.layers.first(where: { $0.name == reference.layer }) else {
      graph.note("the model's input is not among its layers", at: reference.layer)
      return nil
    }
    let stated = layer.config["batch_shape"] ?? layer.config["batch_input_shape"]
    guard var sizes = stated?.sizesAfterBatch, !sizes.isEmpty else {
      graph.note("the sizes of the input are not stated: build the model before it is saved", at: layer.name)
      return nil
    }
    let isLast = isChannelsLast(sizes)
    if isLast { sizes = [sizes[sizes.count - 1]] + sizes.dropLast() }
    if let given = KerasGraph.filled(sizes, options.input, isFirst: number == 0) { sizes = given }
    guard !sizes.contains(-1) else {
      let text = sizes.map { $0 == -1 ? "?" : String($0) }.joined(separator: "×")
      graph.note("the input is \(text): --input gives the sizes that are open", at: layer.name)
      return nil
    }
    return graph.input(sizes, name: layer.name).map { KerasValue($0, isLast ? .channelsLast : .native) }
  }

  /// Whether a value of Keras has its channels last: signals where a layer says so, maps where none says otherwise.
  private func isChannelsLast(_ sizes: [Int]) -> Bool {
    isChannelsLast.map { $0 && sizes.count > 1 } ?? (sizes.count > 2)
  }

  /// The sizes with those that the user gives: all of them, or one for each side of a picture.
  private static func filled(_ sizes: [Int], _ given: [Int], isFirst: Bool) -> [Int]? {
    guard isFirst || sizes.contains(-1) else { return nil }
    if given.count == sizes.count { return given }
    guard given.count == 1 else { return nil }
    return [sizes[0]] + sizes.dropFirst().map { _ in given[0] }
  }

  // MARK: - Layers

  /// A call that waits for what it reads.
  private struct Node: Hashable {
    let layer: Int
    let call: Int
  }

  /// Adds the layers of a model.
  ///
  /// - Parameters:
  ///   - inputs: what arrives at its inputs; nil where that could not be read.
  ///   - path: the models that it is in, and itself, without the outermost.
  /// - Returns: its outputs.
  private mutating func walk(
    _ model: KerasModel, inputs: [KerasValue?], path: [KerasWeightPath.Step], scope: [EnclosingModule]
  ) -> [KerasValue?] {
    let indices = Dictionary(
      model.layers.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    let references = model.inputs.isEmpty ? model.layers.filter(\.isInput).map(KerasGraph.reference) : model.inputs
    var values: [Node: [KerasValue?]] = [:]
    for (reference, value) in zip(references, inputs) {
      if let layer = indices[reference.layer] { values[Node(layer: layer, call: 0)] = [value] }
    }
    let shifts = KerasGraph.shifts(in: model)
    let shapes = KerasGraph.statedShapes(in: model)
    let steps = KerasWeightPath.steps(of: model)

    func node(_ reference: KerasCall.Reference) -> Node? {
      guard let layer = indices[reference.layer] else { return nil }
      return Node(layer: layer, call: reference.node - (shifts[reference.layer] ?? 0))
    }

    // Each call after what it reads, else in the order of the list, without recursion however long the chain.
    var isOpen: Set<Node> = []
    for (index, layer) in model.layers.enumerated() {
      for number in layer.calls.indices {
        var stack = [Node(layer: index, call: number)]
        while let next = stack.last {
          if values[next] != nil {
            stack.removeLast()
            continue
          }
          let layer = model.layers[next.layer]
          guard layer.calls.indices.contains(next.call) else {
            graph.note("call \(next.call) of it is read, and there is none", at: layer.name)
            values[next] = [nil]
            stack.removeLast()
            continue
          }
          let call = layer.calls[next.call]
          let needed = call.tensors.map(node)
          let missing = needed.compactMap { $0 }.filter { values[$0] == nil }
          if missing.isEmpty || !isOpen.insert(next).inserted {
            if !missing.isEmpty { graph.note("it reads its own output", at: layer.name) }
            var arriving: [KerasValue?] = []
            for (reference, node) in zip(call.tensors, needed) {
              if node == nil { graph.note("reads '\(reference.layer)', which is no layer", at: layer.name) }
              let outputs = node.flatMap { values[$0] } ?? [nil]
              arriving.append(outputs.indices.contains(reference.tensor) ? outputs[reference.tensor] : nil)
            }
            values[next] = add(
              layer, call, arriving, path: path + [steps[next.layer]], scope: scope,
              stated: shapes[KerasCall.Reference(layer: layer.name, node: next.call, tensor: 0, shape: nil)],
              isFirst: next.call == 0)
            stack.removeLast()
          } else {
            stack += missing.reversed()
          }
        }
      }
    }
    var outputs: [KerasValue?] = []
    for reference in model.outputs {
      let found = node(reference).flatMap { values[$0] } ?? []
      if !found.indices.contains(reference.tensor) {
        graph.note("an output of '\(model.name)' that is not there", at: reference.layer)
      }
      outputs.append(found.indices.contains(reference.tensor) ? found[reference.tensor] : nil)
    }
    return outputs
  }

  /// By how much calls of a model inside are counted too high: a Functional's own creation is its call 0.
  private static func shifts(in model: KerasModel) -> [String: Int] {
    let models = Dictionary(
      model.layers.filter { $0.model != nil }.map { ($0.name, $0.calls.count) }, uniquingKeysWith: { first, _ in first }
    )
    var shifts: [String: Int] = [:]
    let references = model.layers.flatMap { $0.calls.flatMap(\.tensors) } + model.outputs
    for reference in references where models[reference.layer] == reference.node { shifts[reference.layer] = 1 }
    return shifts
  }

  /// The sizes of calls' outputs where their readers state them.
  private static func statedShapes(in model: KerasModel) -> [KerasCall.Reference: [Int]] {
    var shapes: [KerasCall.Reference: [Int]] = [:]
    for reference in model.layers.flatMap({ $0.calls.flatMap(\.tensors) }) {
      guard let shape = reference.shape else { continue }
      shapes[.init(layer: reference.layer, node: reference.node, tensor: reference.tensor, shape: nil)] = shape
    }
    return shapes
  }

  /// Adds the layers of a call.
  ///
  /// - Returns: its outputs, nil for what could not be read: what reads that is passed over, since the reason was noted.
  private mutating func add(
    _ layer: KerasModel.KerasLayer, _ call: KerasCall, _ arriving: [KerasValue?], path: [KerasWeightPath.Step],
    scope: [EnclosingModule], stated: [Int]?, isFirst: Bool
  ) -> [KerasValue?] {
    calls += 1
    guard calls <= KerasGraph.mostCalls else {
      if calls == KerasGraph.mostCalls + 1 {
        graph.note("the model has more than \(KerasGraph.mostCalls) calls of layers")
      }
      return [nil]
    }
    if !isFirst, !shared.contains(layer.name) { shared.append(layer.name) }
    if let model = layer.model {
      let name = path.map(\.name).joined(separator: "/")
      let module = EnclosingModule(name: freeScope(name), kind: layer.className)
      return walk(model, inputs: arriving, path: path, scope: scope + [module])
    }
    let inputs = arriving.compactMap { $0 }
    let isReadable = inputs.count == arriving.count
    let called = KerasFunctions.called(layer, call)
    guard let operation = KerasGraph.operation(of: called.className) else {
      return [unknown(layer, inputs: inputs, isReadable: isReadable, stated: stated, scope: scope)]
    }
    guard isReadable else { return [nil] }
    // A layer of the same name may be in another model.
    let name = names[layer.name, default: 1] > 1 ? path.map(\.name).joined(separator: "/") : layer.name
    do {
      let tensors = try weights?.tensors(of: KerasWeightPath(path))
      let operation = try operation(
        KerasOperation(
          layer: called, call: call, name: name, scope: scope, inputs: inputs, tensors: tensors, isKeras3: isKeras3),
        &self)
      return [operation]
    } catch {
      if !error.phrase.isEmpty { graph.note("\(layer.className): \(error.phrase)", at: layer.name) }
      return [nil]
    }
  }

  /// A layer that nobody described: a Lambda is refused, since it is code; another one stays unknown where its size is stated.
  private mutating func unknown(
    _ layer: KerasModel.KerasLayer, inputs: [KerasValue], isReadable: Bool, stated: [Int]?, scope: [EnclosingModule]
  ) -> KerasValue? {
    let what = layer.className + (layer.config["function"]?.text.map { " \($0)" } ?? "")
    if layer.className == "Lambda" {
      graph.note("a Lambda is Python code, which is never run: say it with layers", at: layer.name)
      return nil
    }
    guard let stated, !stated.isEmpty, !stated.contains(-1) else {
      graph.note("nothing is known of the layer class '\(what)', and the file does not state its size", at: layer.name)
      return nil
    }
    guard isReadable else {
      graph.note("nothing is known of the layer class '\(what)'", at: layer.name)
      return nil
    }
    let isLast = isChannelsLast(stated)
    let dimensions = isLast ? [stated[stated.count - 1]] + stated.dropLast() : stated
    let index = graph.addUnknown(
      what, name: layer.name, reading: inputs.map(\.layer), dimensions: dimensions, scope: scope)
    return index.map { KerasValue($0, isLast ? .channelsLast : .native) }
  }
}
