import PlainText
internal import SwiftProtobuf
import TensorFiles

/// The graph of an ONNX file: its nodes in an order in which each follows what it reads, and its constants.
struct ONNXGraph {
  let producer: String
  /// In order, those that no output depends on left out.
  private(set) var nodes: [ONNXNode] = []
  private(set) var constants: [String: ONNXTensor] = [:]
  /// What the user gives, initializers not among them.
  private(set) var inputs: [Value] = []
  private(set) var outputs: [String] = []
  /// Values that nodes read, or that are outputs.
  private(set) var read: Set<String> = []
  /// Sizes that the file states, by value.
  private(set) var stated: [String: [Dimension]] = [:]
  /// The version of ONNX's own operators.
  private(set) var opset = 1
  private(set) var files: ExternalFiles

  struct Value {
    let name: String
    let dimensions: [Dimension]
  }

  enum Dimension: Hashable {
    case size(Int)
    /// Open, under a name or none.
    case open(String)
  }

  /// - Throws: `FormatError` where the file is damaged; what is wrong with its nodes is `problems`.
  init(_ file: some ByteSource & Sendable, path: String, problems: inout [ImportError.Problem]) throws(FormatError) {
    let bytes = try ONNXScanner.message(of: file)
    let model: Onnx_ModelProto
    do {
      model = try Onnx_ModelProto(serializedBytes: bytes)
    } catch {
      throw FormatError(.onnxMessage, "its messages cannot be decoded: \(error)")
    }
    guard model.hasGraph else { throw FormatError(.onnxMessage, "there is no graph in it") }
    guard model.irVersion >= 3 else {
      throw FormatError(.onnxVersion, "a file of version \(model.irVersion) of ONNX's format; 3 and later are read")
    }
    guard !model.opsetImport.isEmpty else {
      throw FormatError(.onnxVersion, "the file does not say of which version its operators are")
    }
    producer = model.producerName
    files = ExternalFiles(file, path: path)
    var opsets: [String: Int] = [:]
    for entry in model.opsetImport {
      opsets[entry.domain == "ai.onnx" ? "" : entry.domain] = Int(entry.version)
    }
    opset = opsets[""] ?? 1
    for tensor in model.graph.initializer { constants[tensor.name] = try ONNXTensor(tensor, files: &files) }
    for value in model.graph.input + model.graph.output + model.graph.valueInfo where value.type.hasTensorType {
      stated[value.name] = Self.dimensions(value)
    }
    inputs = model.graph.input.filter { constants[$0.name] == nil }.map {
      Value(name: $0.name, dimensions: Self.dimensions($0))
    }
    outputs = model.graph.output.map(\.name)
    var all: [ONNXNode] = []
    for message in model.graph.node {
      let output = message.output.first { !$0.isEmpty } ?? ""
      let name = !message.name.isEmpty ? message.name : output.isEmpty ? message.opType : output
      all.append(try ONNXNode(message, name: name, opsets: opsets, files: &files))
    }
    nodes = ordered(all, &problems)
    read = Set(nodes.flatMap(\.inputs) + outputs)
    readConstants()
  }

  private static func dimensions(_ value: Onnx_ValueInfoProto) -> [Dimension] {
    value.type.tensorType.shape.dim.map { dimension in
      dimension.hasDimValue && dimension.dimValue > 0
        ? .size(Int(dimension.dimValue)) : .open(dimension.dimParam.isEmpty ? "?" : dimension.dimParam)
    }
  }

  /// The nodes that the outputs depend on, each after what it reads; nodes of a cycle are a problem.
  private func ordered(_ all: [ONNXNode], _ problems: inout [ImportError.Problem]) -> [ONNXNode] {
    var maker: [String: Int] = [:]
    for (index, node) in all.enumerated() {
      for output in node.outputs where !output.isEmpty {
        if maker.updateValue(index, forKey: output) != nil {
          problems.append(.init(at: node.name, "the value \(output.quoted) is made twice"))
        }
      }
    }
    enum Mark { case unseen, open, done }
    var marks = Array(repeating: Mark.unseen, count: all.count)
    var result: [Int] = []
    // Depth first with a stack of its own: a chain of many nodes is no deep recursion.
    for output in outputs {
      guard let root = maker[output], marks[root] == .unseen else { continue }
      var stack = [(node: root, input: 0)]
      marks[root] = .open
      while let (node, input) = stack.last {
        guard input < all[node].inputs.count else {
          marks[node] = .done
          result.append(node)
          stack.removeLast()
          continue
        }
        stack[stack.count - 1].input += 1
        guard let next = maker[all[node].inputs[input]] else { continue }
        switch marks[next] {
        case .done: break
        case .open:
          problems.append(.init(at: all[next].name, "depends on itself"))
          return []
        case .unseen:
          marks[next] = .open
          stack.append((next, 0))
        }
      }
    }
    // The file's own order, where it is one; depth first puts branches one after the other.
    let places = result.sorted()
    let isSorted = places.allSatisfy { node in
      all[node].inputs.allSatisfy { maker[$0].map { $0 < node } ?? true }
    }
    return (isSorted ? places : result).map { all[$0] }
  }

  /// The tensors that Constant nodes hold.
  private mutating func readConstants() {
    for node in nodes where node.operation == "Constant" {
      guard let name = node.outputs.first else { continue }
      if let tensor = node.tensor("value") {
        constants[name] = tensor
      } else if let number = node.integer("value_int") {
        constants[name] = ONNXTensor(name: name, shape: [], type: .int64, .integers([number]))
      } else if let list = node.integers("value_ints") {
        constants[name] = ONNXTensor(name: name, list)
      } else if let number = node.number("value_float") {
        constants[name] = ONNXTensor(name: name, shape: [], type: .float32, .numbers([number]))
      } else if let list = node.numbers("value_floats") {
        constants[name] = ONNXTensor(name: name, list)
      }
    }
    nodes.removeAll { $0.operation == "Constant" && $0.outputs.first.map { constants[$0] != nil } ?? true }
  }
}
