/// A part of another source, such as a member of a zip file.
public struct SliceSource: ByteSource {
  private let base: any ByteSource
  private let offset: Int
  public let size: Int

  /// - Throws: `file-end` where the part is not inside the source.
  public init(_ base: any ByteSource, offset: Int, size: Int) throws(FormatError) {
    try base.checkRange(offset, size)
    (self.base, self.offset, self.size) = (base, offset, size)
  }

  public func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(FormatError) {
    try checkRange(offset, buffer.count)
    try base.read(at: self.offset + offset, into: buffer)
  }
}
