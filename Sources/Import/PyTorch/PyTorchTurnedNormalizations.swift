/// Layer normalizations of channels that are put last for it and come back, as ConvNeXt's authors write them: over the channels of
/// each position.
struct PyTorchTurnedNormalizations {
  /// The normalizations, by their nodes' indices.
  private(set) var normalizations: Set<Int> = []
  /// The permutations around them, which are nothing then.
  private(set) var permutations: Set<Int> = []

  init(in program: ExportedProgram, _ readers: PyTorchReaders) {
    for (index, node) in program.nodes.enumerated() where node.operation == "aten.layer_norm" {
      guard case .tensor(let turned)? = node.arguments["input"], readers.onlyReader(of: turned) == index,
        let before = readers.producer(of: turned),
        let output = node.outputs.first.flatMap({ $0 }), let after = readers.onlyReader(of: output),
        PyTorchCall(node).integers("normalized_shape").count == 1,
        let there = Self.order(program.nodes[before]), let back = Self.order(program.nodes[after]),
        there.count == back.count, there.count > 2, there[there.count - 1] == 1,
        back.map({ there[$0] }) == Array(there.indices)
      else { continue }
      normalizations.insert(index)
      permutations.formUnion([before, after])
    }
  }

  /// The axes that a permutation puts in place of each; nil where a node is none.
  private static func order(_ node: ExportedProgram.Node) -> [Int]? {
    guard node.operation == "aten.permute" else { return nil }
    let dimensions = PyTorchCall(node).integers("dims")
    let order = dimensions.map { $0 < 0 ? $0 + dimensions.count : $0 }
    return order.sorted() == Array(order.indices) ? order : nil
  }
}
