/// What a test needs and does not find.
public struct TestFailure: Error {
  public let message: String

  public init(_ message: String) { self.message = message }
}
