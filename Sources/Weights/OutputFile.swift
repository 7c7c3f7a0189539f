internal import CSystem

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that comes into being whole or not at all: a temporary file beside it takes its place once all is on the disk.
public final class OutputFile {
  /// Where the file will be.
  public let path: String
  /// Where it is written until then.
  public let temporary: String
  private let folder: String
  private let mayReplace: Bool
  private var descriptor: Int32 = -1

  /// - Parameter mayReplace: whether a file that is there already is replaced.
  /// - Throws: `WeightError` where the target is there and may not be replaced, or the folder cannot be written.
  public init(_ path: String, mayReplace: Bool) throws(WeightError) {
    self.path = path
    self.mayReplace = mayReplace
    let slash = path.lastIndex(of: "/")
    folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
    temporary = "\(folder)/.\(name).tmp-\(getpid())-\(String(UInt32.random(in: .min ... .max), radix: 36))"
    var status = stat()
    if lstat(path, &status) == 0 {
      guard mayReplace else { throw WeightError("\(path): is there already; --force replaces it", .output) }
      guard status.st_mode & S_IFMT == S_IFREG else { throw WeightError("\(path): not a regular file", .output) }
    }
    // A write past a limit is an error, and no signal.
    signal(SIGXFSZ, SIG_IGN)
    Interruption.remove(temporary)
    descriptor = open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else {
      let reason = errno
      Interruption.remove(nil)
      throw failure(reason)
    }
  }

  deinit { discard() }

  /// Writes bytes at an offset.
  public func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(WeightError) {
    var done = 0
    while done < bytes.count {
      let count = pwrite(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset + done))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure(count == 0 ? EIO : errno) }
      done += count
    }
    // The disk starts at once, so that little is left to wait for at the end.
    csystem_start_writing(descriptor, Int64(offset), Int64(bytes.count))
  }

  /// Puts the file in its place, once all its bytes are on the disk.
  public func commit() throws(WeightError) {
    while fsync(descriptor) != 0 { guard errno == EINTR else { throw failure(errno) } }
    let closed = close(descriptor)
    descriptor = -1
    guard closed == 0 else { throw failure(errno) }
    if mayReplace {
      guard rename(temporary, path) == 0 else { throw failure(errno) }
    } else {
      // A link does not replace a file that came into being meanwhile.
      guard link(temporary, path) == 0 else { throw failure(errno) }
      unlink(temporary)
    }
    Interruption.remove(nil)
    let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { if directory >= 0 { close(directory) } }
    guard directory >= 0, fsync(directory) == 0 else {
      throw WeightError(
        "\(path): written, but whether it would outlast a power failure is not known (\(String(cString: strerror(errno))))",
        .output)
    }
  }

  private func discard() {
    guard descriptor >= 0 else {
      unlink(temporary)
      return
    }
    close(descriptor)
    descriptor = -1
    unlink(temporary)
    Interruption.remove(nil)
  }

  private func failure(_ reason: Int32) -> WeightError {
    WeightError("\(path): \(String(cString: strerror(reason))); nothing was changed", .output)
  }
}
