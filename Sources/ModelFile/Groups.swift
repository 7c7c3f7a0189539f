import Architecture
import PlainText

// Groups of layers that are no calls of modules: auxiliary classifiers, and groups with a name.
extension Expansion {
  /// Expands a classifier that exists in training alone. The list goes on from where it branched off.
  mutating func addAuxiliary(_ item: Item, from start: Int, _ scope: Scope) {
    guard item.name != nil || item.named.contains(where: { $0.key.text == "called" }) else {
      note(item.location, "an auxiliary classifier needs a name", scope)
      return
    }
    _ = expandGroup(item, from: start, scope, isAuxiliary: true)
  }

  /// Expands a list of layers as a module of the network: `name` stands before the names of its layers, `called` names the
  /// module alone, and `kind` says what it is.
  mutating func expandGroup(_ item: Item, from start: Int, _ scope: Scope, isAuxiliary: Bool = false) -> Int {
    let keyword = item.keyword.text
    guard let items = item.main?.list ?? item.main.flatMap({ argument($0, scope)?.list }) else {
      note(item.main?.location ?? item.location, "\(keyword) takes a list of layers", scope)
      return start
    }
    var called: String?
    var kind: String?
    for (key, value) in item.named {
      switch key.text {
      case "called": called = name(value, scope)
      case "kind" where !isAuxiliary: kind = name(value, scope)
      default: note(key.location, "\(keyword) has no argument '\(key.text.masked())'", scope)
      }
    }
    var inner = scope
    inner.depth += 1
    if let called = called ?? item.name.map({ scope.prefix + $0 }) {
      inner.enclosing.append(
        EnclosingModule(name: called, kind: isAuxiliary ? keyword : kind, isAuxiliary: isAuxiliary))
    }
    guard extend(&inner, by: item) else { return start }
    let end = expand(items, from: start, inner)
    if !isAuxiliary, let name = item.name, references[scope.prefix + name] == nil {
      references[scope.prefix + name] = end
    }
    return end
  }
}
