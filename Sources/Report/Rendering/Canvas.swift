/// Where terminal text goes: its width and whether it has colour.
public struct Canvas: Sendable {
  /// Columns; nil where the output is not a terminal.
  public let width: Int?
  public let style: Style

  public init(width: Int?, style: Style) {
    self.width = width
    self.style = style
  }

  /// A file or a pipe.
  public static let plain = Canvas(width: nil, style: .plain)
}
