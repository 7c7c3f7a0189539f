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

extension FormatError {
  /// A name from a file, in quotes, shortened to 60 characters; control, format and unassigned characters are spelled
  /// out, so that no name can move a terminal's cursor or turn the direction of writing.
  public static func quoted(_ name: String) -> String {
    var text = "'"
    var length = 0
    for scalar in name.unicodeScalars {
      let piece: String
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse, .surrogate:
        piece = "\\u{\(String(scalar.value, radix: 16))}"
      case .nonspacingMark, .enclosingMark, .spacingMark:
        // A mark could pile on its neighbours without end.
        piece = "\\u{\(String(scalar.value, radix: 16))}"
      default:
        piece = scalar == "'" || scalar == "\\" ? "\\\(scalar)" : String(scalar)
      }
      length += piece.utf8.count
      if length > 60 { return text + "…'" }
      text += piece
    }
    return text + "'"
  }
}
