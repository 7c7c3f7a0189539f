/// Why weights cannot be read, mapped or written.
public struct WeightError: Error, Sendable {
  /// One or more lines for the user, the file's name first; nothing in it acts on a terminal.
  public let message: String
  /// Whether the system failed to write, rather than the data being at fault.
  public let isFailureToWrite: Bool

  public init(_ message: String, isFailureToWrite: Bool = false) {
    self.message = message.visible
    self.isFailureToWrite = isFailureToWrite
  }
}
