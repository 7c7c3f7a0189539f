/// Why a file cannot be read: the rule it breaks, and where.
public struct FormatError: Error, Hashable, CustomStringConvertible, Sendable {
  /// The rule's name.
  public let rule: String
  /// One sentence for the user, headed by the rule's name: at most 200 characters, none of them a control character.
  public let message: String

  public init(_ rule: FormatRule, _ text: String) {
    self.rule = rule.rawValue
    let whole = "\(rule.rawValue): \(text)"
    message = whole.count <= 200 ? whole : whole.prefix(199) + "…"
  }

  public var description: String { message }
}
