import Architecture
import PlainText

/// What an operation reads of its node.
extension GraphReader {
  /// An input of a node; nil where it is left out.
  func value(_ node: ONNXNode, _ index: Int) -> ONNXValue? {
    index < node.inputs.count && !node.inputs[index].isEmpty ? values[node.inputs[index]] : nil
  }

  /// An input that is a constant; nil where it is left out.
  ///
  /// - Throws: `NodeError.noKind` where it depends on the input.
  func constant(_ node: ONNXNode, _ index: Int) throws(NodeError) -> ONNXTensor? {
    switch value(node, index) {
    case .constant(let tensor): return tensor
    case .activation: throw .noKind(dimensions: [])
    case .failed, nil: return nil
    }
  }

  /// An input that has to be a constant.
  func needed(_ node: ONNXNode, _ index: Int) throws(NodeError) -> ONNXTensor {
    guard let tensor = try constant(node, index) else { throw .wrong("lacks its input \(index)") }
    return tensor
  }

  /// An input that has to depend on the network's.
  ///
  /// - Throws: `NodeError.noKind` for a constant.
  func activation(_ node: ONNXNode, _ index: Int) throws(NodeError) -> ONNXActivation {
    switch value(node, index) {
    case .activation(let value): return value
    case .constant: throw .noKind(dimensions: [])
    case .failed, nil: throw .wrong("lacks its input \(index)")
    }
  }

  /// Whether any output from one on is read.
  func isRead(_ node: ONNXNode, from first: Int) -> Bool {
    node.outputs.dropFirst(first).contains { graph.read.contains($0) }
  }

  /// A list of whole numbers, as an input or, in older versions, as an attribute; nil where neither is there.
  mutating func list(_ node: ONNXNode, _ index: Int, _ attribute: String) throws(NodeError) -> [Int]? {
    if let tensor = try constant(node, index) { return try constants.integers(tensor) }
    return node.integers(attribute)
  }

  /// A single number of an input; nil where it is left out.
  ///
  /// - Throws: where there are several, of which none may be taken for all.
  mutating func number(_ node: ONNXNode, _ index: Int) throws(NodeError) -> Double? {
    guard let tensor = try constant(node, index) else { return nil }
    guard tensor.count == 1 else {
      throw .wrong("has \(Folding.text(tensor.shape)) numbers as its input \(index), where one is meant")
    }
    let number = try constants.numbers(tensor).first
    return tensor.type == .float32 ? number.map { shortest(Float($0)) } : number
  }
}
