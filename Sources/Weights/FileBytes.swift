import TensorFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An open regular file, closed with the last reference to it. It is read on demand and never mapped, so that a file that
/// shrinks is an error and no signal.
final class FileBytes: Sendable {
  let descriptor: Int32
  let source: FileSource

  /// - Throws: `WeightError` where the path is no regular file that can be read.
  init(_ path: String) throws(WeightError) {
    descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw WeightError("\(path): \(String(cString: strerror(errno)))", .noInput) }
    do {
      source = try FileSource(descriptor: descriptor)
    } catch {
      close(descriptor)
      throw WeightError("\(path): \(error.message)", .noInput)
    }
  }

  deinit { close(descriptor) }
}
