/// A tensor as a file holds it: name, shape, type, and where its bytes lie.
///
/// The readers of this module have checked every field against the file: the numbers lie inside it.
public struct StoredTensor: Hashable, Sendable {
  public let name: String
  public let shape: [Int]
  public let type: ElementType
  public let isBigEndian: Bool
  /// Bytes from the file's start to the first number.
  public let offset: Int
  /// Bytes from the first number to the end of the last: for strided tensors, the numbers between them included.
  public let byteCount: Int
  /// Numbers to skip from one index to the next, per axis; nil where the numbers lie in row-major order.
  public let strides: [Int]?

  /// The product of the shape.
  public var count: Int { shape.reduce(1, *) }
  /// How the numbers lie in the file, in a word.
  public var storage: String { strides == nil ? "contiguous" : "strided" }

  public init(
    name: String, shape: [Int], type: ElementType, isBigEndian: Bool = false, offset: Int, byteCount: Int,
    strides: [Int]? = nil
  ) {
    self.name = name
    self.shape = shape
    self.type = type
    self.isBigEndian = isBigEndian
    self.offset = offset
    self.byteCount = byteCount
    self.strides = strides
  }
}
