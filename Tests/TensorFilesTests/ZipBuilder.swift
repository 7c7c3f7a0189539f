import TensorFiles

/// Builds zip files as torch writes them, with every field open to lies.
struct ZipBuilder {
  struct Member {
    var name: String
    var data: [UInt8]
    var localName: String?
    var flags: UInt16 = 0x0808
    var localFlags: UInt16?
    var method: UInt16 = 0
    var localMethod: UInt16?
    var centralSize: UInt32?
    var centralOffset: UInt32?
    var centralCompressedSize: UInt32?
    var descriptorSize: UInt32?
    var checksum: UInt32?
    var centralExtra: [UInt8] = []
    var localExtra: [UInt8] = []
    var centralComment: [UInt8] = []
    /// Bytes behind the member that belong to nobody.
    var gap = 0
  }

  var members: [Member]
  var isWithLocator = true
  var count: UInt64?
  var directorySize: UInt64?
  var directoryOffset: UInt64?
  var wideCount: UInt64?
  var locator: UInt64?
  var comment: [UInt8] = []
  /// Bytes between the directory and the end records.
  var tail = 0

  init(_ members: [(String, [UInt8])]) { self.members = members.map { Member(name: $0.0, data: $0.1) } }

  var bytes: [UInt8] {
    var out: [UInt8] = []
    var central: [UInt8] = []
    for member in members {
      let offset = UInt32(out.count)
      var crc = CRC32()
      member.data.withUnsafeBytes { crc.add($0) }
      let checksum = member.checksum ?? crc.value
      let size = UInt32(member.data.count)
      let localName = Array((member.localName ?? member.name).utf8)
      let hasDescriptor = member.flags & 8 != 0
      out += le(0x0403_4B50, 4) + le(0, 2) + le(UInt64(member.localFlags ?? member.flags), 2)
      out += le(UInt64(member.localMethod ?? member.method), 2) + le(0, 4)
      out += le(hasDescriptor ? 0 : UInt64(checksum), 4)
      out += le(hasDescriptor ? 0 : UInt64(size), 4) + le(hasDescriptor ? 0 : UInt64(size), 4)
      out += le(UInt64(localName.count), 2) + le(UInt64(member.localExtra.count), 2) + localName + member.localExtra
      out += member.data
      if hasDescriptor {
        out += le(0x0807_4B50, 4) + le(UInt64(checksum), 4)
        out += le(UInt64(member.descriptorSize ?? size), 4) + le(UInt64(member.descriptorSize ?? size), 4)
      }
      out += [UInt8](repeating: 0, count: member.gap)
      let name = Array(member.name.utf8)
      central += le(0x0201_4B50, 4) + le(0, 4) + le(UInt64(member.flags), 2) + le(UInt64(member.method), 2) + le(0, 4)
      central += le(UInt64(checksum), 4)
      central += le(UInt64(member.centralCompressedSize ?? member.centralSize ?? size), 4)
      central += le(UInt64(member.centralSize ?? size), 4)
      central += le(UInt64(name.count), 2) + le(UInt64(member.centralExtra.count), 2)
      central += le(UInt64(member.centralComment.count), 2) + le(0, 8)
      central += le(UInt64(member.centralOffset ?? offset), 4)
      central += name + member.centralExtra + member.centralComment
    }
    let count = self.count ?? UInt64(members.count)
    let size = directorySize ?? UInt64(central.count)
    let offset = directoryOffset ?? UInt64(out.count)
    out += central + [UInt8](repeating: 0, count: tail)
    if isWithLocator {
      let start = UInt64(out.count)
      let wide = wideCount ?? count
      out += le(0x0606_4B50, 4) + le(44, 8) + le(0x2D031E, 4) + le(0, 8) + le(wide, 8) + le(wide, 8) + le(size, 8)
      out += le(offset, 8) + le(0x0706_4B50, 4) + le(0, 4) + le(locator ?? start, 8) + le(1, 4)
    }
    out += le(0x0605_4B50, 4) + le(0, 4) + le(count, 2) + le(count, 2) + le(size, 4) + le(offset, 4)
    return out + le(UInt64(comment.count), 2) + comment
  }
}

/// A number in little-endian bytes.
func le(_ value: UInt64, _ width: Int) -> [UInt8] {
  (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
}
