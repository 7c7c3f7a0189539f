import PlainText

/// Why a published file was not fetched; nothing has its name then.
public struct DownloadError: PhrasedError, Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    /// There is no `curl` to fetch it with.
    case noCurl
    /// The server cannot be reached, or does not go on.
    case unreachable
    /// The server has something else than was published.
    case other
    /// It cannot be written.
    case output
  }

  public let reason: Reason
  /// One sentence for the user.
  public let phrase: Phrase

  init(_ reason: Reason, _ phrase: Phrase) {
    self.reason = reason
    self.phrase = phrase
  }
}
