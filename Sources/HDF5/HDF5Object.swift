import PlainText

/// A group or a dataset of a file.
public struct HDF5Object: Sendable, Hashable {
  /// Absolute; the root group is `/`.
  public let path: String
  /// By name.
  public let attributes: [HDF5Attribute]
  /// Nil for a group.
  public let dataset: HDF5Dataset?

  public init(path: String, attributes: [HDF5Attribute], dataset: HDF5Dataset?) {
    self.path = path
    self.attributes = attributes
    self.dataset = dataset
  }

  /// The attribute of that name.
  public subscript(attribute name: String) -> HDF5Attribute.Value? {
    attributes.first { $0.name == name }?.value
  }
}

/// A small named value at a group or a dataset; a scalar is a list of one.
public struct HDF5Attribute: Sendable, Hashable {
  public enum Value: Sendable, Hashable {
    /// Fixed and variable length alike; padding is gone, and what is not UTF-8 is replaced by U+FFFD.
    case strings([String])
    case integers([Int])
    case reals([Double])
    /// An attribute of another type, or too large: never an error, since it is rarely wanted.
    case unread(reason: String)
  }

  public let name: String
  public let value: Value

  public init(name: String, value: Value) {
    self.name = name
    self.value = value
  }
}

/// An array of numbers in a file.
public struct HDF5Dataset: Sendable, Hashable {
  public enum Layout: Sendable, Hashable {
    /// Inside the dataset's header.
    case compact
    /// One run of bytes that starts `offset` bytes into the file, all of them inside it.
    case contiguous(offset: Int)
    /// Tiles of this shape, each filtered by itself.
    case chunked([Int])
  }

  /// Row-major; empty for a scalar.
  public let shape: [Int]
  /// Nil where the type is none of `HDF5ElementType.all`.
  public let type: HDF5ElementType?
  /// The type in words, also where it cannot be read.
  public let typeName: String
  public let layout: Layout
  /// In the order in which they were applied: `shuffle`, `deflate`, `fletcher32`.
  public let filters: [String]
  /// Why `HDF5Reader.read` refuses this dataset, with the rule's name; nil where it can be read.
  public let unreadable: Phrase?

  init(
    shape: [Int], type: HDF5ElementType?, typeName: String, layout: Layout, filters: [String] = [],
    unreadable: Phrase? = nil
  ) {
    self.shape = shape
    self.type = type
    self.typeName = typeName
    self.layout = layout
    self.filters = filters
    self.unreadable = unreadable
  }

  /// The product of the shape; 1 for a scalar. Nil where the product of the sizes that are not 0 does not fit in an `Int`.
  public var count: Int? { Checked.product(shape) }
  /// Bytes of all elements; nil where the type is unknown or the product does not fit in an `Int`.
  public var byteCount: Int? { type.flatMap { Checked.product(shape + [$0.bytes]) } }
  /// Bytes of a decoded chunk; nil where there are none, or the product does not fit in an `Int`.
  var chunkBytes: Int? {
    guard case .chunked(let chunk) = layout, let type else { return nil }
    return Checked.product(chunk + [type.bytes])
  }
}

/// Arithmetic on numbers of a file, which never traps.
enum Checked {
  /// The product; nil where a factor is negative or the product of those that are not 0 does not fit in an `Int`: products
  /// of some of the factors, such as strides, fit then too.
  static func product(_ factors: [Int]) -> Int? {
    var product = 1
    var hasZero = false
    for factor in factors {
      guard factor >= 0 else { return nil }
      if factor == 0 {
        hasZero = true
        continue
      }
      let (next, overflow) = product.multipliedReportingOverflow(by: factor)
      guard !overflow else { return nil }
      product = next
    }
    return hasZero ? 0 : product
  }

  static func sum(_ one: Int, _ other: Int) -> Int? {
    let (result, overflow) = one.addingReportingOverflow(other)
    return overflow ? nil : result
  }
}
