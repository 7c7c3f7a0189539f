import PlainText

/// Why a picture cannot be read, used or written: a sentence for the user without the file's name, which the caller knows.
/// Nothing in it acts on a terminal.
public struct ImageError: PhrasedError, Hashable, Sendable {
  public let phrase: Phrase

  init(_ phrase: Phrase) { self.phrase = phrase }

  /// A damaged file.
  ///
  /// - Parameter said: what the library said of it, as the worker tells, which is not trusted either.
  static func damage(_ format: ImageFormat, _ said: String) -> ImageError {
    ImageError("a damaged \(format == .png ? "PNG" : "JPEG") file: \(String(said.prefix(256)).visible)")
  }
}
