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

  init(_ attempt: Phrase, _ status: dnnl_status_t) {
    let reason: Phrase =
      switch status {
      case dnnl_out_of_memory: "out of memory"
      case dnnl_invalid_arguments: "invalid arguments"
      case dnnl_unimplemented: "not implemented"
      case dnnl_runtime_error: "runtime error"
      case dnnl_not_required: "not required"
      default: "status \(status.rawValue)"
      }
    self.init(attempt, "oneDNN says: \(reason)", isOutOfMemory: status == dnnl_out_of_memory)
  }
}

extension OneDNNError: CustomStringConvertible {
  public var phrase: Phrase { "cannot \(attempt): \(reason)" }
  public var description: String { message }
}
