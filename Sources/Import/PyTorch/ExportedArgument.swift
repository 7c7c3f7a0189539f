import TensorFiles

/// What a node of an exported program reads: a value of the graph by name, or a constant.
enum ExportedArgument {
  case none
  /// The name of a tensor.
  case tensor(String)
  /// Names of tensors; nil where there is none.
  case tensors([String?])
  case integer(Int)
  /// Sizes; nil where one is a symbol.
  case integers([Int?])
  case real(Double)
  case reals([Double])
  case boolean(Bool)
  case text(String)
  /// A size that is a symbol: the name of the value that gives it.
  case symbol(String)
  /// Anything else, which no known operation reads.
  case other

  /// An object with one key, which says what the value is.
  init(_ json: JSONValue) {
    guard case .object(let members) = json, let member = members.first else {
      self = .other
      return
    }
    switch (member.key, member.value) {
    case ("as_none", _): self = .none
    case ("as_tensor", let value): self = value["name"]?.text.map { .tensor($0) } ?? .other
    case ("as_tensors", .array(let items)): self = .tensors(items.map { $0["name"]?.text })
    case ("as_optional_tensor", let value): self = value["as_tensor"]?["name"]?.text.map { .tensor($0) } ?? .none
    case ("as_optional_tensors", .array(let items)): self = .tensors(items.map { $0["as_tensor"]?["name"]?.text })
    case ("as_int", let value): self = value.integer.map { .integer($0) } ?? .other
    case ("as_ints", .array(let items)): self = .integers(items.map(\.integer))
    case ("as_sym_int", let value):
      self = value["as_int"]?.integer.map { .integer($0) } ?? value["as_name"]?.text.map { .symbol($0) } ?? .other
    case ("as_sym_ints", .array(let items)): self = .integers(items.map { $0["as_int"]?.integer })
    case ("as_float", let value): self = value.real.map { .real($0) } ?? .other
    case ("as_floats", .array(let items)): self = .reals(items.compactMap(\.real))
    case ("as_bool", .boolean(let value)): self = .boolean(value)
    case ("as_string", .string(let value)): self = .text(value)
    default: self = .other
    }
  }
}
