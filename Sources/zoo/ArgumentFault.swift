import PlainText
import Report

/// What ArgumentParser says of arguments that are wrong, in other languages than the English that it writes.
///
/// Its errors have no public cases: the lines of its message are told apart by the words that it puts around names and values.
/// A line of other words is left as it is.
enum ArgumentFault {
  /// The words of its lines; of two that fit, the first is taken.
  static let templates = [
    "Error: {1}",
    "Unknown option '{1}'. Did you mean '{2}'?", "Unknown option '{1}'",
    "Missing value for '{1}'", "The option '{1}' does not take any value, but '{2}' was specified.",
    "Unexpected argument '{1}'", "{1} unexpected arguments: '{2}'",
    "Value to be set with flag {1} had already been set with flag {2}", "Missing expected argument '{1}'",
    "The value '{1}' is invalid for '{2}'. Please provide one of the following:",
    "The value '{1}' is invalid for '{2}'. Please provide one of {3} or {4}.",
    "The value '{1}' is invalid for '{2}'. Please provide one of {3} and {4}.",
    "The value '{1}' is invalid for '{2}'. Please provide one of {3}.",
    "The value '{1}' is invalid for '{2}': {3}", "The value '{1}' is invalid for '{2}'",
    "Help:  {1}", "Usage: {1}", "  See '{1}' for more information.",
  ]

  /// The message in a language, line by line.
  static func text(_ message: String, in language: Language) -> String {
    message.split(separator: "\n", omittingEmptySubsequences: false).map { language.spoken(phrase(of: $0)) }.joined(
      separator: "\n")
  }

  private static func phrase(of line: Substring) -> Phrase {
    for template in templates {
      guard let values = values(in: line, of: template) else { continue }
      // What is wrong stands behind a word of its own.
      let isNested = template == "Error: {1}"
      return Phrase(
        template: template, arguments: values.map { isNested ? .phrase(phrase(of: $0)) : .text(String($0)) })
    }
    return Phrase(verbatim: line)
  }

  /// What stands in the places of a template whose words the line has; nil where it has others.
  private static func values(in line: Substring, of template: String) -> [Substring]? {
    // The words between the places: a place's digit and closing brace begin all but the first.
    let words = template.split(separator: "{", omittingEmptySubsequences: false).enumerated().map {
      $0.offset == 0 ? $0.element : $0.element.dropFirst(2)
    }
    guard line.hasPrefix(words[0]) else { return nil }
    var rest = line.dropFirst(words[0].count)
    var values: [Substring] = []
    for (index, word) in words.enumerated().dropFirst() {
      guard index < words.count - 1 else {
        guard rest.hasSuffix(word) else { return nil }
        values.append(rest.dropLast(word.count))
        break
      }
      guard let found = rest.firstRange(of: word) else { return nil }
      values.append(rest[..<found.lowerBound])
      rest = rest[found.upperBound...]
    }
    return values
  }
}
