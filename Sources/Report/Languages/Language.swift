import PlainText

/// A language that reports are written in: sentences, the marks of numbers, and the forms for one thing and for several.
///
/// All of it lies in a file, `en.yaml` or `es.yaml` beside this one; another language is another such file. Names and
/// kinds of layers are the same in all languages.
public struct Language: Sendable {
  /// As the command line calls it, after ISO 639: `es`.
  public let code: String
  /// Its name in itself.
  public let name: String
  /// Numbers with its marks.
  public let numbers: Numbers
  private let plurals: PluralRules
  private let sentences: SentenceTable
  /// Where a sentence is taken from that this language's file does not have; nil for English.
  private let fallback: SentenceTable?

  public static let english = Language(embedded: PackageResources.en_yaml)
  public static let spanish = Language(embedded: PackageResources.es_yaml)
  /// Those that are part of the program.
  public static let all = [english, spanish]
  /// Their codes, for which no file has to be read.
  public static let codes = ["en", "es"]

  /// A language of one's own.
  ///
  /// - Parameter text: a file like `en.yaml`; sentences that it does not have are English.
  /// - Throws: `LanguageError` where its head is not one.
  public init(text: [UInt8]) throws(LanguageError) { try self.init(text, fallback: Language.english.sentences) }

  private init(embedded text: [UInt8]) {
    do {
      try self.init(text, fallback: nil)
    } catch {
      preconditionFailure("an embedded language: \(error.message)")
    }
  }

  private init(_ text: [UInt8], fallback: SentenceTable?) throws(LanguageError) {
    let sentences = SentenceTable(text)
    func head(_ key: String) throws(LanguageError) -> String {
      guard let value = sentences["language.\(key)"] else { throw LanguageError("it has no 'language: {\(key): …}'") }
      return value
    }
    code = try head("code")
    name = try head("name")
    guard let groupedFrom = Int(try head("grouped_from")), groupedFrom > 0 else {
      throw LanguageError("'grouped_from' is a number such as 1000, from which on digits are grouped")
    }
    numbers = Numbers(group: try head("group"), groupedFrom: groupedFrom, decimal: try head("decimal"))
    plurals = try PluralRules(sentences.entries(of: "language").filter { $0.key.hasPrefix("language.plurals.") })
    self.sentences = sentences
    self.fallback = fallback
  }

  /// The sentence of a key such as `index.title`, with `{name}` replaced by the value of that name.
  ///
  /// A key that no table has is returned itself; a test finds it.
  public func text(_ key: String, _ values: KeyValuePairs<String, String> = [:]) -> String {
    guard let text = sentence(key) else { return key }
    return Language.fill(text, values)
  }

  func text(_ key: String, _ values: [String: String]) -> String {
    guard let text = sentence(key) else { return key }
    return Language.fill(text, values)
  }

  /// The sentence for a number of things: `key.one`, `key.few` or what the language's plural rules say, else `key.other`;
  /// the number is `{count}`.
  public func text(_ key: String, count: Int, _ values: KeyValuePairs<String, String> = [:]) -> String {
    let form = plurals.form(of: count)
    guard
      let text = sentences["\(key).\(form)"] ?? sentences["\(key).other"]
        ?? fallback?[key + (count == 1 ? ".one" : ".other")]
    else { return key }
    return Language.fill(Language.fill(text, ["count": grouped(count)]), values)
  }

  /// A sentence of one of the zoo's model files, which are written in English, in this language; a sentence that the
  /// table does not have, as those of one's own model files, stays as it is.
  public func translation(of sentence: String) -> String { sentences["sentences.\(sentence)"] ?? sentence }

  /// What is said of a mistake, or remarked, in this language; in English where its file has no sentence for it.
  ///
  /// The sentences stand under `messages:` by their English templates.
  public func spoken(_ phrase: Phrase) -> String {
    phrase.text({ sentence("messages.\($0)") }, number: { numbers.marked("\($0)") })
  }

  /// Items as one writes them in a row: `a, b and c`.
  public func list(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return text("common.and", ["first": items.dropLast().joined(separator: ", "), "last": last])
  }

  /// Items with a word between them: `a and b and c`.
  package func chain(_ items: [String]) -> String {
    items.dropFirst().reduce(items.first ?? "") { text("common.and", ["first": $0, "last": $1]) }
  }

  /// Every key with its sentence.
  package var table: [String: String] { sentences.all }

  private func sentence(_ key: String) -> String? { sentences[key] ?? fallback?[key] }

  /// Replaces `{name}`; what has no value stays.
  package static func fill(_ text: String, _ values: some Collection<(key: String, value: String)>) -> String {
    guard !values.isEmpty else { return text }
    var result = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      result += rest[..<open]
      let name = rest[rest.index(after: open)..<close]
      result += values.first { $0.key == name }?.value ?? String(rest[open...close])
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }
}

extension Language: Hashable, CustomStringConvertible {
  public var description: String { code }

  public static func == (a: Language, b: Language) -> Bool { a.code == b.code }
  public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

/// Why a file is no language.
public struct LanguageError: PhrasedError, Sendable {
  public let phrase: Phrase

  init(_ phrase: Phrase) { self.phrase = phrase }
}
