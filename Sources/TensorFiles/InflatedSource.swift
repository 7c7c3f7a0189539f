internal import CZlib
import PlainText

/// The bytes that compressed ones stand for, unpacked as they are read: 64 KiB of them in memory at a time.
///
/// It is read from its first byte to its last; to go back is to begin anew. How many bytes there are is known beforehand and
/// holds: a stream that ends before, goes on after, or has another checksum is an error. Deflate makes 258 bytes of two bits
/// at most, so that a file which promises more than 1032 times its bytes is refused unread.
public final class InflatedSource: ByteSource {
  /// Bytes that come out.
  public let size: Int
  private let base: any ByteSource
  /// Where the compressed bytes lie in `base`.
  private let packed: Range<Int>
  private let isGzip: Bool
  /// The checksum that a zip file states; a gzip file's is zlib's to compare.
  private let checksum: UInt32?

  private var inflater: OpaquePointer?
  /// Bytes that came out so far.
  private var position = 0
  private var sum = CRC32()
  private var input: [UInt8] = []
  private var used = 0
  /// Where the next compressed bytes lie.
  private var next = 0
  private var hasEnded = false

  /// The most that deflate makes of a byte.
  static let largestRatio = 1032
  private static let pieceBytes = 1 << 16

  /// The contents of a gzip file of one member (RFC 1952), which states their number in its last four bytes.
  public static func gzip(_ base: any ByteSource) throws(FormatError) -> InflatedSource {
    guard recognizesGzip(base), base.size >= 18 else {
      throw FormatError(.gzipStream, "the file is no gzip file, or was cut")
    }
    let stated = try base.bytes(at: base.size - 4, count: 4).littleEndian(at: 0, 4) ?? 0
    return try InflatedSource(base, packed: 0..<base.size, size: Int(stated), isGzip: true, checksum: nil)
  }

  /// Whether the first bytes are those of a gzip file.
  public static func recognizesGzip(_ source: any ByteSource) -> Bool {
    (try? source.bytes(at: 0, count: 3)) == [0x1F, 0x8B, 8]
  }

  /// A deflated member of a zip file.
  convenience init(_ member: ZipReader.Member, in base: any ByteSource) throws(FormatError) {
    try self.init(
      base, packed: member.offset..<(member.offset + member.storedSize), size: member.size, isGzip: false,
      checksum: member.checksum)
  }

  private init(
    _ base: any ByteSource, packed: Range<Int>, size: Int, isGzip: Bool, checksum: UInt32?
  ) throws(FormatError) {
    guard size / InflatedSource.largestRatio <= packed.count else {
      throw FormatError(
        .inflateRatio,
        "\(packed.count) bytes are said to stand for \(size), and deflate makes at most "
          + "\(InflatedSource.largestRatio) of one")
    }
    (self.base, self.packed, self.size) = (base, packed, size)
    (self.isGzip, self.checksum) = (isGzip, checksum)
    try begin()
  }

  deinit { if let inflater { czlib_close(inflater) } }

  public func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(FormatError) {
    try checkRange(offset, buffer.count)
    if offset < position { try begin() }
    if offset > position {
      var skipped = [UInt8](repeating: 0, count: min(offset - position, InflatedSource.pieceBytes))
      while position < offset {
        let count = min(skipped.count, offset - position)
        try fill(&skipped, count)
      }
    }
    try fill(buffer)
  }

  private func fill(_ bytes: inout [UInt8], _ count: Int) throws(FormatError) {
    let result = bytes.withUnsafeMutableBytes { buffer in
      Result { () throws(FormatError) in try fill(UnsafeMutableRawBufferPointer(rebasing: buffer[..<count])) }
    }
    try result.get()
  }

  private func begin() throws(FormatError) {
    if let inflater { czlib_close(inflater) }
    inflater = czlib_open(isGzip ? 1 : 0)
    guard inflater != nil else { throw FormatError(.inflateStream, "there is no memory to inflate") }
    (position, used, next, hasEnded) = (0, 0, packed.lowerBound, false)
    (sum, input) = (CRC32(), [])
    if size == 0 { try checkEnd() }
  }

  /// Inflates the next bytes, as many as there is room for.
  private func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(FormatError) {
    var done = 0
    while done < buffer.count {
      let count = try inflate(into: UnsafeMutableRawBufferPointer(rebasing: buffer[done...]))
      guard count > 0 || !hasEnded else {
        throw FormatError(.inflateStream, "the compressed bytes end after \(position + done) of \(size)")
      }
      done += count
    }
    if checksum != nil { sum.add(UnsafeRawBufferPointer(buffer)) }
    position += buffer.count
    if position == size, !buffer.isEmpty { try checkEnd() }
  }

  /// That nothing comes after the last byte, and the checksum is right.
  private func checkEnd() throws(FormatError) {
    var more: UInt8 = 0
    while !hasEnded {
      let result = withUnsafeMutableBytes(of: &more) { room in
        Result { () throws(FormatError) in try inflate(into: room) }
      }
      guard try result.get() == 0 else {
        throw FormatError(.inflateStream, "the compressed bytes stand for more than the \(size) that are stated")
      }
    }
    guard used == input.count, next == packed.upperBound else {
      throw FormatError(.inflateStream, "there are bytes after the end of the compressed ones")
    }
    guard checksum == nil || checksum == sum.value else {
      throw FormatError(.inflateStream, "the unpacked bytes have another checksum: damaged")
    }
  }

  /// One step: the number of bytes that came out, which may be none.
  private func inflate(into buffer: UnsafeMutableRawBufferPointer) throws(FormatError) -> Int {
    if hasEnded { return 0 }
    if used == input.count, next < packed.upperBound {
      input = try base.bytes(at: next, count: min(InflatedSource.pieceBytes, packed.upperBound - next))
      next += input.count
      used = 0
    }
    let given = input.count - used
    var (taken, written) = (0, 0)
    let result = input.withUnsafeBytes { bytes in
      czlib_inflate(
        inflater, bytes.baseAddress.map { $0 + used }, given, &taken, buffer.baseAddress, buffer.count, &written)
    }
    used += taken
    switch Int(result) {
    case CZLIB_END: hasEnded = true
    case CZLIB_MORE:
      guard taken > 0 || written > 0 || used == input.count && next < packed.upperBound else {
        throw FormatError(.inflateStream, "the compressed bytes end before their stream does: the file was cut")
      }
    default: throw FormatError(.inflateStream, "the bytes after \(position) are damaged")
    }
    return written
  }
}
