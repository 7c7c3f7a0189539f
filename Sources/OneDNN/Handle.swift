internal import COneDNN
import PlainText

/// A thing of the library that is destroyed when its last owner lets go.
///
/// It is never changed by its owners, so that threads may share it.
final class Handle: @unchecked Sendable {
  let pointer: OpaquePointer
  private let destroy: (OpaquePointer) -> Void

  /// - Parameters:
  ///   - attempt: what is tried and on what, for the message.
  ///   - create: makes it, and puts it where the pointer says.
  init(
    _ attempt: @autoclosure () -> Phrase, destroy: @escaping (OpaquePointer) -> Void,
    create: (UnsafeMutablePointer<OpaquePointer?>) -> conednn_status
  ) throws(OneDNNError) {
    var made: OpaquePointer?
    let status = create(&made)
    guard status == conednn_success, let made else { throw OneDNNError(attempt(), status) }
    pointer = made
    self.destroy = destroy
  }

  deinit { destroy(pointer) }
}
