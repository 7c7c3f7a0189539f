import TensorFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The bytes of a regular file, read on demand and never mapped, so that a file that shrinks is an error and no signal.
public final class FileBytes: ByteSource, Sendable {
  public let size: Int
  let descriptor: Int32
  /// Which file it is, whatever its name.
  let identity: [UInt64]

  /// - Throws: `WeightError` where the path is no regular file that can be read.
  public init(_ path: String) throws(WeightError) {
    descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw WeightError("\(path): \(String(cString: strerror(errno)))") }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw WeightError("\(path): not a regular file")
    }
    size = Int(status.st_size)
    identity = [UInt64(truncatingIfNeeded: status.st_dev), UInt64(truncatingIfNeeded: status.st_ino)]
  }

  deinit { close(descriptor) }

  public func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(FormatError) {
    var done = 0
    while done < buffer.count {
      let count = pread(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done, off_t(offset + done))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let reason = count == 0 ? "the file ends at byte \(offset + done)" : String(cString: strerror(errno))
        throw FormatError(rule: "read", message: "cannot read \(buffer.count) bytes at \(offset): \(reason)")
      }
      done += count
    }
  }
}
