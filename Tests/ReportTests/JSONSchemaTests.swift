import TestSupport
import Testing

/// The validator itself: each keyword accepts what it should and refuses what it should.
@Suite struct JSONSchemaTests {
  @Test(arguments: [
    (#"{"type": "integer"}"#, "3", "3.5"), (#"{"type": "number"}"#, "3.5", #""3""#),
    (#"{"type": ["array", "null"]}"#, "null", "{}"), (#"{"type": "boolean"}"#, "true", "1"),
    (#"{"type": "string"}"#, #""a""#, "null"), (#"{"type": "object"}"#, "{}", "[]"),
    (#"{"const": "a"}"#, #""a""#, #""b""#), (#"{"enum": ["a", "b"]}"#, #""b""#, #""c""#),
    (#"{"minimum": 1}"#, "1", "0"), (#"{"maximum": 1}"#, "1", "1.5"),
    (#"{"minItems": 1}"#, "[1]", "[]"), (#"{"maxItems": 1}"#, "[1]", "[1, 2]"),
    (#"{"items": {"type": "integer"}}"#, "[1, 2]", "[1, true]"),
    (#"{"properties": {"a": false}}"#, #"{"b": 1}"#, #"{"a": 1}"#),
    (#"{"properties": {"a": true}, "additionalProperties": false}"#, #"{"a": 1}"#, #"{"b": 1}"#),
    (#"{"required": ["a"]}"#, #"{"a": null}"#, "{}"),
    (#"{"dependentRequired": {"a": ["b"]}}"#, #"{"b": 1}"#, #"{"a": 1}"#),
    (#"{"allOf": [{"minimum": 1}, {"type": "integer"}]}"#, "1", "1.5"),
    (#"{"if": {"const": 1}, "then": false, "else": {"type": "integer"}}"#, "2", "1"),
    (#"{"if": {"const": 1}, "then": true, "else": {"type": "integer"}}"#, "1", #""a""#),
    (##"{"$ref": "#/$defs/size", "$defs": {"size": {"minimum": 1}}}"##, "1", "0"),
  ])
  func aKeywordAcceptsAndRefuses(schema: String, valid: String, invalid: String) throws {
    let schema = try JSONSchema(schema)
    #expect(schema.problems(try JSONValue(valid)) == [])
    #expect(schema.problems(try JSONValue(invalid)) != [])
  }

  @Test func anUnknownKeywordIsAProblem() throws {
    let schema = try JSONSchema(#"{"items": {"multipleOf": 2}}"#)
    #expect(schema.problems(try JSONValue("[4]")) == ["$[0]: the validator does not know the keyword 'multipleOf'"])
  }

  @Test func aDanglingReferenceIsAProblem() throws {
    #expect(try JSONSchema(##"{"$ref": "#/$defs/none"}"##).problems(.null) != [])
  }
}
