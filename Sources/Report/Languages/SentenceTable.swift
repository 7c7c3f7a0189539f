import Synchronization
internal import YAML

/// The sentences of a language's file by their keys: sections become the first part of the keys.
///
/// A section is parsed when a first sentence of it is asked for: most commands need a few sentences, and the file is long.
final class SentenceTable: Sendable {
  /// The text of each section.
  private let sections: [String: [UInt8]]
  private let parsed = Mutex<[String: [String: String]]>([:])

  init(_ text: [UInt8]) {
    var sections: [String: [UInt8]] = [:]
    for lines in SentenceTable.split(text) {
      let name = lines.prefix { $0 != UInt8(ascii: ":") }
      sections[String(decoding: name, as: UTF8.self)] = Array(lines)
    }
    self.sections = sections
  }

  /// The sentence of a key; nil where there is none.
  subscript(key: String) -> String? { entries(of: String(key.prefix { $0 != "." }))[key] }

  /// Every key with its sentence.
  var all: [String: String] {
    sections.keys.reduce(into: [:]) { all, section in all.merge(entries(of: section)) { first, _ in first } }
  }

  /// The keys and sentences of a section.
  func entries(of section: String) -> [String: String] {
    parsed.withLock { parsed in
      if let entries = parsed[section] { return entries }
      let entries = sections[section].map(SentenceTable.parse) ?? [:]
      parsed[section] = entries
      return entries
    }
  }

  /// The lines of a text, cut before each that begins with a letter.
  private static func split(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
    var starts: [Int] = []
    var isLineStart = true
    for (index, byte) in text.enumerated() {
      if isLineStart, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) { starts.append(index) }
      isLineStart = byte == UInt8(ascii: "\n")
    }
    return starts.enumerated().map { number, start in
      text[start..<(number + 1 < starts.count ? starts[number + 1] : text.count)]
    }
  }

  private static func parse(_ section: [UInt8]) -> [String: String] {
    var table: [String: String] = [:]
    func add(_ node: YAMLNode, under prefix: String) {
      switch node.content {
      case .scalar(let text, isPlain: _): table[prefix] = text
      case .map(let pairs):
        for (key, value) in pairs {
          guard case .scalar(let name, isPlain: _) = key.content else { continue }
          add(value, under: prefix.isEmpty ? name : "\(prefix).\(name)")
        }
      case .list: break
      }
    }
    if let node = try? YAML.parse(String(decoding: section, as: UTF8.self), nesting: 10) { add(node, under: "") }
    return table
  }
}
