/// Which nodes of an exported program give each of its tensors, and which read it.
struct PyTorchReaders {
  private var producers: [String: Int] = [:]
  private var readers: [String: [Int]] = [:]
  private let outputs: Set<String>

  init(of program: ExportedProgram) {
    outputs = Set(program.outputs)
    for (index, node) in program.nodes.enumerated() {
      for argument in node.arguments.values {
        switch argument {
        case .tensor(let name): readers[name, default: []].append(index)
        case .tensors(let names): for case let name? in names { readers[name, default: []].append(index) }
        default: break
        }
      }
      for case let name? in node.outputs { producers[name] = index }
    }
  }

  /// The node that gives a tensor; nil where it is an input.
  func producer(of name: String) -> Int? { producers[name] }

  /// The nodes that read a tensor, once for each time; nil where it is also an output of the network.
  func readers(of name: String) -> [Int]? { outputs.contains(name) ? nil : readers[name] ?? [] }

  /// The node that alone reads a tensor; nil where others do, or the network gives it.
  func onlyReader(of name: String) -> Int? {
    guard let all = readers(of: name), all.count == 1 else { return nil }
    return all[0]
  }
}
