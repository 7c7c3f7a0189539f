import Architecture
import PlainText
import TensorFiles

/// Makes drafts of layers from an ONNX graph, node by node. Sizes are known all along, so that what depends on sizes alone is
/// computed on the way.
struct GraphReader {
  typealias Operation = @Sendable (inout GraphReader, ONNXNode) throws(NodeError) -> [ONNXValue]

  /// How the first axis of the inputs is taken.
  enum Batch {
    /// It is the batch: one input at a time, whatever the file says.
    case first
    /// It is an axis as others are.
    case none
  }

  let graph: ONNXGraph
  let batch: Batch
  var constants: ConstantReader
  var drafts: [Draft] = []
  private(set) var inputNames: [String] = []
  private(set) var problems: [ImportError.Problem] = []
  private(set) var remarks: [Phrase] = []
  /// The drafts of the graph's outputs.
  private(set) var outputs: [Int] = []
  /// The size of the batch that the file fixes; 1 where it fixes none.
  private(set) var fixedBatch = 1
  var values: [String: ONNXValue] = [:]
  /// Index of the node that is being read.
  var node = 0

  init(_ graph: ONNXGraph, batch: Batch, options: ImportOptions) {
    self.graph = graph
    self.batch = batch
    constants = ConstantReader(graph.files.sources)
    for (name, tensor) in graph.constants { values[name] = .constant(tensor) }
    readInputs(options)
    guard problems.isEmpty else { return }
    for index in graph.nodes.indices {
      node = index
      read(graph.nodes[index])
    }
    for name in graph.outputs { readOutput(name) }
  }

  /// Notes what the user should know, once.
  mutating func remark(_ text: Phrase) {
    if !remarks.contains(text) { remarks.append(text) }
  }

  private mutating func readInputs(_ options: ImportOptions) {
    for (index, input) in graph.inputs.enumerated() {
      var dimensions: [Int] = []
      var open: [Phrase] = []
      let isBatched = batch == .first && input.dimensions.count > 1
      let axes = input.dimensions.count
      for (axis, dimension) in input.dimensions.enumerated() {
        switch dimension {
        case .size(let size):
          if axis == 0, isBatched, size != 1 { fixedBatch = size }
          dimensions.append(axis == 0 && isBatched ? 1 : size)
        case .open(let name):
          let given = index == 0 ? Self.given(options.input, axis: axis, of: axes) : nil
          if axis == 0, isBatched {
            dimensions.append(1)
          } else if let given {
            dimensions.append(given)
          } else {
            dimensions.append(1)
            open.append(name == "?" ? "axis \(axis)" : "'\(name)' (axis \(axis))")
          }
        }
      }
      guard open.isEmpty else {
        problems.append(
          .init(
            at: input.name,
            "the file leaves sizes of the input open, \(open); --input says them, as in "
              + "--input 3x224x224"))
        continue
      }
      do {
        let shape = try Shape(dimensions: ONNXActivation.sizes(dimensions, batch: isBatched ? 0 : nil))
        inputNames.append(input.name)
        drafts.append(Draft(kind: Input(shape: shape), inputs: [], shape: shape))
        values[input.name] = .activation(
          ONNXActivation(draft: drafts.count - 1, dimensions: dimensions, batch: isBatched ? 0 : nil))
      } catch {
        problems.append(.init(at: input.name, "\(error)"))
      }
    }
    if graph.inputs.isEmpty { problems.append(.init("the graph has no input")) }
    if fixedBatch != 1 { remark("the file is for \(fixedBatch) inputs at a time; here it takes one") }
  }

  /// The size that the user gives an axis: of C, H, W the ones after the batch, of one number those after the channels.
  private static func given(_ sizes: [Int], axis: Int, of axes: Int) -> Int? {
    if sizes.count == axes { return sizes[axis] }
    if sizes.count == axes - 1, axis > 0 { return sizes[axis - 1] }
    if sizes.count == axes - 2, axis > 1 { return sizes[axis - 2] }
    return sizes.count == 1 && axis > 1 ? sizes[0] : nil
  }

  private mutating func readOutput(_ name: String) {
    switch values[name] {
    case .activation(let value):
      var draft = value.draft
      // An input that is given back as it is: a layer has to stand there.
      if drafts[draft].kind is Input {
        let shape = drafts[draft].shape
        drafts.append(Draft(kind: Reshape(sizes: shape.dimensions), inputs: [draft], shape: shape))
        draft = drafts.count - 1
      }
      outputs.append(draft)
    case .constant: remark("the output \(name.quoted) does not depend on the input, and is left out")
    case .failed: break
    case nil: problems.append(.init(at: name, "the output \(name.quoted) is made by no node"))
    }
  }

  private mutating func read(_ node: ONNXNode) {
    do throws(NodeError) {
      for name in node.inputs where !name.isEmpty {
        switch values[name] {
        case nil: throw NodeError.wrong("reads \(name.quoted), which nothing makes")
        case .failed: throw NodeError.silent
        case .constant, .activation: continue
        }
      }
      let results = try results(of: node)
      for (name, value) in zip(node.outputs, results) where !name.isEmpty { values[name] = value }
      for name in node.outputs.dropFirst(results.count) where !name.isEmpty { values[name] = .failed }
    } catch {
      for name in node.outputs where !name.isEmpty { values[name] = .failed }
      switch error {
      case .wrong(let message): problems.append(.init(at: node.name, "\(node.operation) \(message)"))
      case .noKind(let dimensions): addUnknown(node, dimensions)
      case .silent: break
      }
    }
  }

  private mutating func results(of node: ONNXNode) throws(NodeError) -> [ONNXValue] {
    let inputs = node.inputs.map { values[$0].flatMap { if case .constant(let tensor) = $0 { tensor } else { nil } } }
    let isConstant = zip(node.inputs, inputs).allSatisfy { $0.isEmpty || $1 != nil }
    if isConstant, let fold = Folding.operations[node.operation] {
      let results = try fold(&constants, node, inputs)
      return zip(node.outputs, results).map { name, tensor in
        var tensor = tensor
        // What stays in the file keeps the name that it has there.
        if case .stored = tensor.storage {} else { tensor.name = name }
        return .constant(tensor)
      }
    }
    guard let operation = GraphReader.operations[node.operation] else { throw .noKind(dimensions: []) }
    return try operation(&self, node)
  }

  /// A layer for an operation without a kind, if its sizes are known.
  private mutating func addUnknown(_ node: ONNXNode, _ dimensions: [[Int]]) {
    let inputs = node.inputs.compactMap { name -> ONNXActivation? in
      if case .activation(let value) = values[name] { value } else { nil }
    }
    guard !inputs.isEmpty else {
      problems.append(
        .init(at: node.name, "nothing is known of the operation \(node.operation), which makes a constant"))
      return
    }
    for (index, name) in node.outputs.enumerated() where !name.isEmpty {
      guard let sizes = index < dimensions.count ? dimensions[index] : statedSizes(of: name) else {
        problems.append(
          .init(
            at: node.name,
            "nothing is known of the operation \(node.operation), and the file does not state the size of \(name.quoted)"
          ))
        continue
      }
      let batch = sizes.count > 1 && sizes[0] == 1 && inputs.contains { $0.batch != nil } ? 0 : nil
      do {
        let shape = try Shape(dimensions: ONNXActivation.sizes(sizes, batch: batch))
        drafts.append(
          Draft(
            kind: UnknownOperation(operation: node.operation, shape: shape), inputs: inputs.map(\.draft), shape: shape,
            node: self.node))
        values[name] = .activation(ONNXActivation(draft: drafts.count - 1, dimensions: sizes, batch: batch))
      } catch {
        problems.append(.init(at: node.name, "\(error)"))
      }
    }
  }

  /// Sizes that the file states for a value; nil where it leaves more open than the batch.
  private func statedSizes(of name: String) -> [Int]? {
    guard let stated = graph.stated[name] else { return nil }
    var sizes: [Int] = []
    for (axis, dimension) in stated.enumerated() {
      switch dimension {
      case .size(let size): sizes.append(axis == 0 && size == fixedBatch && batch == .first ? 1 : size)
      case .open: if axis == 0, batch == .first { sizes.append(1) } else { return nil }
      }
    }
    return sizes
  }
}
