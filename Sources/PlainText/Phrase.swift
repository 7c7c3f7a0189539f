/// A sentence for people: its words apart from the numbers, names and further phrases that stand in it.
///
/// What knows no language makes it: `"\(count) bytes after the end of the pickle"` is the template
/// `{1} bytes after the end of the pickle` and one argument. `description` is its English; a language has a sentence for
/// each template, and fills it in its own way (`text(_:number:)`).
public struct Phrase: Sendable {
  /// What stands for `{1}`, `{2}` and so on.
  public enum Argument: Sendable {
    /// A name, a path, digits: the same in all languages.
    case text(String)
    /// A number with decimals, whose marks are the language's.
    case number(Double)
    case phrase(Phrase)
    /// Phrases one after the other.
    case list([Phrase], separator: String)
  }

  /// The English words, with `{1}` for the first argument.
  public private(set) var template: String
  public private(set) var arguments: [Argument]
  /// Characters that are shown at most.
  private var limit = Int.max

  public init(template: String, arguments: [Argument]) {
    self.template = template
    self.arguments = arguments
  }

  /// A text as it is: it has its language already, or none.
  public init(verbatim text: some StringProtocol) { self.init(template: "{1}", arguments: [.text(String(text))]) }

  /// What is wrong, as far as the error says it in a phrase.
  public init(of error: any Error) {
    self = (error as? any PhrasedError)?.phrase ?? Phrase(verbatim: "\(error)")
  }

  /// The phrase, of which at most so many characters are shown.
  public func shortened(to limit: Int) -> Phrase {
    var phrase = mappingTexts { $0.utf8.count <= limit ? $0 : String($0.prefix(limit + 1)) }
    phrase.limit = limit
    return phrase
  }

  /// The phrase with something done to each name and text in it.
  public func mappingTexts(_ transform: (String) -> String) -> Phrase {
    var phrase = self
    phrase.arguments = arguments.map { argument in
      switch argument {
      case .text(let text): .text(transform(text))
      case .number: argument
      case .phrase(let phrase): .phrase(phrase.mappingTexts(transform))
      case .list(let phrases, let separator):
        .list(phrases.map { $0.mappingTexts(transform) }, separator: separator)
      }
    }
    return phrase
  }

  /// What follows a file's name and a colon, where the phrase begins with them; else the phrase.
  public func without(path: String) -> Phrase {
    if template == "{1}: {2}", case .text(path) = arguments[0], case .phrase(let rest) = arguments[1] { return rest }
    let start = "{1}: "
    guard template.hasPrefix(start), !template.dropFirst(start.count).contains("{1}"),
      case .text(path)? = arguments.first
    else { return self }
    var rest = Phrase(template: String(template.dropFirst(start.count)), arguments: Array(arguments.dropFirst()))
    rest.template = Phrase.fill(rest.template) { "{\($0)}" }
    return rest
  }

  /// The phrase in a language.
  ///
  /// - Parameters:
  ///   - translation: the language's sentence for a template; nil where it has none, for which the English one stands.
  ///   - number: a number with the language's marks.
  public func text(_ translation: (String) -> String?, number: (Double) -> String) -> String {
    let sentence = Phrase.hasWords(template) ? translation(template) ?? template : template
    let text = Phrase.fill(sentence) { index in
      guard arguments.indices.contains(index) else { return "" }
      return switch arguments[index] {
      case .text(let text): text
      case .number(let value): number(value)
      case .phrase(let phrase): phrase.text(translation, number: number)
      case .list(let phrases, let separator):
        phrases.map { $0.text(translation, number: number) }.joined(separator: separator)
      }
    }
    return text.utf8.count <= limit || text.count <= limit ? text : text.prefix(limit - 1) + "…"
  }

  /// Whether nothing is said.
  public var isEmpty: Bool { description.isEmpty }

  /// Whether a template says something of its own, and not only what stands in it.
  public static func hasWords(_ template: String) -> Bool {
    var isInside = false
    for scalar in template.unicodeScalars {
      if scalar == "{" { isInside = true } else if scalar == "}" { isInside = false }
      if !isInside, scalar.properties.isAlphabetic { return true }
    }
    return false
  }

  /// Replaces `{1}` by what stands for argument 0, and so on; other braces stay.
  private static func fill(_ template: String, _ argument: (Int) -> String) -> String {
    var result = ""
    var rest = template[...]
    while let open = rest.firstIndex(of: "{") {
      result += rest[..<open]
      let digits = rest[rest.index(after: open)...].prefix { $0.isASCII && $0.isNumber }
      if let number = Int(digits), number > 0, digits.endIndex < rest.endIndex, rest[digits.endIndex] == "}" {
        result += argument(number - 1)
        rest = rest[rest.index(after: digits.endIndex)...]
      } else {
        result += "{"
        rest = rest[rest.index(after: open)...]
      }
    }
    return result + rest
  }

  /// Two phrases as one, as where a long line is broken.
  public static func + (first: Phrase, second: Phrase) -> Phrase {
    let count = first.arguments.count
    return Phrase(
      template: first.template + fill(second.template) { "{\($0 + 1 + count)}" },
      arguments: first.arguments + second.arguments)
  }
}

extension Phrase: CustomStringConvertible {
  /// The phrase in English.
  public var description: String { text({ _ in nil }, number: { "\($0)" }) }
}

/// Phrases are the same where their English is.
extension Phrase: Hashable {
  public static func == (a: Phrase, b: Phrase) -> Bool { a.description == b.description }
  public func hash(into hasher: inout Hasher) { hasher.combine(description) }
}

extension Phrase: ExpressibleByStringInterpolation {
  public init(stringLiteral text: String) { self.init(template: text, arguments: []) }
  public init(stringInterpolation: StringInterpolation) {
    self.init(template: stringInterpolation.template, arguments: stringInterpolation.arguments)
  }

  public struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var template = ""
    fileprivate var arguments: [Argument] = []

    public init(literalCapacity: Int, interpolationCount: Int) { template.reserveCapacity(literalCapacity) }

    public mutating func appendLiteral(_ literal: String) { template += literal }

    private mutating func append(_ argument: Argument) {
      arguments.append(argument)
      template += "{\(arguments.count)}"
    }

    public mutating func appendInterpolation(_ phrase: Phrase) { append(.phrase(phrase)) }
    public mutating func appendInterpolation(_ error: any Error) { append(.phrase(Phrase(of: error))) }
    public mutating func appendInterpolation(_ number: Double) { append(.number(number)) }
    public mutating func appendInterpolation(_ number: some BinaryInteger) { append(.text("\(number)")) }
    /// A literal is a phrase, so that its words are translated too.
    @_disfavoredOverload
    public mutating func appendInterpolation(_ text: some StringProtocol) { append(.text(String(text))) }
    @_disfavoredOverload
    public mutating func appendInterpolation(_ value: some CustomStringConvertible) { append(.text("\(value)")) }
    public mutating func appendInterpolation(_ phrases: [Phrase], separator: String = ", ") {
      append(.list(phrases, separator: separator))
    }
  }
}

extension Collection<Phrase> {
  /// `a, b or c`.
  public var alternatives: Phrase {
    let all = Array(self)
    guard let last = all.last, all.count > 1 else { return all.first ?? "" }
    return "\(Array(all.dropLast())) or \(last)"
  }
}

extension Sequence<String> {
  /// Words of which one is meant: `a or b or c`.
  public var alternatives: Phrase {
    let words = map { Phrase(verbatim: $0) }
    return words.dropFirst().reduce(words.first ?? "") { "\($0) or \($1)" }
  }
}

/// An error that says what is wrong in a phrase, so that any language can.
public protocol PhrasedError: Error {
  var phrase: Phrase { get }
}

extension PhrasedError {
  /// What is wrong, in English; nothing in it acts on a terminal.
  public var message: String { phrase.description.visible }
}
