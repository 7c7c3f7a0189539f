internal import Crypto

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The SHA-256 of a file's bytes.
enum FileDigest {
  /// In 64 hexadecimal digits; nil where the file cannot be read.
  static func sha256(of path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var digest = SHA256()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = read(descriptor, buffer.baseAddress, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { break }
      digest.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
    return digest.finalize().map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
