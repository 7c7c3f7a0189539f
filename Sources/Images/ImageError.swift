import PlainText

/// Why a picture cannot be read, used or written: a sentence for the user without the file's name, which the caller knows.
/// Nothing in it acts on a terminal.
public struct ImageError: PhrasedError, Hashable, Sendable {
  public let phrase: Phrase

  init(_ phrase: Phrase) { self.phrase = phrase }
}
