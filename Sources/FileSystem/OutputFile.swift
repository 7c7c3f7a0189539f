internal import CSystem
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that comes into being whole or not at all: a temporary file beside it takes its place once all is on the disk.
///
/// A program that does not ignore SIGXFSZ is ended by a write past its limit for files; where it does, that is an error.
///
/// Threads may share it for writing. Unchecked for `descriptor` and `note`: they change where the file is created, committed and
/// let go of, by the one thread that waited for all who write; `write` only reads them, and writes at places of its own.
public final class OutputFile: @unchecked Sendable {
  /// Where the file will be.
  public let path: String
  /// Where it is written until then.
  public let temporary: String
  private let folder: String
  private let mayReplace: Bool
  private var descriptor: Int32 = -1
  /// Where the temporary file is noted for an interruption.
  private var note: Int32 = -1
  private let isLocked = Atomic(false)

  /// Removes what processes that died left beside the target, and creates the temporary file.
  ///
  /// - Parameter mayReplace: whether a file that is there already is replaced.
  /// - Throws: `OutputError` where the target is there and may not be replaced, or the folder cannot be written.
  public init(_ path: String, mayReplace: Bool) throws(OutputError) {
    self.path = path
    self.mayReplace = mayReplace
    let slash = path.lastIndex(of: "/")
    folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
    let leftovers = Leftovers(of: name, in: folder)
    temporary = "\(folder)/\(leftovers.prefix)\(getpid())-\(String(UInt32.random(in: .min ... .max), radix: 36))"
    var status = stat()
    if lstat(path, &status) == 0 {
      guard mayReplace else { throw OutputError("\(path): is there already; --force replaces it") }
      guard status.st_mode & S_IFMT == S_IFREG else { throw OutputError("\(path): not a regular file") }
    }
    leftovers.sweep()
    note = csystem_add_temporary(temporary)
    descriptor = retrying { open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644) }
    guard descriptor >= 0 else {
      let reason = errno
      dropNote()
      throw failure(reason)
    }
  }

  deinit { discard() }

  /// Writes a whole file of these bytes, in place of one that is there if need be.
  ///
  /// - Parameter isDurable: whether it waits for the disk, so that a power failure leaves the old file or the new one.
  /// - Returns: a warning where the file is in its place but may not be after a power failure.
  @discardableResult
  public static func write(
    _ bytes: some Collection<UInt8>, to path: String, mayReplace: Bool = true, isDurable: Bool = true
  ) throws(OutputError) -> String? {
    let output = try OutputFile(path, mayReplace: mayReplace)
    let result = Array(bytes).withUnsafeBytes { buffer in
      Result { () throws(OutputError) in try output.write(buffer, at: 0) }
    }
    try result.get()
    return try output.commit(isDurable: isDurable)
  }

  /// Writes bytes at an offset, and reads them back. Several threads may write at a time.
  public func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(OutputError) {
    lock()
    var done = 0
    while done < bytes.count {
      let count = retrying {
        pwrite(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset + done))
      }
      guard count > 0 else { throw failure(count == 0 ? EIO : errno) }
      done += count
    }
    try confirm(bytes, at: offset)
    // The disk starts at once, so that little is left to wait for at the end.
    csystem_start_writing(descriptor, Int64(offset), Int64(bytes.count))
  }

  /// Compares what the file holds with what was written: a write may claim to be done and not be.
  private func confirm(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(OutputError) {
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: min(bytes.count, 1 << 18), alignment: 16)
    defer { room.deallocate() }
    var done = 0
    while done < bytes.count, let start = room.baseAddress, let written = bytes.baseAddress {
      let count = retrying { pread(descriptor, start, min(room.count, bytes.count - done), off_t(offset + done)) }
      guard count > 0, memcmp(start, written + done, count) == 0 else {
        throw OutputError("\(path): did not read back as it was written; nothing was changed")
      }
      done += count
    }
  }

  /// Puts the file in its place, once all its bytes are on the disk.
  ///
  /// - Returns: a warning where the file is in its place but may not be after a power failure.
  /// - Throws: `OutputError` where the target is as it was.
  @discardableResult
  public func commit(isDurable: Bool = true) throws(OutputError) -> String? {
    guard !isDurable || retrying({ fsync(descriptor) }) == 0 else { throw failure(errno) }
    // Opened before the target changes: from there on nothing is left that must succeed.
    let directory = retrying { open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    guard directory >= 0 else { throw failure(errno) }
    defer { close(directory) }
    // Its bytes are on the disk: an interrupted close loses none.
    let isClosed = close(descriptor) == 0 || errno == EINTR
    descriptor = -1
    guard isClosed, (mayReplace ? rename(temporary, path) : csystem_rename_to_new(temporary, path)) == 0 else {
      let reason = errno
      remove()
      throw failure(reason)
    }
    dropNote()
    guard !isDurable || retrying({ fsync(directory) }) == 0 else {
      return "\(path): written, but it may not outlast a power failure (\(String(cString: strerror(errno))))\n"
    }
    return nil
  }

  /// Tells other processes that somebody writes here, also those that do not see this one: on another machine, or in
  /// another container. Not before the first write: until then libhdf5 may have a lock of its own.
  private func lock() {
    guard !isLocked.exchange(true, ordering: .relaxed) else { return }
    _ = flock(descriptor, LOCK_EX | LOCK_NB)
  }

  private func discard() {
    guard descriptor >= 0 else { return }
    close(descriptor)
    descriptor = -1
    remove()
  }

  private func remove() {
    _ = retrying { unlink(temporary) }
    dropNote()
  }

  private func dropNote() {
    csystem_drop_temporary(note)
    note = -1
  }

  private func failure(_ reason: Int32) -> OutputError {
    OutputError("\(path): \(String(cString: strerror(reason))); nothing was changed")
  }
}

/// Makes a system call again while a signal interrupts it; one that is interrupted a hundred times in a row has failed.
private func retrying<Result: SignedInteger>(_ call: () -> Result) -> Result {
  for _ in 0..<100 {
    let result = call()
    if result >= 0 || errno != EINTR { return result }
  }
  return call()
}
