import TestSupport
import Testing

@testable import Report

/// JSON as it is written: layout, escapes, numbers.
@Suite struct JSONTests {
  @Test func objectsAreIndentedAndPlainListsStandOnOneLine() {
    let json = JSON.object([
      ("name", .string("conv1")), ("size", .integers([96, 55])), ("none", .array([])), ("empty", .object([])),
      ("parts", .array([.object([("a", .null)]), .object([("b", .bool(true))])])),
    ])
    #expect(
      json.text == """
        {
          "name": "conv1",
          "size": [96, 55],
          "none": [],
          "empty": {},
          "parts": [
            {
              "a": null
            },
            {
              "b": true
            }
          ]
        }

        """)
  }

  @Test(arguments: [
    ("a\"b", #""a\"b""#), ("a\\b", #""a\\b""#), ("a\nb", #""a\u000ab""#), ("\u{0}\u{1F}", #""\u0000\u001f""#),
    ("×é😀", #""×é😀""#), ("\"\u{301}", "\"\\\"\u{301}\""), ("/", #""/""#),
  ])
  func textIsEscaped(text: String, written: String) throws {
    let json = JSON.string(text).text
    #expect(json == written + "\n")
    #expect(try JSONValue(json) == .string(text))
  }

  @Test(arguments: [
    (0.5, "0.5"), (3, "3"), (-0.25, "-0.25"), (1e20, "1e+20"), (.infinity, "null"), (-.infinity, "null"),
    (.nan, "null"),
  ])
  func realsAreAlwaysJSON(number: Double, text: String) throws {
    #expect(JSON.real(number).text == text + "\n")
    _ = try JSONValue("[\(text)]")
  }

  @Test func integersKeepEveryDigit() {
    #expect(JSON.integer(.max).text == "9223372036854775807\n")
    #expect(JSON.integer(.min).text == "-9223372036854775808\n")
  }
}
