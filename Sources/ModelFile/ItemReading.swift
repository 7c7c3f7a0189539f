import Architecture

// One entry of a layer list.
extension Expansion {
  /// One entry of a layer list: a keyword, the value behind it, and the arguments.
  struct Item {
    let keyword: Value.Key
    var main: Value?
    var named: [(key: Value.Key, value: Value)]
    /// The value of `name`, with arguments put in.
    let name: String?
    /// The value of `module`: the module of the reference that computes the layer, or none. Nil where it is not stated: it is
    /// the one of the layer's name then.
    var module: String??
    /// The value of `from`.
    let from: Value?
    let location: Location
  }

  mutating func read(_ value: Value, _ scope: Scope) -> Item? {
    if let word = value.text {
      let keyword = Value.Key(text: word, location: value.location)
      return Item(keyword: keyword, main: nil, named: [], name: nil, module: nil, from: nil, location: value.location)
    }
    guard let map = value.map, let first = map.first else {
      note(value.location, "a layer is a word, or {kind: value, argument: value}, not \(value.summary)", scope)
      return nil
    }
    var keyword = first.key
    if keyword.text.hasPrefix("$") {
      let word = substitute(Value(content: .text(keyword.text), location: keyword.location), scope)
      keyword = Value.Key(text: word.text ?? keyword.text, location: keyword.location)
    }
    var named: [(key: Value.Key, value: Value)] = []
    var name: String?
    var from: Value?
    var module: String??
    for (key, value) in map.dropFirst() {
      switch key.text {
      case "name": name = self.name(value, scope)
      case "module" where ReadableKinds.names(keyword.text):
        module = value.isNull ? .some(nil) : self.name(value, scope).map { scope.prefix + $0 }
      case "from": from = substitute(value, scope)
      case "repeat": break
      default: named.append((key, value))
      }
    }
    return Item(
      keyword: keyword, main: first.value.isNull ? nil : first.value, named: named, name: name, module: module,
      from: from, location: first.key.location)
  }

  /// A name that stands in the file, with arguments put in.
  mutating func name(_ value: Value, _ scope: Scope) -> String? {
    let text = substitute(value, scope)
    if let text = text.text, Expansion.isName(text) { return text }
    note(
      value.location,
      "a name is a word without spaces or control characters, of at most \(FileLimits.name) bytes, not \(text.summary)",
      scope)
    return nil
  }
}
