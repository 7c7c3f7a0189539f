internal import PlainText

/// Why a picture cannot be read, used or written: a sentence for the user without the file's name, which the caller knows.
/// Nothing in it acts on a terminal.
public struct ImageError: Error, Hashable, Sendable {
  public let message: String

  init(_ message: String) { self.message = message.visible }
}
