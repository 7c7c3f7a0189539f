/// Why weights cannot be read, mapped or written.
public struct WeightError: Error, Sendable {
  /// One or more lines for the user, the file's name first.
  public let message: String

  public init(_ message: String) { self.message = message }
}
