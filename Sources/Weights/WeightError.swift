import FileSystem
import PlainText

/// Why weights cannot be read, mapped or written.
public struct WeightError: PhrasedError, Sendable {
  public enum Reason: Sendable {
    /// The file is damaged or something else, or does not fit.
    case data
    /// There is no such file.
    case noInput
    /// A file cannot be written.
    case output
  }

  /// One or more lines for the user, the file's name first; nothing in it acts on a terminal.
  public let phrase: Phrase
  public let reason: Reason

  public init(_ phrase: Phrase, _ reason: Reason = .data) {
    self.phrase = phrase
    self.reason = reason
  }
}

/// Runs what writes a file; its errors become those of weights.
func writing<Result>(_ work: () throws(OutputError) -> Result) throws(WeightError) -> Result {
  do throws(OutputError) { return try work() } catch { throw WeightError(error.phrase, .output) }
}
