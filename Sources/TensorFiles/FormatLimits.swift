import PlainText

/// The largest files that are accepted: beyond any real network's, and small enough that metadata stays within memory.
public enum FormatLimits {
  /// Tensors of one file.
  public static let tensors = 100_000
  /// Axes of one tensor.
  public static let rank = 32
  /// Bytes of one tensor's name.
  public static let nameBytes = 4096
  /// Bytes of a safetensors header: the reference implementation's limit.
  public static let safetensorsHeader = 100_000_000
  /// Pairs in a safetensors file's `__metadata__`.
  public static let metadataPairs = 10_000
  /// Bytes of one string in JSON.
  public static let jsonString = 16 << 20
  /// Bytes of a zip's central directory.
  public static let zipDirectory = 32 << 20
  /// Bytes that a zip file's members may inflate to: a hundred times the file, and 64 MiB.
  static func inflated(fileSize: Int) -> Int { 100 * min(fileSize, 1 << 50) + (64 << 20) }
  /// Bytes of one pickle.
  public static let pickleBytes = 16 << 20
  /// Operations of one pickle: a tensor of a state_dict takes about 40.
  public static let pickleOperations = 500_000
  /// Bytes of an ONNX graph without its large tensors, and of one text or list in it.
  public static let onnxGraph = 64 << 20
  public static let onnxField = 4 << 20
  /// Nodes of one ONNX graph: the largest of real networks have some ten thousand.
  public static let onnxNodes = 200_000
  /// Bytes of a network's description in a protobuf message, the numbers of its tensors left out.
  public static let protobufStructure = 64 << 20
  /// Parts in which a protobuf message may have the numbers of one tensor.
  public static let protobufParts = 4096
  /// Sum of all tensors' bytes over the size of the file: tensors may share a storage, but not without end.
  public static let sharing = 8
  /// Items of a data set: ImageNet with all its classes has 14 million.
  public static let items = 1 << 24

  /// The product of the sizes and the bytes of one number; nil where a size is negative or the product overflows.
  ///
  /// Sizes are multiplied before zeros count, so that a shape which overflows is refused even if one of its sizes is 0.
  public static func byteCount(_ shape: [Int], _ type: ElementType) -> Int? {
    var product = type.bytes
    var isEmpty = false
    for size in shape {
      guard size >= 0 else { return nil }
      if size == 0 {
        isEmpty = true
        continue
      }
      let (next, overflow) = product.multipliedReportingOverflow(by: size)
      guard !overflow else { return nil }
      product = next
    }
    return isEmpty ? 0 : product
  }

  /// That the numbers of a shape do not fill the bytes that are there for them.
  static func misfit(_ shape: [Int], _ type: ElementType, _ bytes: Int) -> Phrase {
    "\(shape.map(String.init).joined(separator: "×")) numbers of \(type.bytes) bytes should fill the \(bytes) bytes "
      + "after the head"
  }
}
