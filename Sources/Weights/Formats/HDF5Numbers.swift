import HDF5
import TensorFiles

extension ElementType {
  /// The type of a dataset's numbers, as it is called outside HDF5.
  public init?(_ stored: HDF5ElementType) {
    switch (stored.kind, stored.bytes) {
    case (.float(exponentBits: 8), 2): self = .bfloat16
    case (.float, 2): self = .float16
    case (.float, 4): self = .float32
    case (.float, 8): self = .float64
    case (.int(let isSigned), let bytes): self.init(rawValue: "\(isSigned ? "int" : "uint")\(8 * bytes)")
    case (.boolean, _): self = .bool
    default: return nil
    }
  }
}
