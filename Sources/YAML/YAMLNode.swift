/// A value of a YAML text with its place: a text, a list, or pairs.
///
/// All scalars are texts: YAML's rules that tell numbers and dates apart are not asked, tags are passed over, and there are no
/// anchors, since a few lines of them can stand for more values than memory holds.
public struct YAMLNode: Sendable {
  public enum Content: Sendable {
    /// - Parameter isPlain: neither in quotes nor a block of lines, so that `~` and nothing can mean nothing.
    case scalar(String, isPlain: Bool)
    case list([YAMLNode])
    /// In the order of the text; a key may come twice, and be anything.
    case map([(key: YAMLNode, value: YAMLNode)])
  }

  public let content: Content
  /// Counted from 1.
  public let line: Int
  /// Counted from 1, in Unicode scalars.
  public let column: Int
}
