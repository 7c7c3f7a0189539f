/// How one number of a dataset is stored.
public struct HDF5ElementType: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// Sign, exponent and mantissa as IEEE 754 orders them, with an implied leading bit. `exponentBits` is 5 for float16,
    /// 8 for float32 and bfloat16, 11 for float64; the bias is 2^(exponentBits − 1) − 1.
    case float(exponentBits: Int)
    /// Two's complement where signed.
    case int(signed: Bool)
    /// h5py's enumeration of a byte: FALSE = 0, TRUE = 1.
    case boolean
  }

  public let kind: Kind
  /// 1, 2, 4 or 8.
  public let bytes: Int
  /// False for types of one byte.
  public let isBigEndian: Bool

  init(_ kind: Kind, bytes: Int, isBigEndian: Bool = false) {
    self.kind = kind
    self.bytes = bytes
    self.isBigEndian = isBigEndian && bytes > 1
  }

  public static let float16 = HDF5ElementType(.float(exponentBits: 5), bytes: 2)
  /// bfloat16 as a floating-point type of the file's own, as `ml_dtypes` writes it.
  public static let bfloat16 = HDF5ElementType(.float(exponentBits: 8), bytes: 2)
  public static let float32 = HDF5ElementType(.float(exponentBits: 8), bytes: 4)
  public static let float64 = HDF5ElementType(.float(exponentBits: 11), bytes: 8)
  public static let int8 = HDF5ElementType(.int(signed: true), bytes: 1)
  public static let int16 = HDF5ElementType(.int(signed: true), bytes: 2)
  public static let int32 = HDF5ElementType(.int(signed: true), bytes: 4)
  public static let int64 = HDF5ElementType(.int(signed: true), bytes: 8)
  public static let uint8 = HDF5ElementType(.int(signed: false), bytes: 1)
  public static let uint16 = HDF5ElementType(.int(signed: false), bytes: 2)
  public static let uint32 = HDF5ElementType(.int(signed: false), bytes: 4)
  public static let uint64 = HDF5ElementType(.int(signed: false), bytes: 8)
  public static let boolean = HDF5ElementType(.boolean, bytes: 1)

  /// Every type that is read, in both byte orders where it has two.
  public static let all: [HDF5ElementType] = {
    let little: [HDF5ElementType] = [
      .float16, .bfloat16, .float32, .float64, .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64,
      .boolean,
    ]
    return little + little.filter { $0.bytes > 1 }.map(\.bigEndian)
  }()

  /// The same with the most significant byte first.
  public var bigEndian: HDF5ElementType { HDF5ElementType(kind, bytes: bytes, isBigEndian: true) }

  /// numpy's word for it, with the byte order where it is not the usual one: `float32`, `uint8`, `float64 big-endian`.
  public var name: String {
    let word =
      switch kind {
      case .float(exponentBits: 8) where bytes == 2: "bfloat16"
      case .float: "float\(bytes * 8)"
      case .int(signed: true): "int\(bytes * 8)"
      case .int(signed: false): "uint\(bytes * 8)"
      case .boolean: "bool"
      }
    return isBigEndian ? "\(word) big-endian" : word
  }
}
