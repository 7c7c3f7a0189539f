import PlainText

/// The members of a zip file, stored as they are or, where the caller allows it, deflated: what torch.save, Keras and
/// numpy.savez write.
///
/// There is one way to read such a file, so that no two programs see other bytes in it: the central directory and the
/// local headers agree, members follow one another from the first byte to the directory without overlap or hole, names
/// are unique even where case is ignored, nothing is encrypted.
public struct ZipReader: Sendable {
  /// One member.
  public struct Member: Hashable, Sendable {
    public let name: String
    /// Bytes from the file's start to the member's first.
    public let offset: Int
    /// Bytes of its contents.
    public let size: Int
    /// Bytes that it has in the file: fewer where it is deflated.
    public let storedSize: Int
    /// It is compressed: `InflatedSource` unpacks it.
    public let isDeflated: Bool
    /// The checksum that the file states.
    public let checksum: UInt32
  }

  /// In the order of their bytes.
  public let members: [Member]
  private let places: [String: Int]

  /// Whether the first bytes are those of a zip file.
  public static func recognizes(_ source: some ByteSource) -> Bool {
    (try? source.bytes(at: 0, count: 4))?.littleEndian(at: 0, 4) == Signature.local
  }

  /// - Parameter allowsDeflate: whether members may be compressed.
  public init(reading source: some ByteSource, allowsDeflate: Bool = false) throws(FormatError) {
    let end = try ZipEnd(reading: source)
    var headers = try Self.directory(end, source, allowsDeflate: allowsDeflate)
    headers.sort { $0.offset < $1.offset }
    var members: [Member] = []
    members.reserveCapacity(headers.count)
    var position = 0
    for (index, header) in headers.enumerated() {
      guard header.offset == position else {
        let what: Phrase = header.offset < position ? "overlaps the member before it" : "leaves a hole before it"
        throw FormatError(.zipLayout, "\(header.name.quoted) begins at \(header.offset) and \(what)")
      }
      let next = index + 1 < headers.count ? headers[index + 1].offset : end.directoryOffset
      members.append(try header.member(upTo: next, source))
      position = next
    }
    guard position == end.directoryOffset else {
      throw FormatError(.zipLayout, "\(end.directoryOffset - position) bytes before the directory belong to no member")
    }
    self.members = members
    places = Dictionary(members.indices.map { (members[$0].name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The member with exactly this name.
  public subscript(name: String) -> Member? { places[name].map { members[$0] } }

  /// Whether every checksum is 0: so writes torch where it was told to compute none.
  public var isWithoutChecksums: Bool { members.allSatisfy { $0.checksum == 0 } }

  /// Compares the bytes of a member that is stored as it is with its checksum, a mebibyte at a time.
  public func verify(_ member: Member, in source: some ByteSource) throws(FormatError) {
    if isWithoutChecksums { return }
    try extract(member, from: source) { _ throws(FormatError) in }
  }

  /// A member's contents.
  ///
  /// - Parameter limit: the most bytes that they may have.
  public func contents(
    of member: Member, in source: some ByteSource, atMost limit: Int
  ) throws(FormatError) -> [UInt8] {
    guard member.size <= limit else {
      throw FormatError(.zipInflation, "\(member.name.quoted) has \(member.size) bytes; at most \(limit) are read")
    }
    var contents: [UInt8] = []
    try extract(member, from: source) { piece throws(FormatError) in contents += piece }
    return contents
  }

  /// Hands on a member's contents piece by piece, inflated where it is deflated; at their end the checksum is compared.
  public func extract(
    _ member: Member, from source: some ByteSource, to sink: (UnsafeRawBufferPointer) throws(FormatError) -> Void
  ) throws(FormatError) {
    guard !member.isDeflated || member.size <= FormatLimits.inflated(fileSize: source.size) else {
      throw FormatError(
        .zipInflation,
        "\(member.name.quoted) should inflate from \(member.storedSize) bytes to \(member.size): more than is read of a file of "
          + "\(source.size)")
    }
    // What is inflated has its checksum compared there.
    let contents: any ByteSource =
      member.isDeflated
      ? try InflatedSource(member, in: source) : try SliceSource(source, offset: member.offset, size: member.size)
    var checksum = CRC32()
    var position = 0
    while position < member.size {
      let piece = try contents.bytes(at: position, count: min(1 << 20, member.size - position))
      position += piece.count
      let result = piece.withUnsafeBytes { bytes in
        checksum.add(bytes)
        return Result { () throws(FormatError) in try sink(bytes) }
      }
      try result.get()
    }
    if isWithoutChecksums { return }
    guard checksum.value == member.checksum else {
      throw FormatError(.zipChecksum, "the bytes of \(member.name.quoted) have another checksum: damaged")
    }
  }

  /// The records of the central directory.
  private static func directory(
    _ end: ZipEnd, _ source: some ByteSource, allowsDeflate: Bool
  ) throws(FormatError) -> [ZipHeader] {
    let bytes = try source.bytes(at: end.directoryOffset, count: end.directorySize)
    var headers: [ZipHeader] = []
    headers.reserveCapacity(end.count)
    var names = Set<String>()
    var position = 0
    for _ in 0..<end.count {
      let header = try ZipHeader(
        central: bytes, at: &position, fileOffset: end.directoryOffset, allowsDeflate: allowsDeflate)
      guard names.insert(header.name.lowercased()).inserted else {
        throw FormatError(.zipName, "the name \(header.name.quoted) stands there twice, case ignored")
      }
      headers.append(header)
    }
    guard position == bytes.count else {
      throw FormatError(.zipDirectory, "\(bytes.count - position) bytes after the last record of the directory")
    }
    return headers
  }

  /// The first four bytes of each kind of record.
  enum Signature {
    static let local: UInt64 = 0x0403_4B50
    static let descriptor: UInt64 = 0x0807_4B50
    static let central: UInt64 = 0x0201_4B50
    static let end: UInt64 = 0x0605_4B50
    static let end64: UInt64 = 0x0606_4B50
    static let locator64: UInt64 = 0x0706_4B50
  }
}
