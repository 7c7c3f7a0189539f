/// Where terminal text goes: its width and whether it has colour.
public struct Canvas: Sendable {
  /// Columns; nil where the output is not a terminal.
  public let width: Int?
  public let style: Style
  /// Whether large counts are shortened, `105.4 M`, before a column is left out.
  public let abbreviates: Bool

  public init(width: Int?, style: Style, abbreviates: Bool = true) {
    self.width = width
    self.style = style
    self.abbreviates = abbreviates
  }

  /// A file or a pipe.
  public static let plain = Canvas(width: nil, style: .plain)
}
