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
      throw WeightError("\(path): \(error.message)", .noInput)
    }
  }

  /// A file below a folder, to which no link leads.
  ///
  /// - Parameters:
  ///   - parts: the names of the folders on the way and of the file, none of them `..`.
  /// - Throws: `WeightError` where there is no such regular file that can be read.
  public init(_ parts: [String], in folder: String) throws(WeightError) {
    let name = parts.joined(separator: "/")
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
      let reason = errno == ELOOP ? "links are not followed" : String(cString: strerror(errno))
      throw WeightError("\(name): \(reason)", .noInput)
    }
    do {
      source = try FileSource(descriptor: descriptor)
    } catch {
      close(descriptor)
      throw WeightError("\(name): \(error.message)", .noInput)
    }
  }

  deinit { close(descriptor) }
}

extension FileBytes: ByteSource {
  public var size: Int { source.size }

  public func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(FormatError) {
    try source.read(at: offset, into: buffer)
  }
}
