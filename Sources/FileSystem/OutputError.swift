internal import PlainText

/// Why a file cannot be written.
public struct OutputError: Error, Sendable {
  /// One line for the user, the file's name first; nothing in it acts on a terminal.
  public let message: String

  init(_ message: String) { self.message = message.visible }
}
