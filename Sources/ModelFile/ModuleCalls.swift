import Architecture
import PlainText

// Modules, called with their arguments.
extension Expansion {
  /// Expands a module's layers with the arguments given.
  mutating func call(_ module: Module, _ item: Item, from start: Int, _ scope: Scope) -> Int {
    if let first = scope.calls.firstIndex(where: { $0.module == module.name }) {
      let path = scope.calls[first...].map { $0.module } + [module.name]
      note(item.location, "a cycle: module \(path.joined(separator: " → "))", scope)
      return start
    }
    guard hasRoom(for: module.arguments.count, at: item.location, scope) else { return start }
    var inner = scope
    inner.enter(module, at: item.location)
    inner.enclosing.append(enclosing(item, scope))
    guard extend(&inner, by: item) else { return start }
    inner.substitution = Substitution(values: arguments(of: module, item, scope))
    let end = expand(module.layers, from: start, inner)
    if let name = item.name, references[scope.prefix + name] == nil { references[scope.prefix + name] = end }
    return end
  }

  mutating func arguments(of module: Module, _ item: Item, _ scope: Scope) -> [String: Value] {
    var values: [String: Value] = [:]
    var given = item.named
    if let main = item.main {
      if let list = main.list {
        if list.count > module.arguments.count {
          note(
            main.location, "\(module.name) takes \(module.arguments.count) arguments, and \(list.count) are given",
            scope)
        }
        for (argument, value) in zip(module.arguments, list) { values[argument.name] = substitute(value, scope) }
      } else if let map = main.map {
        given += map
      } else if let first = module.arguments.first {
        values[first.name] = substitute(main, scope)
      } else {
        note(main.location, "\(module.name) takes no arguments", scope)
      }
    }
    let known = module.arguments.map { $0.name }
    let isKnown = Set(known)
    for (key, value) in given {
      if !isKnown.contains(key.text) {
        note(
          key.location, "\(module.name) has no argument '\(key.text.prefix(60).masked())'", scope,
          NearestWord.Search(word: key.text, words: known + ["name", "from"]))
      } else if values.updateValue(substitute(value, scope), forKey: key.text) != nil {
        note(key.location, "\(key.text) is given twice", scope)
      }
    }
    for (key, value) in changes(of: item.name.map { scope.prefix + $0 }) {
      if !isKnown.contains(key.text) {
        note(
          key.location, "\(module.name) has no argument '\(key.text.prefix(60).masked())'", scope,
          NearestWord.Search(word: key.text, words: known))
      }
      values[key.text] = value
    }
    let missing = module.arguments.filter { $0.standIn == nil && values[$0.name] == nil }.map { $0.name }
    if !missing.isEmpty {
      note(item.location, "\(module.name) needs \(missing.joined(separator: ", "))", scope)
    }
    for argument in module.arguments where values[argument.name] == nil {
      values[argument.name] = argument.standIn ?? Value(content: .null, location: item.location)
    }
    return values
  }
}
