/// Why a text is not read as YAML, with the place.
public struct YAMLError: Error, Equatable {
  public enum Reason: Equatable, Sendable {
    /// It is no YAML; what libyaml says of it.
    case syntax(String)
    /// A character that YAML does not have, so many bytes from the start; what libyaml says of it.
    case character(String, offset: Int)
    /// `&name`.
    case anchor
    /// `*name`, which stands for nothing as there are no anchors.
    case alias
    /// More lists and maps inside each other than were allowed.
    case nesting
    /// A second document.
    case severalDocuments
    /// The system has no memory left.
    case memory
  }

  public let reason: Reason
  /// Counted from 1.
  public let line: Int
  /// Counted from 1, in Unicode scalars.
  public let column: Int

  public init(_ reason: Reason, line: Int, column: Int) {
    self.reason = reason
    self.line = line
    self.column = column
  }
}
