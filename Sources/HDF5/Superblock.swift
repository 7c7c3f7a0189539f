/// The head of a file, checked in Swift before the library sees a byte of it.
///
/// - SeeAlso: HDF5 File Format Specification 3.0, II.A "Disk Format: Level 0A - Format Signature and Superblock".
enum Superblock {
  static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]
  /// Bytes that `check` wants, fewer where the file has fewer.
  static let bytes = 96

  /// - Parameters:
  ///   - head: the first `bytes` bytes.
  ///   - signatureAt: tells whether the signature stands at an offset.
  /// - Returns: the superblock's version.
  @discardableResult
  static func check(_ head: [UInt8], fileSize: Int, signatureAt: (Int) -> Bool) throws(HDF5Error) -> Int {
    guard head.count >= signature.count, Array(head[..<signature.count]) == signature else {
      guard fileSize >= signature.count else { throw .notHDF5 }
      var offset = 512
      while offset < min(fileSize, 1 << 30) {
        if signatureAt(offset) {
          throw .refused(rule: .superblock, detail: "\(offset) bytes of something else stand before the HDF5 file")
        }
        offset *= 2
      }
      throw .notHDF5
    }
    guard head.count > 48 else { throw .truncated(bytes: fileSize, expected: bytes) }
    let version = Int(head[8])
    guard version <= 3 else { throw .unknownVersion("the superblock has version \(version)") }
    let isOld = version < 2
    guard head[isOld ? 13 : 9] == 8, head[isOld ? 14 : 10] == 8 else {
      throw .refused(rule: .superblock, detail: "offsets and lengths are not 8 bytes wide")
    }
    // Version 1 has two numbers more than version 0 before its addresses.
    let addresses = isOld ? (version == 0 ? 24 : 28) : 12
    guard head.count >= addresses + 32 else { throw .truncated(bytes: fileSize, expected: bytes) }
    guard number(head, addresses) == 0 else {
      throw .refused(rule: .superblock, detail: "addresses do not count from the file's start")
    }
    guard !isOld || number(head, addresses + 24) == UInt64.max else {
      throw .refused(rule: .superblock, detail: "the file is one part of several, or wants a driver of its own")
    }
    let end = number(head, addresses + 16)
    guard let end = Int(exactly: end) else {
      throw .refused(rule: .superblock, detail: "it says that the file ends at byte \(end)")
    }
    guard fileSize >= end else { throw .truncated(bytes: fileSize, expected: end) }
    guard fileSize == end else {
      throw .refused(rule: .superblock, detail: "\(fileSize - end) bytes stand after the file's end at byte \(end)")
    }
    return version
  }

  private static func number(_ bytes: [UInt8], _ offset: Int) -> UInt64 {
    bytes[offset..<offset + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
