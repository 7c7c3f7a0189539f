/// The tensors of a pickle, and what stands beside them.
struct StateDictionary {
  /// Something in the file that is not a weight.
  typealias LeftOut = TorchFile.LeftOut

  /// The key of the checkpoint under which the tensors stand; nil where the file holds nothing else.
  private(set) var key: String?
  private(set) var tensors: [(name: String, tensor: PickledTensor)] = []
  private(set) var leftOut: [LeftOut] = []

  /// The keys under which checkpoints keep their weights, those preferred first.
  private static let keys = ["state_dict", "model_state_dict", "model", "net", "weights", "params"]

  init(_ pickle: Pickle) throws(FormatError) {
    guard case .dictionary(let root) = pickle.value(pickle.root) else {
      let kind = pickle.value(pickle.root).kind
      throw FormatError(.torchStateDict, "the file holds \(kind), not a dictionary of tensors: save model.state_dict()")
    }
    switch Contents(root, pickle) {
    case .optimizer: throw FormatError(.torchOptimizer, "the file holds the state of an optimizer, not weights")
    case .tensors: try read(root, pickle, prefix: "")
    case .others: try choose(root, pickle)
    }
  }

  /// Finds the one dictionary of tensors in a checkpoint.
  private mutating func choose(_ root: Int, _ pickle: Pickle) throws(FormatError) {
    // A dictionary may stand under many keys: each is looked at once.
    var known: [Int: Contents] = [:]
    var candidates: [(name: String, place: Int)] = []
    for (key, value) in pickle.pairs(root) {
      let name = pickle.text(key) ?? "?"
      guard case .dictionary(let place) = pickle.value(value) else {
        leftOut.append(LeftOut(name: name, reason: pickle.value(value).kind))
        continue
      }
      let contents = known[place] ?? Contents(place, pickle)
      known[place] = contents
      switch contents {
      case .optimizer: leftOut.append(LeftOut(name: name, reason: "the state of an optimizer"))
      case .tensors: candidates.append((name, place))
      case .others: leftOut.append(LeftOut(name: name, reason: "a dictionary without tensors"))
      }
    }
    let preferred = Self.keys.lazy.compactMap { key in candidates.firstIndex { $0.name == key } }.first
    guard let chosen = preferred ?? (candidates.count == 1 ? 0 : nil) else {
      if candidates.isEmpty { throw FormatError(.torchStateDict, "the file holds a dictionary, but no tensors in it") }
      let names = candidates.prefix(3).map { FormatError.quoted($0.name) }.joined(separator: ", ")
      throw FormatError(.torchStateDict, "the file holds several networks (\(names)): save the state_dict() of one")
    }
    for (index, candidate) in candidates.enumerated() where index != chosen {
      leftOut.append(LeftOut(name: candidate.name, reason: "another dictionary of tensors"))
    }
    key = candidates[chosen].name
    try read(candidates[chosen].place, pickle, prefix: candidates[chosen].name + ".")
  }

  private mutating func read(_ place: Int, _ pickle: Pickle, prefix: String) throws(FormatError) {
    var names = Set<String>()
    for (key, value) in pickle.pairs(place) {
      guard let name = pickle.text(key) else {
        throw FormatError(.tensorName, "a name is \(pickle.value(key).kind), not a string")
      }
      guard names.insert(name).inserted else {
        throw FormatError(.tensorName, "the name \(FormatError.quoted(name)) stands there twice")
      }
      if case .tensor(let tensor) = pickle.value(value) {
        guard tensors.count < FormatLimits.tensors else {
          throw FormatError(.tensorCount, "more than \(FormatLimits.tensors) tensors")
        }
        tensors.append((name, pickle.tensors[tensor]))
      } else {
        leftOut.append(LeftOut(name: prefix + name, reason: pickle.value(value).kind))
      }
    }
  }

  /// What a dictionary holds.
  private enum Contents {
    case tensors, optimizer, others

    init(_ place: Int, _ pickle: Pickle) {
      let names = pickle.pairs(place).prefix(8).compactMap { pickle.text($0.key) }
      if names.contains("state"), names.contains("param_groups") {
        self = .optimizer
      } else if pickle.pairs(place).contains(where: { if case .tensor = pickle.value($0.value) { true } else { false } }
      ) {
        self = .tensors
      } else {
        self = .others
      }
    }
  }
}
