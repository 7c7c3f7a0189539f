/// An array as the MNIST files hold it.
///
/// - SeeAlso: Y. LeCun, "The MNIST database of handwritten digits": two zero bytes, one for the type, one for the number of
///   axes, their sizes in 32 bits, then the numbers row-major; all most significant byte first.
public enum IDXFile {
  /// By the byte that stands for them.
  private static let types: [UInt8: ElementType] = [
    8: .uint8, 9: .int8, 0xB: .int16, 0xC: .int32, 0xD: .float32, 0xE: .float64,
  ]

  /// Whether a file begins as such an array does.
  public static func recognizes(_ source: some ByteSource) -> Bool {
    guard let head = try? source.bytes(at: 0, count: 4) else { return false }
    return head[0] == 0 && head[1] == 0 && types[head[2]] != nil && head[3] > 0
  }

  /// Reads the head. No number is read, and the shape is known to fit the file.
  public static func array(in source: some ByteSource) throws(FormatError) -> StoredArray {
    let head = try source.bytes(at: 0, count: 4)
    guard head[0] == 0, head[1] == 0, let type = types[head[2]] else {
      throw FormatError(.idxHeader, "the file does not begin with two zeros and a type from 8 to 14")
    }
    let axes = Int(head[3])
    guard (1...FormatLimits.rank).contains(axes) else {
      throw FormatError(.idxHeader, "\(axes) axes; 1 to \(FormatLimits.rank) are read")
    }
    let sizes = try source.bytes(at: 4, count: 4 * axes)
    let shape = (0..<axes).map { axis in sizes[(4 * axis)..<(4 * axis + 4)].reduce(0) { $0 << 8 | Int($1) } }
    let offset = 4 + 4 * axes
    guard let bytes = FormatLimits.byteCount(shape, type), bytes == source.size - offset else {
      throw FormatError(.idxSize, FormatLimits.misfit(shape, type, source.size - offset))
    }
    return StoredArray(shape: shape, type: type, isBigEndian: true, offset: offset)
  }
}
