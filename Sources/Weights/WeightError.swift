/// Why weights cannot be read, mapped or written.
public struct WeightError: Error, Sendable {
  public enum Reason: Sendable {
    /// The file is damaged or something else, or does not fit.
    case data
    /// There is no such file.
    case noInput
    /// A file cannot be written.
    case output
  }

  /// One or more lines for the user, the file's name first; nothing in it acts on a terminal.
  public let message: String
  public let reason: Reason

  public init(_ message: String, _ reason: Reason = .data) {
    self.message = message.visible
    self.reason = reason
  }
}
