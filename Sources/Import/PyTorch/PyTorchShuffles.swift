/// Channel shuffles, which PyTorch writes as three operations: channels as rows of groups, rows and columns exchanged, and
/// back to channels.
struct PyTorchShuffles {
  struct Shuffle {
    /// The tensor that it reads.
    let input: String
    let groups: Int
  }

  /// The last node of each, by its index.
  private(set) var ends: [Int: Shuffle] = [:]
  /// The others.
  private(set) var skipped: Set<Int> = []

  init(in program: ExportedProgram, _ readers: PyTorchReaders) {
    /// The node before another one that nothing else reads.
    func before(_ index: Int) -> Int? {
      guard case .tensor(let name)? = program.nodes[index].arguments["self"], readers.onlyReader(of: name) != nil else {
        return nil
      }
      return readers.producer(of: name)
    }
    func sizes(_ index: Int) -> [Int?] {
      program.nodes[index].outputs.first.flatMap { $0 }.flatMap { program.values[$0]?.sizes } ?? []
    }

    for (end, node) in program.nodes.enumerated() where Self.views.contains(node.operation) {
      guard var turn = before(end) else { continue }
      var between: Set<Int> = []
      while Self.copies.contains(program.nodes[turn].operation), let next = before(turn) {
        between.insert(turn)
        turn = next
      }
      guard program.nodes[turn].operation == "aten.transpose", let start = before(turn),
        Self.views.contains(program.nodes[start].operation),
        case .tensor(let input)? = program.nodes[start].arguments["self"]
      else { continue }
      let call = PyTorchCall(program.nodes[turn])
      let (cut, whole) = (sizes(start), sizes(end))
      // N×g×(C/g)×H×W between, and N×C×H×W before and after.
      guard cut.count == whole.count + 1, cut.count >= 3, let groups = cut[1], let rest = cut[2],
        let channels = whole[1],
        groups.multipliedReportingOverflow(by: rest).partialValue == channels, Array(cut[3...]) == Array(whole[2...]),
        program.values[input]?.sizes == whole,
        [call.axis("dim0", of: cut.count), call.axis("dim1", of: cut.count)].compactMap({ $0 }).sorted() == [1, 2]
      else { continue }
      ends[end] = Shuffle(input: input, groups: groups)
      skipped.formUnion(between.union([turn, start]))
    }
  }

  private static let views: Set = ["aten.view", "aten.reshape", "aten._unsafe_view"]
  private static let copies: Set = ["aten.contiguous", "aten.clone"]
}
