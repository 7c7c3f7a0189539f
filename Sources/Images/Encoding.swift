internal import CImages

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Image {
  /// The picture as the bytes of a PNG file; the same picture gives the same bytes with the same version of zlib.
  ///
  /// - Throws: `ImageError` where memory is short.
  public func png() throws(ImageError) -> [UInt8] {
    let message = LibraryMessage()
    var count = 0
    let bytes = pixels.withUnsafeBufferPointer { pixels in
      cimages_write_png(pixels.baseAddress, UInt32(width), UInt32(height), Int32(channels), &count, message.start)
    }
    guard let bytes else { throw ImageError("cannot be written as PNG: \(message.text)") }
    defer { free(bytes) }
    return Array(UnsafeBufferPointer(start: bytes, count: count))
  }
}
