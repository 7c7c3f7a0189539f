/// A JSON Schema (2020-12), as far as the project's schemas use the language; a keyword beyond that is a problem itself,
/// so that no part of a schema is passed over.
public struct JSONSchema: Sendable {
  private let root: JSONValue

  public init(_ text: String) throws { root = try JSONValue(text) }

  public init(_ root: JSONValue) { self.root = root }

  /// What is wrong with a value, each with its place; empty for a valid one.
  public func problems(_ value: JSONValue) -> [String] { problems(value, root, at: "$") }

  private func problems(_ value: JSONValue, _ schema: JSONValue, at path: String) -> [String] {
    if schema == .bool(true) { return [] }
    if schema == .bool(false) { return ["\(path): must not be there"] }
    guard case .object(let keywords) = schema else { return ["\(path): the schema is no object"] }
    return keywords.sorted { $0.key < $1.key }.flatMap { keyword, rule in
      problems(value, keyword, rule, keywords, at: path)
    }
  }

  private func problems(
    _ value: JSONValue, _ keyword: String, _ rule: JSONValue, _ schema: [String: JSONValue], at path: String
  ) -> [String] {
    func problem(_ isThere: Bool, _ text: String) -> [String] { isThere ? ["\(path): \(text)"] : [] }
    switch keyword {
    case "$schema", "$id", "$defs", "$comment", "title", "description", "then", "else": return []
    case "$ref":
      guard let target = resolve(rule.string ?? "") else { return ["\(path): no schema is called \(rule)"] }
      return problems(value, target, at: path)
    case "type":
      let types = rule.string.map { [$0] } ?? rule.items.compactMap(\.string)
      return problem(!types.contains { has(value, type: $0) }, "is no \(types.joined(separator: " or "))")
    case "const": return problem(value != rule, "is not \(rule)")
    case "enum": return problem(!rule.items.contains(value), "is none of \(rule.items.compactMap(\.string))")
    case "minimum":
      guard case .number(let number) = value, case .number(let least) = rule else { return [] }
      return problem(number < least, "is below \(least)")
    case "maximum":
      guard case .number(let number) = value, case .number(let most) = rule else { return [] }
      return problem(number > most, "is above \(most)")
    case "minItems":
      guard case .array(let items) = value, let least = rule.integer else { return [] }
      return problem(items.count < least, "has fewer than \(least) items")
    case "maxItems":
      guard case .array(let items) = value, let most = rule.integer else { return [] }
      return problem(items.count > most, "has more than \(most) items")
    case "items": return value.items.enumerated().flatMap { problems($1, rule, at: "\(path)[\($0)]") }
    case "properties":
      return rule.keys.sorted().flatMap { key in
        value[key].map { problems($0, rule[key] ?? .null, at: "\(path).\(key)") } ?? []
      }
    case "additionalProperties":
      let unknown = value.keys.subtracting(schema["properties"]?.keys ?? []).sorted()
      if rule == .bool(false) { return unknown.map { "\(path): has an unknown key '\($0)'" } }
      return unknown.flatMap { key in problems(value[key] ?? .null, rule, at: "\(path).\(key)") }
    case "required":
      guard case .object = value else { return [] }
      return rule.items.compactMap(\.string).filter { value[$0] == nil }.map { "\(path): has no '\($0)'" }
    case "dependentRequired":
      return rule.keys.sorted().filter { value[$0] != nil }.flatMap { key in
        (rule[key]?.items ?? []).compactMap(\.string).filter { value[$0] == nil }
          .map { "\(path): has '\(key)' and no '\($0)'" }
      }
    case "allOf": return rule.items.flatMap { problems(value, $0, at: path) }
    case "if":
      let branch = problems(value, rule, at: path).isEmpty ? schema["then"] : schema["else"]
      return branch.map { problems(value, $0, at: path) } ?? []
    default: return ["\(path): the validator does not know the keyword '\(keyword)'"]
    }
  }

  /// The schema that `#/$defs/count` means.
  private func resolve(_ reference: String) -> JSONValue? {
    guard reference.hasPrefix("#/") else { return nil }
    return reference.dropFirst(2).split(separator: "/").reduce(Optional(root)) { $0?[String($1)] }
  }

  private func has(_ value: JSONValue, type: String) -> Bool {
    switch (type, value) {
    case ("null", .null), ("boolean", .bool), ("number", .number), ("string", .string), ("array", .array),
      ("object", .object):
      true
    case ("integer", .number(let number)): number == number.rounded()
    default: false
    }
  }
}
