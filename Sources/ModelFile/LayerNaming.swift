import Architecture
import PlainText

// Names: those of layers without one, and what a name leads to.
extension Expansion {
  /// A name for a layer without one: `fc_1` for the first that multiplies and has no name, `relu_conv1` for another after a
  /// named layer, `relu_2` for the second of its kind where none is named, `conv2_1` for what takes the place of conv2. Nil
  /// for modules.
  mutating func automaticName(_ keyword: String, after lastName: String?, _ scope: Scope) -> String? {
    guard ReadableKinds.names(keyword) else { return nil }
    let stem: String
    if let replaced = scope.replaced, replaced.hasPrefix(scope.prefix) {
      stem = String(replaced.dropFirst(scope.prefix.count))
    } else if let lastName, !Expansion.multiplying.contains(keyword) {
      let candidate = "\(keyword)_\(lastName)"
      // With a number behind it, where one is needed.
      let isShort = (scope.prefix + candidate).utf8.count + 10 <= FileLimits.name
      if isShort, references[scope.prefix + candidate] == nil { return candidate }
      stem = isShort ? candidate : keyword
    } else {
      stem = keyword
    }
    let key = scope.prefix + stem
    var number = unnamed[key, default: 0]
    repeat { number += 1 } while references["\(key)_\(number)"] != nil
    unnamed[key] = number
    return "\(stem)_\(number)"
  }

  /// Kinds that are counted from the start of the network and not called after the layer before.
  private static let multiplying: Set = ["conv", "transposed_conv", "fc", "rbf", "subsample", "matmul"]

  /// A word: something, without white space or control characters.
  static func isName(_ text: String) -> Bool {
    guard !text.isEmpty, text.utf8.count <= FileLimits.name else { return false }
    // Most names are ASCII, of which what is printed counts.
    return text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
      || text.unicodeScalars.allSatisfy {
        switch $0.properties.generalCategory {
        case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
          .unassigned:
          false
        default: true
        }
      }
  }

  /// The layer that a name means: one of the same scope, or else of the whole network.
  mutating func resolve(_ value: Value, _ scope: Scope) -> Int? {
    guard let name = value.text else {
      note(value.location, "a layer's name is expected, not \(value.summary)", scope)
      return nil
    }
    if let index = references[scope.prefix + name] ?? references[name] {
      if scope.auxiliary == nil, let auxiliary = declarations[index].auxiliary {
        note(
          value.location,
          "'\(name)' belongs to the auxiliary classifier '\(auxiliary)', which inference leaves out: "
            + "the main path cannot read it", scope)
        return nil
      }
      return index
    }
    unresolved.append((name, scope, value.location))
    return nil
  }

  /// Says why a name led nowhere, once all names are known.
  mutating func explain(_ name: String, _ scope: Scope, _ place: Location, among names: [String]) {
    let shown = name.prefix(60).masked()
    if let later = references[scope.prefix + name] ?? references[name] {
      let below: Phrase = later < declarations.count ? ", at \(declarations[later].location)" : ""
      note(
        place,
        "'\(shown)' comes after this layer\(below): reading it here would make a cycle; a layer reads only layers above it",
        scope)
    } else {
      note(place, "no layer is called '\(shown)'", scope, NearestWord.Search(word: name, words: names))
    }
  }
}
