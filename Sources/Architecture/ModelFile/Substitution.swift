/// Puts a module's arguments where its layers name them: `$c1` for a whole value, `${stage}` inside a text.
struct Substitution: Sendable {
  var values: [String: Value] = [:]

  /// The value with every argument replaced; unknown names are noted.
  func apply(to value: Value, _ diagnostics: inout [Diagnostic]) -> Value {
    switch value.content {
    case .null: return value
    case .text(let text):
      guard text.utf8.contains(UInt8(ascii: "$")) else { return value }
      if text.hasPrefix("$"), !text.hasPrefix("${") {
        return lookUp(text.dropFirst(), at: value.location, &diagnostics)
          ?? Value(content: .null, location: value.location)
      }
      return Value(content: .text(interpolate(text, at: value.location, &diagnostics)), location: value.location)
    case .list(let list):
      return Value(content: .list(list.map { apply(to: $0, &diagnostics) }), location: value.location)
    case .map(let map):
      return Value(
        content: .map(map.map { ($0.key, apply(to: $0.value, &diagnostics)) }), location: value.location)
    }
  }

  private func lookUp(_ name: Substring, at place: Location, _ diagnostics: inout [Diagnostic]) -> Value? {
    if let value = values[String(name)] { return value }
    let hint = NearestWord.hint(for: String(name), among: values.keys)
    diagnostics.append(Diagnostic(place, "unknown argument '$\(Diagnostic.printable(name.prefix(60)))'\(hint)"))
    return nil
  }

  private func interpolate(_ text: String, at place: Location, _ diagnostics: inout [Diagnostic]) -> String {
    var result = ""
    var rest = text[...]
    while let start = rest.firstIndex(of: "$") {
      result += rest[..<start]
      rest = rest[rest.index(after: start)...]
      guard rest.first == "{", let end = rest.firstIndex(of: "}") else {
        result += "$"
        continue
      }
      let name = rest[rest.index(after: rest.startIndex)..<end]
      if let value = lookUp(name, at: place, &diagnostics) {
        if let text = value.text {
          result += text
        } else {
          diagnostics.append(Diagnostic(place, "'${\(name)}' is \(value.summary), and must be a word or number here"))
        }
      }
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }
}
