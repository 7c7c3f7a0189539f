import PlainText

/// What the central directory says of a member, and its comparison with the local header.
struct ZipHeader {
  let name: String
  private let nameBytes: [UInt8]
  private let flags: UInt64
  private let checksum: UInt32
  private let size: Int
  /// Bytes in the archive: fewer than `size` where they are deflated.
  private let storedSize: Int
  private let method: UInt64
  /// Bytes from the file's start to the local header.
  let offset: Int

  /// Flag bits: how hard the packer tried (1 and 2), sizes follow the data (3), the name is UTF-8 (11). All others are refused.
  private static let effortFlags: UInt64 = 3 << 1
  private static let descriptorFlag: UInt64 = 1 << 3
  private static let textFlag: UInt64 = 1 << 11
  /// The method of deflated members; that of stored ones is 0.
  private static let deflated: UInt64 = 8

  /// Reads the record at `position` and moves behind it.
  ///
  /// - Parameter allowsDeflate: whether members may be compressed.
  init(
    central bytes: [UInt8], at position: inout Int, fileOffset: Int, allowsDeflate: Bool
  ) throws(FormatError) {
    let place = fileOffset + position
    guard bytes.count - position >= 46 else {
      throw FormatError(.zipDirectory, "the directory is cut at byte \(place)")
    }
    let record = Fields(bytes: Array(bytes[position..<position + 46]))
    guard record[0, 4] == ZipReader.Signature.central else {
      throw FormatError(.zipDirectory, "no record of the directory at byte \(place)")
    }
    let (nameLength, extraLength) = (Int(record[28, 2]), Int(record[30, 2]))
    let end = position + 46 + nameLength + extraLength
    guard record[32, 2] == 0 else { throw FormatError(.zipDirectory, "a comment in the record at byte \(place)") }
    guard end <= bytes.count else { throw FormatError(.zipDirectory, "the directory is cut in the record at \(place)") }
    nameBytes = Array(bytes[position + 46..<position + 46 + nameLength])
    let extra = Array(bytes[position + 46 + nameLength..<end])
    position = end

    name = String(decoding: nameBytes, as: UTF8.self)
    let quoted = name.quoted
    guard !name.isEmpty, nameLength <= FormatLimits.nameBytes, name.utf8.elementsEqual(nameBytes),
      nameBytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") })
    else { throw FormatError(.zipName, "\(quoted) is no plain name") }

    flags = record[8, 2]
    guard flags & 1 == 0, flags & 1 << 13 == 0 else { throw FormatError(.zipMethod, "\(quoted) is encrypted") }
    method = record[10, 2]
    let known = Self.descriptorFlag | Self.textFlag | (method == Self.deflated ? Self.effortFlags : 0)
    guard flags & ~known == 0 else {
      throw FormatError(.zipMethod, "\(quoted) has the flags 0x\(String(flags, radix: 16)), of which some are unknown")
    }
    guard method == 0 || allowsDeflate else {
      throw FormatError(
        .zipMethod,
        "\(quoted) is compressed; torch does so in TorchScript programs alone: save model.state_dict()")
    }
    guard method == 0 || method == Self.deflated else {
      throw FormatError(.zipMethod, "\(quoted) is compressed by method \(method); stored and deflated members are read")
    }
    guard record[34, 2] == 0 else { throw FormatError(.zipDirectory, "\(quoted) lies in another file") }
    checksum = UInt32(truncatingIfNeeded: record[16, 4])

    // 64-bit fields stand, in this order, for those 32-bit ones that are full.
    var wide = Fields(bytes: try Self.wideFields(extra, quoted))
    func value(_ field: UInt64) throws(FormatError) -> UInt64 {
      guard field == 0xFFFF_FFFF else { return field }
      guard wide.bytes.count >= 8 else { throw FormatError(.zip64, "\(quoted) lacks a 64-bit field") }
      let value = wide[0, 8]
      guard value >= 0xFFFF_FFFF else { throw FormatError(.zip64, "\(quoted) has a 64-bit field for a small number") }
      wide = Fields(bytes: Array(wide.bytes[8...]))
      return value
    }
    let uncompressed = try value(record[24, 4])
    let compressed = try value(record[20, 4])
    let offset = try value(record[42, 4])
    guard wide.bytes.isEmpty else { throw FormatError(.zip64, "\(quoted) has 64-bit fields that stand for nothing") }
    guard method != 0 || compressed == uncompressed else {
      throw FormatError(.zipMethod, "the two sizes of \(quoted) disagree")
    }
    guard compressed <= UInt64(fileOffset), offset <= UInt64(fileOffset) else {
      throw FormatError(.zipLayout, "\(quoted) (\(compressed) bytes at \(offset)) lies beyond the directory")
    }
    guard uncompressed <= UInt64(Int.max) else { throw FormatError(.zipLayout, "\(uncompressed) bytes of \(quoted)") }
    size = Int(uncompressed)
    storedSize = Int(compressed)
    self.offset = Int(offset)
  }

  /// The contents of the zip64 field (1) among the extra fields; empty where there is none.
  private static func wideFields(_ extra: [UInt8], _ quoted: String) throws(FormatError) -> [UInt8] {
    var found: [UInt8]?
    var position = 0
    while position < extra.count {
      guard let id = extra.littleEndian(at: position, 2), let length = extra.littleEndian(at: position + 2, 2),
        Int(length) <= extra.count - position - 4
      else { throw FormatError(.zipDirectory, "the extra fields of \(quoted) are malformed") }
      let contents = extra[(position + 4)..<(position + 4 + Int(length))]
      if id == 1 {
        guard found == nil else { throw FormatError(.zip64, "\(quoted) has two zip64 fields") }
        found = Array(contents)
      }
      position += 4 + Int(length)
    }
    return found ?? []
  }

  /// The member's place, once its local header has been found to say the same.
  ///
  /// - Parameter next: where the next member, or the directory, begins.
  func member(upTo next: Int, _ source: some ByteSource) throws(FormatError) -> ZipReader.Member {
    let quoted = name.quoted
    let head = Fields(bytes: try source.bytes(at: offset, count: 30))
    guard head[0, 4] == ZipReader.Signature.local else {
      throw FormatError(.zipLocalHeader, "no member at byte \(offset), where \(quoted) should be")
    }
    let localName = try source.bytes(at: offset + 30, count: Int(head[26, 2]))
    guard localName == nameBytes else {
      let other = String(decoding: localName, as: UTF8.self).quoted
      throw FormatError(.zipLocalHeader, "\(quoted) is called \(other) in its local header")
    }
    guard head[6, 2] == flags, head[8, 2] == method else {
      throw FormatError(.zipLocalHeader, "the local header of \(quoted) has other flags, or another method")
    }
    let dataStart = offset + 30 + Int(head[26, 2]) + Int(head[28, 2])
    guard storedSize <= next - dataStart else {
      throw FormatError(.zipLayout, "\(quoted) reaches into the next member")
    }
    let dataEnd = dataStart + storedSize
    if flags & Self.descriptorFlag == 0 {
      var (stored, whole) = (head[18, 4], head[22, 4])
      if stored == 0xFFFF_FFFF, whole == 0xFFFF_FFFF {
        // Python writes both as 64-bit fields where it does not know beforehand.
        let extra = try source.bytes(at: offset + 30 + localName.count, count: Int(head[28, 2]))
        let wide = Fields(bytes: try Self.wideFields(extra, quoted))
        (whole, stored) = (wide[0, 8], wide[8, 8])
      }
      try compare(head[14, 4], stored, whole)
      guard dataEnd == next else {
        throw FormatError(.zipLayout, "\(next - dataEnd) bytes after \(quoted) belong to none")
      }
    } else {
      // Checksum and sizes stand behind the data, and are 0 before it.
      guard head[14, 4] == 0, head[18, 4] == 0, head[22, 4] == 0 else {
        throw FormatError(.zipLocalHeader, "\(quoted) has sizes both before and after its bytes")
      }
      guard next - dataEnd == 16 || next - dataEnd == 24 else {
        throw FormatError(.zipLayout, "\(next - dataEnd) bytes after \(quoted), where 16 or 24 should give its size")
      }
      let tail = Fields(bytes: try source.bytes(at: dataEnd, count: next - dataEnd))
      guard tail[0, 4] == ZipReader.Signature.descriptor else {
        throw FormatError(.zipLocalHeader, "no sizes after the bytes of \(quoted)")
      }
      if tail.bytes.count == 16 {
        try compare(tail[4, 4], tail[8, 4], tail[12, 4])
      } else {
        try compare(tail[4, 4], tail[8, 8], tail[16, 8])
      }
    }
    return ZipReader.Member(
      name: name, offset: dataStart, size: size, storedSize: storedSize, isDeflated: method == Self.deflated,
      checksum: checksum)
  }

  private func compare(_ checksum: UInt64, _ stored: UInt64, _ whole: UInt64) throws(FormatError) {
    guard checksum == UInt64(self.checksum), stored == UInt64(storedSize), whole == UInt64(size) else {
      throw FormatError(
        .zipLocalHeader, "\(name.quoted) has sizes or a checksum unlike the directory's")
    }
  }
}
