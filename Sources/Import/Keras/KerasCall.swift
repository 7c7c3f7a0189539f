import TensorFiles

/// One call of a layer: what it reads, as its configuration has it in `inbound_nodes`.
///
/// Keras 1 and 2 write a list of `[layer, node, tensor, keywords]`, Keras 3 `{"args": […], "kwargs": {…}}` with tensors of class
/// `__keras_tensor__`.
struct KerasCall {
  private(set) var arguments: [Argument] = []
  private(set) var keywords: [String: Argument] = [:]

  /// Something that is passed to a call.
  indirect enum Argument {
    case tensor(Reference)
    case list([Argument])
    /// A constant.
    case value(JSONValue)

    /// The tensors in it, in their order.
    var tensors: [Reference] {
      switch self {
      case .tensor(let reference): [reference]
      case .list(let items): items.flatMap(\.tensors)
      case .value: []
      }
    }
  }

  /// The output of a call of a layer.
  struct Reference: Hashable {
    let layer: String
    /// Which call of the layer.
    let node: Int
    /// Which output of the call.
    let tensor: Int
    /// Its sizes without the batch, where they are stated: Keras 3 does. −1 for one that is open.
    let shape: [Int]?
  }

  /// All tensors that it reads, in the order of the arguments.
  var tensors: [Reference] {
    arguments.flatMap(\.tensors) + keywords.sorted { $0.key < $1.key }.flatMap { $0.value.tensors }
  }

  /// A call that reads one tensor.
  init(reading reference: Reference) { arguments = [.tensor(reference)] }

  /// - Returns: nil where it has no form that is known.
  init?(_ value: JSONValue) {
    if case .array(let items) = value {
      // Keras 1 and 2: a node is a list of tensors, a single one is not always in a list.
      let isAlone = items.first.map { if case .string = $0 { true } else { false } } ?? false
      for item in isAlone ? [value] : items {
        guard case .array(let parts) = item, parts.count >= 3 else { return nil }
        if parts[0] == .string("_CONSTANT_VALUE") {
          arguments.append(.value(parts[2]))
        } else {
          guard let reference = Reference(item) else { return nil }
          arguments.append(.tensor(reference))
        }
        if parts.count > 3, case .object(let members) = parts[3] {
          for member in members { keywords[member.key] = Argument(member.value) }
        }
      }
    } else {
      guard case .array(let items)? = value["args"] else { return nil }
      arguments = items.map { Argument($0) }
      if case .object(let members)? = value["kwargs"] {
        for member in members { keywords[member.key] = Argument(member.value) }
      }
    }
  }
}

extension KerasCall.Argument {
  init(_ value: JSONValue) {
    if let reference = KerasCall.Reference(value) {
      self = .tensor(reference)
    } else if case .array(let items) = value, items.contains(where: { KerasCall.Reference($0) != nil }) {
      self = .list(items.map { Self($0) })
    } else {
      self = .value(value)
    }
  }

  /// A number, also where Keras 3 wraps it as an array of one.
  var numbers: [Double]? {
    guard case .value(let value) = self else { return nil }
    let inner = value["config"]?["value"] ?? value
    if let number = inner.real { return [number] }
    return inner.reals
  }
}

extension KerasCall.Reference {
  /// `["conv", 0, 0]`, or Keras 3's object of class `__keras_tensor__`.
  init?(_ value: JSONValue) {
    if case .array(let parts) = value {
      guard parts.count >= 3, case .string(let layer) = parts[0], let node = parts[1].integer,
        let tensor = parts[2].integer
      else { return nil }
      self.init(layer: layer, node: node, tensor: tensor, shape: nil)
    } else {
      guard value["class_name"] == .string("__keras_tensor__"), let config = value["config"],
        let history = config["keras_history"], let place = KerasCall.Reference(history)
      else { return nil }
      self.init(layer: place.layer, node: place.node, tensor: place.tensor, shape: config["shape"]?.sizesAfterBatch)
    }
  }

  /// All references in a list, or in lists and objects of them: a model's inputs and outputs.
  static func all(in value: JSONValue) -> [KerasCall.Reference] {
    if let reference = KerasCall.Reference(value) { return [reference] }
    switch value {
    case .array(let items): return items.flatMap(all)
    case .object(let members): return members.flatMap { all(in: $0.value) }
    default: return []
    }
  }
}
