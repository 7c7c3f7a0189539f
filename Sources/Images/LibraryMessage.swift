internal import CImages

/// Room for what one of the libraries says.
final class LibraryMessage {
  let start: UnsafeMutablePointer<CChar>

  init() {
    start = .allocate(capacity: Int(CIMAGES_MESSAGE))
    start.initialize(repeating: 0, count: Int(CIMAGES_MESSAGE))
  }

  deinit { start.deallocate() }

  /// The message as the error of a damaged file.
  func damage(_ format: ImageFormat) -> ImageError {
    ImageError("a damaged \(format == .png ? "PNG" : "JPEG") file: \(text)")
  }

  var text: String { String(cString: start) }
}
