import PlainText
import TensorFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An open regular file, closed with the last reference to it. It is read on demand and never mapped, so that a file that
/// shrinks is an error and no signal.
public final class FileBytes: Sendable {
  public let descriptor: Int32
  public let source: FileSource

  /// - Throws: `WeightError` where the path is no regular file that can be read.
  public init(_ path: String) throws(WeightError) {
    descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw WeightError("\(path): \(String(cString: strerror(errno)))", .noInput) }
    do {
      source = try FileSource(descriptor: descriptor)
    } catch {
      close(descriptor)
      throw WeightError("\(path): \(error.phrase)", .noInput)
    }
  }

  /// A file below a folder, perhaps by links, none of which leads out of it.
  ///
  /// - Parameters:
  ///   - parts: the names of the folders on the way and of the file, none of them `..`.
  /// - Throws: `WeightError` where there is no such regular file that can be read.
  public init(_ parts: [String], in folder: String) throws(WeightError) {
    let name = parts.joined(separator: "/")
    guard let root = FileBytes.resolved(folder), let place = FileBytes.resolved("\(folder)/\(name)") else {
      throw WeightError("\(name): \(String(cString: strerror(errno)))", .noInput)
    }
    let above = root == "/" ? root : root + "/"
    guard place.hasPrefix(above) else {
      throw WeightError(
        "\(name): \(place == root ? "not a regular file" : "a link leads out of the model's folder")", .noInput)
    }
    // No link is left on the way: one that is put there now is refused.
    let parts = place.dropFirst(above.count).split(separator: "/").map(String.init)
    var current = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    for (index, part) in parts.enumerated() where current >= 0 {
      let isLast = index == parts.count - 1
      let next = openat(
        current, part, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW | (isLast ? 0 : O_DIRECTORY))
      let failure = errno
      close(current)
      errno = failure
      current = next
    }
    descriptor = current
    guard descriptor >= 0 else {
      throw WeightError("\(name): \(String(cString: strerror(errno)))", .noInput)
    }
    do {
      source = try FileSource(descriptor: descriptor)
    } catch {
      close(descriptor)
      throw WeightError("\(name): \(error.phrase)", .noInput)
    }
  }

  /// The path without links; nil where there is nothing.
  private static func resolved(_ path: String) -> String? {
    guard let text = realpath(path, nil) else { return nil }
    defer { free(text) }
    return String(cString: text)
  }

  /// A file of the descriptor, which it closes.
  private init(owning descriptor: Int32) throws(FormatError) {
    self.descriptor = descriptor
    do {
      source = try FileSource(descriptor: descriptor)
    } catch {
      close(descriptor)
      throw error
    }
  }

  deinit { close(descriptor) }

  /// A file without a name, in the folder for temporary ones.
  ///
  /// - Parameters:
  ///   - folder: another folder than that for temporary files.
  ///   - fill: hands on its bytes in their order.
  /// - Throws: `file-write` where the system refuses.
  package static func temporary(
    in folder: String? = nil,
    _ fill: (_ write: (UnsafeRawBufferPointer) throws(FormatError) -> Void) throws(FormatError) -> Void
  ) throws(FormatError) -> FileBytes {
    let folder = folder ?? getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var name = Array("\(folder)/zoo-XXXXXX".utf8CString)
    let descriptor = mkstemp(&name)
    guard descriptor >= 0 else {
      throw FormatError(.fileWrite, "no temporary file in \(folder): \(String(cString: strerror(errno)))")
    }
    unlink(name)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    do throws(FormatError) {
      try fill { bytes throws(FormatError) in
        var done = 0
        while done < bytes.count {
          let count = write(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
          if count < 0, errno == EINTR { continue }
          guard count > 0 else {
            throw FormatError(.fileWrite, "the temporary file in \(folder): \(String(cString: strerror(errno)))")
          }
          done += count
        }
      }
    } catch {
      close(descriptor)
      throw error
    }
    return try FileBytes(owning: descriptor)
  }
}

extension FileBytes: ByteSource {
  public var size: Int { source.size }

  public func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(FormatError) {
    try source.read(at: offset, into: buffer)
  }
}
