internal import COneDNN
import PlainText

/// What oneDNN did not do.
public struct OneDNNError: PhrasedError, Hashable, Sendable {
  /// What was attempted, on what: `create a convolution 1×3×224×224`.
  public let attempt: Phrase
  /// What the library said, in one sentence without its end.
  public let reason: Phrase
  /// Whether it was for want of memory.
  public let isOutOfMemory: Bool

  init(_ attempt: Phrase, _ reason: Phrase, isOutOfMemory: Bool = false) {
    self.attempt = attempt
    self.reason = reason
    self.isOutOfMemory = isOutOfMemory
  }

  init(_ attempt: Phrase, _ status: conednn_status) {
    let reason: Phrase =
      switch status {
      case conednn_out_of_memory: "out of memory"
      case conednn_invalid_arguments: "invalid arguments"
      case conednn_unimplemented: "not implemented"
      case conednn_runtime_error: "runtime error"
      case conednn_not_required: "not required"
      default: "status \(status.rawValue)"
      }
    self.init(attempt, "oneDNN says: \(reason)", isOutOfMemory: status == conednn_out_of_memory)
  }
}

extension OneDNNError: CustomStringConvertible {
  public var phrase: Phrase { "cannot \(attempt): \(reason)" }
  public var description: String { message }
}
