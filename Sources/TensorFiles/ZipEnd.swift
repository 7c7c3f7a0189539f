/// The records at the end of a zip file: where its central directory lies.
///
/// They are looked for at one place, the last 22 bytes: a comment behind them, which could hold a second end, is refused.
struct ZipEnd {
  let directoryOffset: Int
  let directorySize: Int
  /// Members in the directory.
  let count: Int

  init(reading source: some ByteSource) throws(FormatError) {
    guard source.size >= 22 else { throw FormatError(.zipEnd, "\(source.size) bytes are too short for a zip file") }
    let end = Fields(bytes: try source.bytes(at: source.size - 22, count: 22))
    guard end[0, 4] == ZipReader.Signature.end, end[20, 2] == 0 else {
      throw FormatError(.zipEnd, "no end record in the last 22 bytes: the file was cut, or has a comment")
    }
    guard end[4, 2] == 0, end[6, 2] == 0 else { throw FormatError(.zipEnd, "an archive of several files") }
    guard end[8, 2] == end[10, 2] else { throw FormatError(.zipEnd, "the numbers of members disagree") }
    var (count, size, offset) = (end[10, 2], end[12, 4], end[16, 4])
    var recordsStart = source.size - 22

    if source.size >= 22 + 20 + 56 {
      let locator = Fields(bytes: try source.bytes(at: source.size - 42, count: 20))
      if locator[0, 4] == ZipReader.Signature.locator64 {
        recordsStart -= 20 + 56
        guard locator[4, 4] == 0, locator[16, 4] == 1, locator[8, 8] == UInt64(recordsStart) else {
          throw FormatError(.zip64, "the locator does not point at the record before it")
        }
        let wide = Fields(bytes: try source.bytes(at: recordsStart, count: 56))
        guard wide[0, 4] == ZipReader.Signature.end64, wide[4, 8] == 44, wide[16, 4] == 0, wide[20, 4] == 0,
          wide[24, 8] == wide[32, 8]
        else { throw FormatError(.zip64, "the 64-bit end record is malformed") }
        guard count == min(wide[32, 8], 0xFFFF), size == min(wide[40, 8], 0xFFFF_FFFF),
          offset == min(wide[48, 8], 0xFFFF_FFFF)
        else { throw FormatError(.zip64, "the 64-bit end record and the 32-bit one disagree") }
        (count, size, offset) = (wide[32, 8], wide[40, 8], wide[48, 8])
      }
    }
    guard offset <= UInt64(recordsStart), size == UInt64(recordsStart) - offset else {
      throw FormatError(.zipEnd, "the directory (\(size) bytes at \(offset)) does not end where the end records begin")
    }
    guard size <= FormatLimits.zipDirectory else { throw FormatError(.zipDirectory, "\(size) bytes of directory") }
    guard count <= FormatLimits.tensors + 100 else { throw FormatError(.zipDirectory, "\(count) members") }
    // A record has at least 46 bytes and a name.
    guard count <= size / 47 else { throw FormatError(.zipDirectory, "\(count) members in \(size) bytes of directory") }
    directoryOffset = Int(offset)
    directorySize = Int(size)
    self.count = Int(count)
  }
}

/// The little-endian fields of a record that has been read whole.
struct Fields {
  let bytes: [UInt8]

  /// The field at an offset; 0 beyond the record, which only a mistake in this module could ask for.
  subscript(offset: Int, width: Int) -> UInt64 { bytes.littleEndian(at: offset, width) ?? 0 }
}
