import TensorFiles
import Testing

@Suite struct JSONTests {
  private func refusal(of text: String) -> String? {
    refusal(of: Array(text.utf8))
  }

  private func refusal(of bytes: [UInt8]) -> String? {
    TensorFilesTests.refusal { () throws(FormatError) in _ = try JSONValue(parsing: bytes) }
  }

  @Test func everyKindOfValue() throws {
    let text = #" {"b" : [1, -2, 0.5, -1e3, true, false, null, {}], "a":"\u00e9\ud83d\ude00\n\"\/", "é":[]} "#
    let value = try JSONValue(parsing: Array(text.utf8))
    let items: [JSONValue] = [
      .number(.integer(1)), .number(.integer(-2)), .number(.real(0.5)), .number(.real(-1000)), .boolean(true),
      .boolean(false), .null, .object([]),
    ]
    #expect(value["b"] == .array(items))
    #expect(value["a"] == .string("é😀\n\"/"))
    guard case .object(let members) = value else { return }
    #expect(members.map(\.key) == ["b", "a", "é"])
  }

  @Test func wholeNumbersAreExact() throws {
    #expect(try JSONValue(parsing: Array("9223372036854775807".utf8)) == .number(.integer(.max)))
    #expect(try JSONValue(parsing: Array("-9223372036854775808".utf8)) == .number(.integer(.min)))
    #expect(refusal(of: "9223372036854775808") == "json-number")
    #expect(try JSONValue(parsing: Array("-0".utf8)) == .number(.real(0)))
  }

  @Test(arguments: [
    "", " ", "{", "[", "[1", "[1,", "[1,]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{'a':1}", "01", "1.", ".5",
    "+1",
    "1e", "-", "tru", "nul", "[1 2]", "1 2", "{}{}", "[1]x", "\"a", "\"\\x\"", "NaN", "Infinity", "//\n1", "\u{FEFF}1",
    "[,1]",
    "\"\\u12\"", "\"\\u12g4\"", "1_000", "0x10", "\u{0}", "}", "]", ":", "\"\\",
  ])
  func brokenSyntax(_ text: String) {
    #expect(refusal(of: text) == "json-syntax")
  }

  @Test(arguments: [
    "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\\ud800\\n\"", "\"a\nb\"", "\"\u{1}\"",
  ])
  func brokenText(_ text: String) {
    #expect(refusal(of: text) == "json-text")
  }

  @Test(arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC3]] as [[UInt8]])
  func notUTF8(_ bytes: [UInt8]) {
    #expect(refusal(of: [0x22] + bytes + [0x22]) == "json-text")
  }

  @Test func duplicateKeys() {
    #expect(refusal(of: #"{"a":1,"b":2,"a":3}"#) == "json-duplicate-key")
    #expect(refusal(of: #"{"a":1,"\u0061":3}"#) == "json-duplicate-key")
    #expect(refusal(of: #"{"é":1,"e\u0301":3}"#) == "json-duplicate-key", "equal for Unicode")
    #expect(refusal(of: #"[{"a":1},{"a":1}]"#) == nil)
  }

  @Test func numbersBeyondTheirRange() {
    #expect(refusal(of: "1e999") == "json-number")
    #expect(refusal(of: "0." + String(repeating: "1", count: 998)) == nil)
    #expect(refusal(of: "0." + String(repeating: "1", count: 999)) == "json-number")
  }

  @Test func deepNesting() {
    let deep = 1_000_000
    #expect(refusal(of: String(repeating: "[", count: 64) + String(repeating: "]", count: 64)) == nil)
    #expect(refusal(of: String(repeating: "[", count: 65) + String(repeating: "]", count: 65)) == "json-depth")
    #expect(refusal(of: String(repeating: "[", count: deep)) == "json-depth")
    #expect(refusal(of: String(repeating: "{\"a\":", count: deep)) == "json-depth")
  }

  @Test func longKey() {
    #expect(refusal(of: "{\"\(String(repeating: "k", count: 4096))\":1}") == nil)
    #expect(refusal(of: "{\"\(String(repeating: "k", count: 4097))\":1}") == "json-size")
  }
  @Test func anotherKindOfValue() {
    func message(_ text: String, _ read: (inout JSONReader) throws(FormatError) -> Void) -> String? {
      TensorFilesTests.message { () throws(FormatError) in
        var reader = JSONReader(Array(text.utf8))
        try read(&reader)
      }
    }
    #expect(message("1") { (reader) throws(FormatError) in _ = try reader.integer() } == nil)
    #expect(
      message("[1]") { (reader) throws(FormatError) in _ = try reader.integer() }
        == "json-type: array where number should be, at byte 0")
    #expect(
      message(" \"a\"") { (reader) throws(FormatError) in _ = try reader.boolean() }
        == "json-type: string where boolean should be, at byte 1")
    #expect(
      message("1.5") { (reader) throws(FormatError) in _ = try reader.integer() }
        == "json-type: the number at byte 0 is not a whole number")
  }
  @Test func longString() {
    #expect(refusal(of: "\"\(String(repeating: "k", count: 16 << 20))\"") == nil)
    #expect(refusal(of: "\"\(String(repeating: "k", count: (16 << 20) + 1))\"") == "json-size")
  }
  @Test func manyKeys() {
    func message(_ limit: Int) -> String? {
      TensorFilesTests.message { () throws(FormatError) in
        var reader = JSONReader(Array(#"{"a":1,"b":1,"c":1}"#.utf8), keyLimit: limit)
        try reader.object { (reader, _) throws(FormatError) in _ = try reader.integer() }
      }
    }
    #expect(message(3) == nil)
    #expect(message(2) == "json-size: more than 2 keys in the object that ends after byte 13")
  }
  @Test func manyValues() {
    #expect(refusal(of: "[" + String(repeating: "0,", count: 100_000) + "0]") == "json-size")
  }

  @Test func errorsNameTheByte() {
    let error = #expect(throws: FormatError.self) { try JSONValue(parsing: Array(#"{"a": nil}"#.utf8)) }
    #expect(error?.message == "json-syntax: 'i' at byte 7 where 'null' should be")
  }

  @Test func truncationAtEveryByte() {
    let text = Array(#"{"a":[1,-2.5e3,true,null,"\u00e9é"],"b":{"c":{}}}"#.utf8)
    #expect(refusal(of: text) == nil)
    for length in 0..<text.count { #expect(refusal(of: Array(text[..<length])) != nil, "\(length) bytes") }
  }

  @Test func mutations() {
    let seed = Array(#"{"a":[1,-2.5e3,true,null,"\u00e9é"],"b":{}}"#.utf8)
    let result = mutate(seed, times: 50_000) { bytes throws(FormatError) in _ = try JSONValue(parsing: bytes) }
    #expect(result.accepted > 0 && result.refused > 0)
  }
}
