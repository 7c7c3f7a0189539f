internal import Yams

/// A language that reports are written in.
///
/// Every heading and sentence lies in the language's table, `en.yaml` or `es.yaml` beside this file. Names and kinds of
/// layers are the same in all languages.
public enum Language: String, CaseIterable, Sendable {
  case english = "en"
  case spanish = "es"

  /// Its name in itself.
  public var name: String {
    switch self {
    case .english: "English"
    case .spanish: "Español"
    }
  }

  /// The sentence of a key such as `index.title`, with `{name}` replaced by the value of that name.
  ///
  /// A key that the table does not have is returned itself; a test finds it.
  public func text(_ key: String, _ values: KeyValuePairs<String, String> = [:]) -> String {
    guard let text = table[key] else { return key }
    return Language.fill(text, values)
  }

  /// The sentence for a number of things: `key.one` for one of them, else `key.other`; the number is `{count}`.
  public func text(_ key: String, count: Int, _ values: KeyValuePairs<String, String> = [:]) -> String {
    guard let text = table[key + (count == 1 ? ".one" : ".other")] else { return key }
    return Language.fill(Language.fill(text, ["count": grouped(count)]), values)
  }

  /// A sentence of one of the zoo's model files, which are written in English, in this language; a sentence that the
  /// table does not have, as those of one's own model files, stays as it is.
  public func translation(of sentence: String) -> String { table["sentences.\(sentence)"] ?? sentence }

  /// Items as one writes them in a row: `a, b and c`.
  public func list(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return text("common.and", ["first": items.dropLast().joined(separator: ", "), "last": last])
  }

  /// Every key with its sentence.
  package var table: [String: String] {
    switch self {
    case .english: Language.englishTable
    case .spanish: Language.spanishTable
    }
  }

  // Parsed when a first sentence is asked for: most commands ask for none.
  private static let englishTable = parse(PackageResources.en_yaml)
  private static let spanishTable = parse(PackageResources.es_yaml)

  /// The table of a YAML file: sections become the first part of the keys.
  private static func parse(_ bytes: [UInt8]) -> [String: String] {
    var table: [String: String] = [:]
    func add(_ node: Node, under prefix: String) {
      switch node {
      case .scalar(let scalar): table[prefix] = scalar.string
      case .mapping(let mapping):
        for (key, value) in mapping {
          guard let name = key.scalar?.string else { continue }
          add(value, under: prefix.isEmpty ? name : "\(prefix).\(name)")
        }
      default: break
      }
    }
    if let node = try? Yams.compose(yaml: String(decoding: bytes, as: UTF8.self)) { add(node, under: "") }
    return table
  }

  /// Replaces `{name}`; what has no value stays.
  private static func fill(_ text: String, _ values: KeyValuePairs<String, String>) -> String {
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
