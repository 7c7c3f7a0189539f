import Architecture

// Changes from the command line, applied to the items that they name.
extension Expansion {
  /// The arguments that the command line gives the layer or module of this name.
  mutating func changes(of name: String?) -> [(key: Value.Key, value: Value)] {
    var changes: [(key: Value.Key, value: Value)] = []
    for (index, change) in overrides.enumerated() {
      guard let (layer, key) = change.argument, layer == name else { continue }
      usedOverrides.insert(index)
      changes.append((key, change.value))
    }
    return changes
  }

  mutating func replace(_ name: String, by index: Int, from start: Int, _ scope: Scope) -> Int {
    usedOverrides.insert(index)
    let change = overrides[index]
    guard let items = change.value.list ?? (change.value.map == nil ? nil : [change.value]) else {
      note(
        change.value.location, "a layer is replaced by a list of layers: \(name)=[{conv: 64, kernel: 3}, relu]", scope)
      return start
    }
    var inner = scope
    inner.depth += 1
    inner.replaced = name
    let end = expand(items, from: start, inner)
    if references[name] == nil { references[name] = end }
    return end
  }
}
