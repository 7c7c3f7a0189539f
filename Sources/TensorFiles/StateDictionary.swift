import PlainText

/// The tensors of a pickle, and what stands beside them.
struct StateDictionary {
  /// Something in the file that is not a weight.
  typealias LeftOut = TorchFile.LeftOut

  /// The key of the checkpoint under which the tensors stand; nil where the file holds nothing else.
  private(set) var key: String?
  private(set) var tensors: [(name: String, tensor: PickledTensor)] = []
  private(set) var leftOut: [LeftOut] = []
  private var known: [Int: Contents] = [:]

  /// The keys under which checkpoints keep their weights, those preferred first.
  private static let keys = ["state_dict", "model_state_dict", "model", "net", "weights", "params"]

  init(_ pickle: Pickle) throws(FormatError) {
    guard case .dictionary(let root) = pickle.value(pickle.root) else {
      let kind = pickle.value(pickle.root).kind
      throw FormatError(.torchStateDict, "the file holds \(kind), not a dictionary of tensors: save model.state_dict()")
    }
    let contents = Contents(root, pickle)
    if contents == .optimizer {
      throw FormatError(.torchOptimizer, "the file holds the state of an optimizer, not weights")
    }
    // Checkpoints may keep single tensors (the state of a random generator, say) beside the dictionary of the weights.
    var candidates: [(name: String, place: Int)] = []
    for (key, value) in pickle.pairs(root) {
      if case .dictionary(let place) = pickle.value(value), look(at: place, pickle) == .tensors {
        candidates.append((pickle.text(key) ?? "?", place))
      }
    }
    if let chosen = Self.keys.lazy.compactMap({ key in candidates.first { $0.name == key } }).first {
      try read(chosen, of: root, pickle)
    } else if contents == .tensors {
      try read(root, pickle, prefix: "")
    } else if candidates.count == 1 {
      try read(candidates[0], of: root, pickle)
    } else {
      if candidates.isEmpty { throw FormatError(.torchStateDict, "the file holds a dictionary, but no tensors in it") }
      let names = candidates.prefix(3).map { $0.name.quoted }.joined(separator: ", ")
      throw FormatError(.torchStateDict, "the file holds several networks (\(names)): save the state_dict() of one")
    }
  }

  /// Reads one dictionary of a checkpoint, and names what stands beside it.
  private mutating func read(
    _ chosen: (name: String, place: Int), of root: Int, _ pickle: Pickle
  ) throws(FormatError) {
    key = chosen.name
    var isFound = false
    for (key, value) in pickle.pairs(root) {
      let name = pickle.text(key) ?? "?"
      if name == chosen.name {
        guard !isFound else { throw FormatError(.tensorName, "the key \(name.quoted) stands there twice") }
        isFound = true
      } else {
        leftOut.append(LeftOut(name: name, reason: reason(value, pickle)))
      }
    }
    try read(chosen.place, pickle, prefix: chosen.name + ".")
  }

  private mutating func read(_ place: Int, _ pickle: Pickle, prefix: String) throws(FormatError) {
    var names = Set<String>()
    for (key, value) in pickle.pairs(place) {
      guard let name = pickle.text(key) else {
        throw FormatError(.tensorName, "a name is \(pickle.value(key).kind), not a string")
      }
      guard names.insert(name).inserted else {
        throw FormatError(.tensorName, "the name \(name.quoted) stands there twice")
      }
      if case .tensor(let tensor) = pickle.value(value) {
        guard tensors.count < FormatLimits.tensors else {
          throw FormatError(.tensorCount, "more than \(FormatLimits.tensors) tensors")
        }
        tensors.append((name, pickle.tensors[tensor]))
      } else {
        leftOut.append(LeftOut(name: prefix + name, reason: reason(value, pickle)))
      }
    }
  }

  /// What something that is no weight is.
  private mutating func reason(_ value: Int32, _ pickle: Pickle) -> Phrase {
    guard case .dictionary(let place) = pickle.value(value) else { return pickle.value(value).kind }
    switch look(at: place, pickle) {
    case .tensors: return "another dictionary of tensors"
    case .optimizer: return "the state of an optimizer"
    case .others: return "a dictionary without tensors"
    }
  }

  /// A dictionary may stand under many keys: each is looked at once.
  private mutating func look(at place: Int, _ pickle: Pickle) -> Contents {
    if let contents = known[place] { return contents }
    let contents = Contents(place, pickle)
    known[place] = contents
    return contents
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
