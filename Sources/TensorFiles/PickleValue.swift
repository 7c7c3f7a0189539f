import PlainText

/// A value that a pickle builds. Lists, tuples and dictionaries name their items by their places in `Pickle.values`, so
/// that values which hold each other, or a million lists inside each other, are nothing but numbers.
enum PickleValue: Sendable {
  case none
  case boolean(Bool)
  case integer(Int)
  case real(Double)
  case string(String)
  case bytes
  /// A whole number beyond 64 bits, as its little-endian bytes.
  case large([UInt8])
  /// Places in `Pickle.lists`.
  case tuple(Int)
  case list(Int)
  /// A place in `Pickle.dictionaries`.
  case dictionary(Int)
  case global(PickleGlobal)
  /// A place in `Pickle.storages`.
  case storage(Int)
  /// A place in `Pickle.tensors`.
  case tensor(Int)
  /// A value that is of no use here, by its type's name.
  case opaque(String)

  /// What to call it in a message.
  var kind: Phrase {
    switch self {
    case .none: "None"
    case .boolean: "a truth value"
    case .integer, .large: "a whole number"
    case .real: "a number"
    case .string: "a string"
    case .bytes: "bytes"
    case .tuple: "a tuple"
    case .list: "a list"
    case .dictionary: "a dictionary"
    case .global: "a name"
    case .storage: "a storage"
    case .tensor: "a tensor"
    case .opaque(let name): "a \(name)"
    }
  }
}

/// A storage that a pickle refers to: bytes that lie elsewhere in the file.
struct PickledStorage: Sendable {
  let key: String
  /// nil where the storage counts bytes.
  let type: ElementType?
  /// Numbers, or bytes without a type.
  let count: Int
}

/// A tensor as a pickle describes it; nothing is checked but that the fields are there.
struct PickledTensor: Sendable {
  /// A place in `Pickle.storages`.
  let storage: Int
  let type: ElementType
  /// In numbers.
  let offset: Int
  let shape: [Int]
  let strides: [Int]
}
