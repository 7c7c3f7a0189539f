import Architecture
import PlainText

/// A group of layers with arguments, written once in a model file and used by name.
struct Module: Sendable {
  let name: String
  let location: Location
  /// The arguments in order; nil where the caller must give one.
  let arguments: [(name: String, standIn: Value?)]
  let layers: [Value]
}

extension Module {
  /// Reads `{arguments: {c1: required, pad: 1}, layers: […]}`.
  init?(name: Value.Key, _ value: Value, _ diagnostics: inout [Diagnostic]) {
    guard let map = value.map else {
      diagnostics.append(Diagnostic(value.location, "module '\(name.text)' needs 'layers', and has \(value.summary)"))
      return nil
    }
    if ReadableKinds.names(name.text) || Expansion.structural.contains(name.text) {
      diagnostics.append(Diagnostic(name.location, "'\(name.text)' is a layer kind, and cannot name a module"))
      return nil
    }
    self.name = name.text
    location = name.location
    var arguments: [(name: String, standIn: Value?)] = []
    var layers: [Value]?
    for (key, value) in map {
      switch key.text {
      case "arguments":
        guard let declared = value.map else {
          diagnostics.append(
            Diagnostic(
              value.location, "arguments are written {name: required} or {name: default}, not \(value.summary)"))
          continue
        }
        arguments = declared.map { ($0.key.text, $0.value.text == "required" ? nil : $0.value) }
      case "layers":
        layers = value.list
        if layers == nil {
          diagnostics.append(Diagnostic(value.location, "layers must be a list, not \(value.summary)"))
        }
      default:
        diagnostics.append(
          Diagnostic(
            key.location, "a module has no '\(key.text.prefix(60).masked())'",
            NearestWord.Search(word: key.text, words: ["arguments", "layers"])))
      }
    }
    if layers == nil, !map.contains(where: { $0.key.text == "layers" }) {
      diagnostics.append(Diagnostic(name.location, "module '\(name.text)' has no layers"))
    }
    self.arguments = arguments
    self.layers = layers ?? []
  }
}
