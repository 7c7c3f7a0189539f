import Testing

@testable import YAML

@Suite struct YAMLTests {
  @Test func valuesHaveTheirPlaces() throws {
    #expect(
      try written("a: [1, 'x y']\nß: {b: ~}\n")
        == "1:1{1:1'a': 1:4[1:5'1', 1:8\"x y\"], 2:1'ß': 2:4{2:5'b': 2:8'~'}}")
    #expect(
      try written("- |\n  zwei\n  Zeilen\n- \"\\u00e9\\n\"\n-\n")
        == "1:1[1:3\"zwei\nZeilen\n\", 4:3\"é\n\", 5:2'']")
  }

  @Test func nothingIsNoValue() throws {
    #expect(try written("") == nil)
    #expect(try written("# only a remark\n") == nil)
    #expect(try written("---\n") == "2:1''")
  }

  @Test func tagsAreIgnoredAndKeysMayComeTwice() throws {
    #expect(try written("{!!int a: !x b, a: c}") == "1:1{1:2'a': 1:11'b', 1:17'a': 1:20'c'}")
  }

  @Test(arguments: [
    ("a: [1\nb: 2", YAMLError(.syntax("did not find expected ',' or ']'"), line: 2, column: 2)),
    ("a: é\u{1}", YAMLError(.character("control characters are not allowed", offset: 5), line: 1, column: 1)),
    ("a: &b 1", YAMLError(.anchor, line: 1, column: 4)),
    ("- &b [1]", YAMLError(.anchor, line: 1, column: 3)),
    ("- &b {c: 1}", YAMLError(.anchor, line: 1, column: 3)),
    ("a: *b", YAMLError(.alias, line: 1, column: 4)),
    ("1\n---\n2", YAMLError(.severalDocuments, line: 2, column: 1)),
    ("[[[3]]]", YAMLError(.nesting, line: 1, column: 3)),
    ("- a:\n    b: 3", YAMLError(.nesting, line: 2, column: 5)),
  ])
  func whatIsRefused(text: String, error: YAMLError) {
    #expect(throws: error) { try YAML.parse(text, nesting: 2) }
  }

  @Test func nestingIsCountedByListsAndMaps() throws {
    #expect(throws: Never.self) { try YAML.parse("[{a: 1}, [2], [[]]]", nesting: 3) }
    #expect(throws: YAMLError(.nesting, line: 1, column: 17)) { try YAML.parse("[{a: 1}, [2], [[[]]]]", nesting: 3) }
  }

  private func written(_ text: String) throws -> String? {
    func written(_ node: YAMLNode) -> String {
      let value =
        switch node.content {
        case .scalar(let text, isPlain: true): "'\(text)'"
        case .scalar(let text, isPlain: false): "\"\(text)\""
        case .list(let list): "[\(list.map(written).joined(separator: ", "))]"
        case .map(let pairs):
          "{\(pairs.map { "\(written($0.key)): \(written($0.value))" }.joined(separator: ", "))}"
        }
      return "\(node.line):\(node.column)\(value)"
    }
    return try YAML.parse(text, nesting: 10).map(written)
  }
}
