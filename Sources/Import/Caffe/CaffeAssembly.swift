import Architecture
import PlainText

/// Builds the network of a file of Caffe: its inputs, then its layers in the file's order.
struct CaffeAssembly {
  var assembly: GraphAssembly
  let network: CaffeNetwork
  let graph: CaffeGraph
  /// Images that are read at a time, where the file states it: the first axis of everything.
  private(set) var batch: Int?
  private var indices: [CaffeGraph.Value: Int] = [:]
  private let scopes: CaffeScopes
  /// The layer that is being built.
  private var current = 0
  /// The losses of which a layer is kept.
  private var built: Set<Int> = []

  /// - Parameters:
  ///   - layers: those of a phase.
  ///   - shapes: sizes of the blobs of each layer, where weights are known.
  init(
    _ assembly: GraphAssembly, _ network: CaffeNetwork, layers: [CaffeLayerParameter], options: ImportOptions,
    shapes: [String: [[Int]]]
  ) {
    self.assembly = assembly
    self.network = network
    graph = CaffeGraph(network, layers: layers)
    scopes = CaffeScopes(of: graph)
    addInputs(options, shapes)
    for index in layers.indices {
      current = index
      build(index)
    }
    addRemarks()
  }

  // MARK: - Inputs

  private mutating func addInputs(_ options: ImportOptions, _ shapes: [String: [[Int]]]) {
    for (top, input) in network.inputs.enumerated() {
      add(
        CaffeInputSize(stated: input.sizes), of: CaffeGraph.Value(layer: -1, top: top), named: input.name, options,
        shapes)
    }
    for (index, layer) in graph.layers.enumerated() {
      guard isData(index) else { continue }
      for (top, name) in layer.top.enumerated() {
        add(
          CaffeInputSize(of: layer, top: top), of: CaffeGraph.Value(layer: index, top: top), named: name, options,
          shapes)
      }
    }
  }

  /// A layer that reads data from elsewhere; one of Python reads nothing else.
  private func isData(_ index: Int) -> Bool {
    if case .data = graph.roles[index] { return true }
    return graph.layers[index].bottom.isEmpty && graph.layers[index].type == "Python"
  }

  private mutating func add(
    _ stated: CaffeInputSize, of value: CaffeGraph.Value, named name: String, _ options: ImportOptions,
    _ shapes: [String: [[Int]]]
  ) {
    guard graph.used.contains(value) else { return }
    var size = stated
    if size.dimensions == nil {
      if size.channels == nil { size.channels = channels(readFrom: value, shapes) }
      switch options.input.count {
      case 0: break
      case 1: size.extent = size.extent ?? [options.input[0], options.input[0]]
      default: size.extent = Array(options.input.dropFirst())
      }
      if options.input.count > 1 { size.channels = options.input[0] }
      if size.channels == nil, size.extent != nil, options.input.isEmpty {
        size.channels = 3
        assembly.remarks.append("\(name): the file states the size of its images and not their channels: read as 3")
      }
    }
    guard let dimensions = size.dimensions else {
      let known = size.channels.map { "\($0)x" } ?? "3x"
      return assembly.note(
        "the file does not state the size of its images: give it, as in --input \(known)32x32", at: name)
    }
    if batch == nil { batch = size.batch }
    indices[value] = assembly.input(dimensions, name: name)
  }

  /// The channels that the weights of a convolution were made for which reads the images themselves.
  private func channels(readFrom value: CaffeGraph.Value, _ shapes: [String: [[Int]]]) -> Int? {
    for (index, layer) in graph.layers.enumerated() where layer.type == "Convolution" {
      guard graph.reads[index].first == value, let shape = shapes[layer.name]?.first, shape.count == 4 else { continue }
      return shape[1].multipliedReportingOverflow(by: Int(layer.convolutionParam.group)).partialValue
    }
    return nil
  }

  // MARK: - Layers

  private mutating func build(_ index: Int) {
    let layer = graph.layers[index]
    for (bottom, value) in zip(layer.bottom, graph.reads[index]) where value == nil && !graph.roles[index].isLeftOut {
      assembly.note("reads '\(bottom)', which no layer gives", at: layer.name)
    }
    let inputs = graph.reads[index].compactMap { $0.flatMap { indices[$0] } }
    switch graph.roles[index] {
    case .data, .silence, .measure: return
    case .split:
      for top in layer.top.indices { indices[CaffeGraph.Value(layer: index, top: top)] = inputs.first }
    case .loss(let activation):
      if let activation { addActivation(activation, of: index) }
    case .compute:
      // What was refused is no input of further layers, which say nothing more of it.
      guard graph.purposes[index] != .nothing, inputs.count == layer.bottom.count, !isData(index) else { return }
      let outputs = CaffeOperations.build(layer, inputs, &self)
      for (top, output) in outputs.enumerated() { indices[CaffeGraph.Value(layer: index, top: top)] = output }
    }
  }

  /// The softmax of a softmax loss, or the sigmoid of a cross-entropy, where no layer of the network reads the prediction.
  private mutating func addActivation(_ activation: CaffeRole.CaffeActivation, of index: Int) {
    guard let value = graph.reads[index].first.flatMap({ $0 }), !graph.read.contains(value), let input = indices[value]
    else { return }
    built.insert(index)
    switch activation {
    case .softmax:
      guard let axis = axis(Int(graph.layers[index].softmaxParam.axis), of: input) else { return }
      _ = add(Softmax(axis: axis), reading: [input])
    case .sigmoid: _ = add(Sigmoid(), reading: [input])
    }
  }

  private mutating func addRemarks() {
    var left: [String] = []
    var activations: [String] = []
    var owners: [String: String] = [:]
    for (index, layer) in graph.layers.enumerated() {
      switch graph.roles[index] {
      case .loss, .measure: if built.contains(index) { activations.append(layer.name) } else { left.append(layer.name) }
      case .compute where graph.purposes[index] == .nothing && !isData(index): left.append(layer.name)
      default: break
      }
      for name in layer.param.map(\.name) where !name.isEmpty {
        if let owner = owners[name] {
          let remark: Phrase = "\(layer.name) shares weights with \(owner): each counts its own here"
          if assembly.remarks.last != remark { assembly.remarks.append(remark) }
        } else {
          owners[name] = layer.name
        }
      }
    }
    if !left.isEmpty { assembly.remarks.append("without what only trains or measures: \(Self.list(left))") }
    if !activations.isEmpty {
      assembly.remarks.append("of a loss only its softmax or sigmoid: \(Self.list(activations))")
    }
  }

  private static func list(_ names: [String]) -> String {
    names.prefix(8).joined(separator: ", ") + (names.count > 8 ? " and \(names.count - 8) more" : "")
  }

  // MARK: - For the operations

  /// Adds what the current layer computes.
  ///
  /// - Parameter suffix: behind the layer's name where it takes several operations; empty for the last one.
  mutating func add(_ kind: any LayerKind, suffix: String = "", reading inputs: [Int]) -> Int? {
    let name = graph.layers[current].name + suffix
    return assembly.add(kind, name: name, module: name, reading: inputs, scope: scopes[current])
  }

  /// Adds an operation that nobody described, whose size is known.
  mutating func addUnknown(_ operation: String, reading inputs: [Int], dimensions: [Int], stated: [Attribute] = [])
    -> Int?
  {
    assembly.addUnknown(
      operation, name: graph.layers[current].name, reading: inputs, dimensions: dimensions, stated: stated,
      scope: scopes[current])
  }

  /// Notes what is wrong with the current layer.
  mutating func note(_ message: Phrase) { assembly.note(message, at: graph.layers[current].name) }

  func dimensions(of index: Int) -> [Int] { assembly.shape(of: index).dimensions }

  /// An axis of Caffe, which counts the batch and from the end below 0, as one of a shape without the batch. Notes where it
  /// is the batch or none.
  mutating func axis(_ axis: Int, of index: Int) -> Int? {
    let count = dimensions(of: index).count
    let own = axis < 0 ? axis + count : axis - 1
    guard axis != Int.min, (0..<count).contains(own) else {
      note(own == -1 ? "works on the axis of the batch" : "has no axis \(axis): it reads \(assembly.shape(of: index))")
      return nil
    }
    return own
  }
}
