internal import COneDNN
import PlainText

/// The library as a whole, loaded on first use.
enum Library {
  /// - Throws: `OneDNNError` where it is not installed or of another version.
  static func functions() throws(OneDNNError) -> conednn_functions { try loaded.get() }

  private static let loaded: Result<conednn_functions, OneDNNError> = {
    let functions = UnsafeMutablePointer<conednn_functions>.allocate(capacity: 1)
    defer { functions.deallocate() }
    if let reason = conednn_load(functions) {
      return .failure(
        OneDNNError(
          "load oneDNN 2, which runs networks",
          "\(String(cString: reason))\n  install it: apt-get install libdnnl2 (Debian, Ubuntu), brew install onednn@2 (macOS)"
        ))
    }
    return .success(functions.pointee)
  }()

  /// Turns a status into an error.
  static func check(_ status: dnnl_status_t, _ attempt: @autoclosure () -> Phrase) throws(OneDNNError) {
    guard status == dnnl_success else { throw OneDNNError(attempt(), status) }
  }
}

/// A thing of the library that is destroyed when its owner lets go.
final class Handle {
  let pointer: OpaquePointer
  private let destroy: (OpaquePointer) -> Void

  /// - Parameters:
  ///   - attempt: what is tried and on what, for the message.
  ///   - create: makes it, and puts it where the pointer says.
  init(
    _ attempt: @autoclosure () -> Phrase, destroy: @escaping (OpaquePointer) -> Void,
    create: (UnsafeMutablePointer<OpaquePointer?>) -> dnnl_status_t
  ) throws(OneDNNError) {
    var made: OpaquePointer?
    let status = create(&made)
    guard status == dnnl_success, let made else { throw OneDNNError(attempt(), status) }
    pointer = made
    self.destroy = destroy
  }

  deinit { destroy(pointer) }
}
