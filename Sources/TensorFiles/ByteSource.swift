import PlainText

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The bytes of a file, read at any place.
public protocol ByteSource {
  /// Bytes of the file.
  var size: Int { get }
  /// Fills the buffer with the bytes at an offset.
  ///
  /// - Throws: `file-end` where the file has fewer bytes.
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(FormatError)
}

extension ByteSource {
  /// A copy of some bytes. Nothing is allocated before they are known to be there.
  public func bytes(at offset: Int, count: Int) throws(FormatError) -> [UInt8] {
    try checkRange(offset, count)
    var failure: FormatError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(FormatError) {
        try read(
          at: offset, into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count]))
        filled = count
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  func checkRange(_ offset: Int, _ count: Int) throws(FormatError) {
    guard offset >= 0, count >= 0, count <= size - offset else {
      throw FormatError(.fileEnd, "\(count) bytes at \(offset) are beyond the file's \(size)")
    }
  }
}

/// Bytes in memory.
public struct MemorySource: ByteSource, Sendable {
  public let contents: [UInt8]

  public init(_ contents: [UInt8]) { self.contents = contents }

  public var size: Int { contents.count }

  public func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(FormatError) {
    try checkRange(offset, buffer.count)
    contents.withUnsafeBytes {
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[offset..<offset + buffer.count]))
    }
  }
}

/// A regular file behind an open descriptor, which stays the caller's to close.
public struct FileSource: ByteSource, Sendable {
  public let descriptor: Int32
  /// The size when the file was first seen. A file that shrinks while it is read ends in `file-end`.
  public let size: Int

  public init(descriptor: Int32) throws(FormatError) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw FormatError(.fileRead, Phrase(verbatim: String(cString: strerror(errno))))
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw FormatError(.fileRegular, "this is not a regular file") }
    // Beyond any file system's files; sums of places cannot overflow below it.
    guard status.st_size <= 1 << 56 else { throw FormatError(.fileRegular, "\(status.st_size) bytes are no real file") }
    self.descriptor = descriptor
    size = Int(status.st_size)
  }

  public func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(FormatError) {
    try checkRange(offset, buffer.count)
    var done = 0
    while done < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
      let count = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw FormatError(.fileRead, Phrase(verbatim: String(cString: strerror(errno)))) }
      guard count > 0 else {
        throw FormatError(.fileEnd, "the file was cut at byte \(offset + done) while it was read")
      }
      done += count
    }
  }
}
