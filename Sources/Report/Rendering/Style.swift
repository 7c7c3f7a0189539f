/// Emphasis for a terminal, or none.
public struct Style: Sendable {
  /// Whether the output understands escape sequences.
  public let isColored: Bool

  public init(isColored: Bool) { self.isColored = isColored }

  public static let plain = Style(isColored: false)

  package func bold(_ text: String) -> String { wrap(text, "1") }
  package func dim(_ text: String) -> String { wrap(text, "2") }
  package func accent(_ text: String) -> String { wrap(text, "36") }

  private func wrap(_ text: String, _ code: String) -> String {
    isColored && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
