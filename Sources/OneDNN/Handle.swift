internal import COneDNN
import PlainText

/// A thing of the library that is destroyed when its last owner lets go.
///
/// Threads may share it. Unchecked for the pointer and for `destroy`, which the compiler cannot know to be safe: both are
/// constant, what a pointer leads to changes for streams and memories alone, whose owners (`Engine`, `TensorMemory`) are no
/// `Sendable`, and `destroy` is a function of the library, called once, after the last owner.
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
