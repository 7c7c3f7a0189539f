internal import CImages

/// Room for what one of the libraries says.
final class LibraryMessage {
  let start: UnsafeMutablePointer<CChar>

  init() {
    start = .allocate(capacity: Int(CIMAGES_MESSAGE))
    start.initialize(repeating: 0, count: Int(CIMAGES_MESSAGE))
  }

  deinit { start.deallocate() }

  var text: String { String(cString: start) }
}
