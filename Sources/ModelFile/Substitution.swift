import Architecture
import PlainText

/// Puts a module's arguments where its layers name them: `$c1` for a whole value, `${stage}` inside a text, and numbers
/// computed from them, `$width*4` and `${index+1}`.
struct Substitution: Sendable {
  let values: [String: Value]
  private let names: [String]

  /// Bytes of a text with arguments inside, before and after they are put in: texts that double from module to module
  /// would soon fill all memory.
  private static let longest = 1_000

  init(values: [String: Value] = [:]) {
    self.values = values
    names = Array(values.keys)
  }

  /// The same with one more argument, which hides another of its name.
  func adding(_ name: String, _ number: Int, at location: Location) -> Substitution {
    var values = values
    values[name] = Value(content: .text(String(number)), location: location)
    return Substitution(values: values)
  }

  /// The value with every argument replaced; unknown names are noted.
  func apply(to value: Value, _ diagnostics: inout [Diagnostic]) -> Value {
    let result = substitute(in: value, &diagnostics)
    guard result.depth <= FileLimits.nesting else {
      diagnostics.append(
        Diagnostic(
          value.location, "with its arguments put in, this is nested more than \(FileLimits.nesting) levels deep"))
      return Value(content: .null, location: value.location)
    }
    return result
  }

  private func substitute(in value: Value, _ diagnostics: inout [Diagnostic]) -> Value {
    switch value.content {
    case .null: return value
    case .text(let text):
      guard text.utf8.contains(UInt8(ascii: "$")) else { return value }
      if text.hasPrefix("$"), !text.hasPrefix("${") {
        if let result = compute(text[...], at: value.location, &diagnostics) { return result }
        return lookUp(text.dropFirst(), at: value.location, &diagnostics)
          ?? Value(content: .null, location: value.location)
      }
      return Value(content: .text(interpolate(text, at: value.location, &diagnostics)), location: value.location)
    case .list(let list):
      return Value(content: .list(list.map { substitute(in: $0, &diagnostics) }), location: value.location)
    case .map(let map):
      return Value(
        content: .map(map.map { (key(putIn: $0.key, &diagnostics), substitute(in: $0.value, &diagnostics)) }),
        location: value.location)
    }
  }

  /// A keyword that an argument stands for, in a list of layers that is an argument itself.
  private func key(putIn key: Value.Key, _ diagnostics: inout [Diagnostic]) -> Value.Key {
    guard key.text.hasPrefix("$"),
      let text = lookUp(key.text.dropFirst(), at: key.location, &diagnostics)?.text
    else { return key }
    return Value.Key(text: text, location: key.location)
  }

  /// The number that an expression stands for; nil for a text that is a name alone.
  private func compute(_ text: Substring, at place: Location, _ diagnostics: inout [Diagnostic]) -> Value? {
    guard Expression.isComputed(text) else { return nil }
    do {
      let number = try Expression.value(of: text) { name in
        guard let value = values[name] else { return .unknown(NearestWord.hint(for: name, among: names)) }
        return value.text.flatMap(Double.init).map { .number($0) } ?? .none(value.summary)
      }
      return Value(content: .text(Expression.text(of: number)), location: place)
    } catch {
      diagnostics.append(Diagnostic(place, error.phrase))
      return Value(content: .null, location: place)
    }
  }

  private func lookUp(_ name: Substring, at place: Location, _ diagnostics: inout [Diagnostic]) -> Value? {
    if let value = values[String(name)] { return value }
    diagnostics.append(
      Diagnostic(
        place, "unknown argument '$\(name.prefix(60).masked())'",
        NearestWord.Search(word: String(name), words: names)))
    return nil
  }

  private func interpolate(_ text: String, at place: Location, _ diagnostics: inout [Diagnostic]) -> String {
    var result = ""
    var rest = text[...]
    guard text.utf8.count <= Substitution.longest else {
      diagnostics.append(Diagnostic(place, "a text with arguments has at most \(Substitution.longest) bytes"))
      return ""
    }
    while let start = rest.firstIndex(of: "$") {
      result += rest[..<start]
      rest = rest[rest.index(after: start)...]
      guard rest.first == "{", let end = rest.firstIndex(of: "}") else {
        result += "$"
        continue
      }
      let name = rest[rest.index(after: rest.startIndex)..<end]
      if let value = compute(name, at: place, &diagnostics) ?? lookUp(name, at: place, &diagnostics) {
        if let text = value.text {
          result += text
        } else {
          diagnostics.append(Diagnostic(place, "'${\(name)}' is \(value.summary), and must be a word or number here"))
        }
      }
      rest = rest[rest.index(after: end)...]
    }
    guard result.utf8.count <= Substitution.longest else {
      diagnostics.append(
        Diagnostic(place, "with its arguments put in, this text has more than \(Substitution.longest) bytes"))
      return ""
    }
    return result + rest
  }
}
