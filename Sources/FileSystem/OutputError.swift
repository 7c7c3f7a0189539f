import PlainText

/// Why a file cannot be written.
public struct OutputError: PhrasedError, Sendable {
  /// One line for the user, the file's name first; nothing in it acts on a terminal.
  public let phrase: Phrase

  init(_ phrase: Phrase) { self.phrase = phrase }
}
