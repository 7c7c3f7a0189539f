import PlainText

/// Why a file cannot be read: the rule it breaks, and where.
public struct FormatError: PhrasedError, Hashable, CustomStringConvertible, Sendable {
  /// The rule's name.
  public let rule: String
  /// One sentence for the user, headed by the rule's name: at most 200 characters, none of them a control character.
  public let phrase: Phrase

  public init(_ rule: FormatRule, _ what: Phrase) {
    self.rule = rule.rawValue
    let whole: Phrase = "\(rule.rawValue): \(what)"
    phrase = whole.shortened(to: 200)
  }

  public var description: String { message }
}
