/// Turns the items of a model file into a flat list of layers: modules are called, branches laid out, names resolved.
struct Expansion {
  /// Problems after which the rest is not looked at.
  static let mostProblems = 10_000

  /// Words of an item that are neither a layer kind nor a module.
  static let structural: Set<String> = ["auxiliary"]

  let separator: String
  let modules: [String: Module]
  let overrides: [Override]
  /// The layers so far; the first is the input.
  private(set) var declarations: [Declaration]
  var diagnostics: [Diagnostic] = []

  /// Where a name leads: the layer of that name, or the last layer of the module of that name.
  private var references: [String: Int] = [:]
  private var usedOverrides: Set<Int> = []
  /// References to names that were not known where they stood.
  private var unresolved: [(name: String, scope: Scope, location: Location)] = []
  /// Items expanded, and values read for them, which bounds the time that modules calling modules can take.
  private var steps = 0
  private var work = 0
  /// Whether a limit was passed, so that the layers are not all there.
  private(set) var hasOverflowed = false
  /// Every word that an item can begin with.
  private let words: [String]
  private var unnamed: [String: Int] = [:]

  /// What surrounds the items being expanded.
  struct Scope {
    /// Put before every name: `inception_3a/`.
    var prefix = ""
    var substitution = Substitution()
    var auxiliary: String?
    /// The modules being expanded, outermost first, and where they were called.
    var calls: [(module: String, location: Location)] = []
    /// The same places, innermost first; each layer keeps them.
    var usedFrom: [Location] = []
    var depth = 0
    /// The layer whose place the items take, on the command line's word.
    var replaced: String?

    mutating func enter(_ module: Module, at location: Location) {
      depth += 1
      calls.append((module.name, location))
      usedFrom.insert(location, at: 0)
    }
  }

  /// One entry of a layer list: a keyword, the value behind it, and the arguments.
  private struct Item {
    let keyword: Value.Key
    var main: Value?
    var named: [(key: Value.Key, value: Value)]
    /// The value of `name`, with arguments put in.
    let name: String?
    /// The value of `from`.
    let from: Value?
    let location: Location
  }

  init(input: Input, at location: Location, separator: String, modules: [String: Module], overrides: [Override]) {
    self.separator = separator
    self.modules = modules
    self.overrides = overrides
    words = LayerKinds.all.map { $0.keyword } + modules.keys + Expansion.structural
    declarations = [
      Declaration(
        name: "input", isNamed: true, kind: input, inputs: [], auxiliary: nil, location: location, usedFrom: [])
    ]
    references["input"] = 0
  }

  /// Expands the network's own list.
  mutating func expand(_ items: [Value]) {
    _ = expand(items, from: 0, Scope())
    let names = Array(references.keys)
    for (name, scope, place) in unresolved { explain(name, scope, place, among: names) }
    for (index, change) in overrides.enumerated() where !usedOverrides.contains(index) {
      let layer = change.argument.map { $0.layer } ?? change.path
      note(
        change.location, "no layer is called '\(Diagnostic.printable(layer.prefix(80)))'", Scope(),
        NearestWord.Search(word: layer, words: names))
    }
  }

  /// Expands a list whose first item reads layer `start`; the index of the layer that the list ends in.
  private mutating func expand(_ items: [Value], from start: Int, _ scope: Scope) -> Int {
    var current = start
    var lastName: String?
    guard scope.depth <= Limits.depth else {
      if let first = items.first {
        note(first.location, "modules and branches are nested more than \(Limits.depth) levels deep", scope)
      }
      return current
    }
    for value in items {
      steps += 1
      guard steps <= 2 * Limits.layers, declarations.count <= Limits.layers else {
        if !hasOverflowed { note(value.location, "the network has more than \(Limits.layers) layers", scope) }
        hasOverflowed = true
        return current
      }
      guard hasRoom(for: value.size, at: value.location, scope), diagnostics.count < Expansion.mostProblems else {
        return current
      }
      guard let item = read(value, scope) else { continue }
      if let from = item.from { current = resolve(from, scope) ?? declareMissing(item, scope) }
      current = expand(item, from: current, &lastName, scope)
    }
    return current
  }

  /// Counts what reading values costs; notes once where it is too much.
  private mutating func hasRoom(for cost: Int, at place: Location, _ scope: Scope) -> Bool {
    guard !hasOverflowed else { return false }
    work += cost
    guard work > Limits.work else { return true }
    note(place, "up to here modules and their arguments stand for more than \(Limits.work) values", scope)
    hasOverflowed = true
    return false
  }

  private mutating func read(_ value: Value, _ scope: Scope) -> Item? {
    if let word = value.text {
      let keyword = Value.Key(text: word, location: value.location)
      return Item(keyword: keyword, main: nil, named: [], name: nil, from: nil, location: value.location)
    }
    guard let map = value.map, let first = map.first else {
      note(value.location, "a layer is a word, or {kind: value, argument: value}, not \(value.summary)", scope)
      return nil
    }
    var named: [(key: Value.Key, value: Value)] = []
    var name: String?
    var from: Value?
    for (key, value) in map.dropFirst() {
      switch key.text {
      case "name":
        let text = substitute(value, scope)
        if let text = text.text, Expansion.isName(text) {
          name = text
        } else {
          note(
            value.location,
            "a name is a word without spaces or control characters, of at most \(Limits.name) bytes, "
              + "not \(text.summary)", scope)
        }
      case "from": from = substitute(value, scope)
      default: named.append((key, value))
      }
    }
    var keyword = first.key
    if keyword.text.hasPrefix("$") {
      let word = substitute(Value(content: .text(keyword.text), location: keyword.location), scope)
      keyword = Value.Key(text: word.text ?? keyword.text, location: keyword.location)
    }
    return Item(
      keyword: keyword, main: first.value.isNull ? nil : first.value, named: named, name: name, from: from,
      location: first.key.location)
  }

  private mutating func expand(_ item: Item, from start: Int, _ lastName: inout String?, _ scope: Scope) -> Int {
    let keyword = item.keyword.text
    let base = item.name ?? automaticName(keyword, after: lastName, scope)
    let name = base.map { scope.prefix + $0 }
    if let name, let index = overrides.firstIndex(where: { $0.path == name }), scope.replaced != name {
      return replace(name, by: index, from: start, scope)
    }
    if item.name != nil { lastName = item.name }

    if keyword == "auxiliary" {
      addAuxiliary(item, from: start, scope)
      return start
    }
    if let kind = LayerKinds.byKeyword[keyword] {
      let named = name ?? keyword
      return kind.joins
        ? addJoin(kind, item, named, from: start, scope) : add(kind, item, named, inputs: [start], scope)
    }
    if let module = modules[keyword] { return call(module, item, from: start, scope) }
    note(
      item.location, "unknown layer '\(Diagnostic.printable(keyword.prefix(60)))'", scope,
      NearestWord.Search(word: keyword, words: words))
    return declare(nil, item, name ?? "\(keyword)#\(declarations.count)", inputs: [start], scope)
  }

  /// Declares a layer with given inputs.
  private mutating func add(
    _ kind: any LayerKind.Type, _ item: Item, _ name: String, inputs: [Int], _ scope: Scope
  ) -> Int {
    let main = kind.joins ? nil : item.main.map { substitute($0, scope) }
    let named = item.named.map { ($0.key, substitute($0.value, scope)) }
    guard hasRoom(for: named.reduce(main?.size ?? 0) { $0 + $1.1.size }, at: item.location, scope) else {
      return inputs[0]
    }
    var reader = ArgumentReader(
      keyword: item.keyword.text, location: item.location, main: main, named: named,
      changes: overrides.isEmpty ? [] : changes(of: name))
    let layer = kind.init(&reader)
    reader.finish()
    for problem in reader.problems { note(problem, scope) }
    return declare(reader.problems.isEmpty ? layer : nil, item, name, inputs: inputs, scope)
  }

  private mutating func declare(
    _ kind: (any LayerKind)?, _ item: Item, _ name: String, inputs: [Int], _ scope: Scope
  ) -> Int {
    let index = declarations.count
    if let other = references.updateValue(index, forKey: name) {
      references[name] = other
      let first = other < declarations.count ? " (the first is at \(declarations[other].location))" : ""
      note(item.location, "the name '\(Diagnostic.printable(name))' is given twice\(first)", scope)
    }
    declarations.append(
      Declaration(
        name: name, isNamed: item.name != nil, kind: kind, inputs: inputs, auxiliary: scope.auxiliary,
        location: item.location, usedFrom: scope.usedFrom))
    return index
  }

  /// Stands in for a layer that a name should lead to. That it does not is an error already, and what reads it is
  /// passed over when sizes are inferred.
  private mutating func declareMissing(_ item: Item, _ scope: Scope) -> Int {
    declarations.append(
      Declaration(
        name: "", isNamed: false, kind: nil, inputs: [], auxiliary: scope.auxiliary, location: item.location,
        usedFrom: scope.usedFrom))
    return declarations.count - 1
  }

  /// Declares a concatenation or an addition after its branches. A branch is a list of items, or the name of a layer.
  private mutating func addJoin(
    _ kind: any LayerKind.Type, _ item: Item, _ name: String, from start: Int, _ scope: Scope
  ) -> Int {
    guard let branches = item.main?.list, !branches.isEmpty else {
      note(
        item.main?.location ?? item.location,
        "\(item.keyword.text) takes a list of branches, each a list of layers or the name of a layer", scope)
      return start
    }
    guard hasRoom(for: 8 * branches.count, at: item.location, scope) else { return start }
    var inner = scope
    inner.depth += 1
    var inputs: [Int] = []
    for branch in branches {
      if branch.text != nil {
        inputs.append(resolve(substitute(branch, scope), scope) ?? declareMissing(item, scope))
      } else if let items = branch.list {
        inputs.append(expand(items, from: start, inner))
      } else {
        inputs.append(expand([branch], from: start, inner))
      }
    }
    return add(kind, item, name, inputs: inputs, scope)
  }

  private mutating func addAuxiliary(_ item: Item, from start: Int, _ scope: Scope) {
    guard let name = item.name else {
      note(item.location, "an auxiliary classifier needs a name", scope)
      return
    }
    for (key, _) in item.named {
      note(key.location, "auxiliary has no argument '\(Diagnostic.printable(key.text))'", scope)
    }
    guard let items = item.main?.list else {
      note(item.main?.location ?? item.location, "auxiliary takes a list of layers", scope)
      return
    }
    var inner = scope
    inner.depth += 1
    inner.auxiliary = scope.auxiliary ?? scope.prefix + name
    guard extend(&inner, by: item) else { return }
    _ = expand(items, from: start, inner)
  }

  /// Puts the item's name before the names of what is inside it.
  private mutating func extend(_ scope: inout Scope, by item: Item) -> Bool {
    guard let name = item.name else { return true }
    scope.prefix += name + separator
    guard scope.prefix.utf8.count > Limits.name else { return true }
    note(item.location, "with the modules around it, the name '\(name)' has more than \(Limits.name) bytes", scope)
    return false
  }

  /// Expands a module's layers with the arguments given.
  private mutating func call(_ module: Module, _ item: Item, from start: Int, _ scope: Scope) -> Int {
    if let first = scope.calls.firstIndex(where: { $0.module == module.name }) {
      let path = scope.calls[first...].map { $0.module } + [module.name]
      note(item.location, "a cycle: module \(path.joined(separator: " → "))", scope)
      return start
    }
    guard hasRoom(for: module.arguments.count, at: item.location, scope) else { return start }
    var inner = scope
    inner.enter(module, at: item.location)
    guard extend(&inner, by: item) else { return start }
    inner.substitution = Substitution(values: arguments(of: module, item, scope))
    let end = expand(module.layers, from: start, inner)
    if let name = item.name, references[scope.prefix + name] == nil { references[scope.prefix + name] = end }
    return end
  }

  private mutating func arguments(of module: Module, _ item: Item, _ scope: Scope) -> [String: Value] {
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
          key.location, "\(module.name) has no argument '\(Diagnostic.printable(key.text.prefix(60)))'", scope,
          NearestWord.Search(word: key.text, words: known + ["name", "from"]))
      } else if values.updateValue(substitute(value, scope), forKey: key.text) != nil {
        note(key.location, "\(key.text) is given twice", scope)
      }
    }
    for (key, value) in changes(of: item.name.map { scope.prefix + $0 }) {
      if !isKnown.contains(key.text) {
        note(
          key.location, "\(module.name) has no argument '\(Diagnostic.printable(key.text.prefix(60)))'", scope,
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

  // MARK: Changes from the command line

  /// The arguments that the command line gives the layer or module of this name.
  private mutating func changes(of name: String?) -> [(key: Value.Key, value: Value)] {
    var changes: [(key: Value.Key, value: Value)] = []
    for (index, change) in overrides.enumerated() {
      guard let (layer, key) = change.argument, layer == name else { continue }
      usedOverrides.insert(index)
      changes.append((key, change.value))
    }
    return changes
  }

  private mutating func replace(_ name: String, by index: Int, from start: Int, _ scope: Scope) -> Int {
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

  // MARK: Names

  /// A name for a layer without one: `relu_conv1` after a named layer, `conv_2` for the second of its kind where none
  /// is named, `conv2_1` for what takes the place of conv2. Nil for modules.
  private mutating func automaticName(_ keyword: String, after lastName: String?, _ scope: Scope) -> String? {
    guard LayerKinds.byKeyword[keyword] != nil else { return nil }
    let stem: String
    if let replaced = scope.replaced, replaced.hasPrefix(scope.prefix) {
      stem = String(replaced.dropFirst(scope.prefix.count))
    } else if let lastName {
      let candidate = "\(keyword)_\(lastName)"
      if references[scope.prefix + candidate] == nil { return candidate }
      stem = candidate
    } else {
      stem = keyword
    }
    let key = scope.prefix + stem
    var number = unnamed[key, default: 0]
    repeat { number += 1 } while references["\(key)_\(number)"] != nil
    unnamed[key] = number
    return "\(stem)_\(number)"
  }

  /// A word: something, without white space or control characters.
  static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= Limits.name
      && text.unicodeScalars.allSatisfy {
        switch $0.properties.generalCategory {
        case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
          .unassigned:
          false
        default: true
        }
      }
  }

  /// The layer that a name means: one of the same scope, or else of the whole network.
  private mutating func resolve(_ value: Value, _ scope: Scope) -> Int? {
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
  private mutating func explain(_ name: String, _ scope: Scope, _ place: Location, among names: [String]) {
    let shown = Diagnostic.printable(name.prefix(60))
    if let later = references[scope.prefix + name] ?? references[name] {
      let below = later < declarations.count ? ", at \(declarations[later].location)" : ""
      note(
        place,
        "'\(shown)' comes after this layer\(below): reading it here would make a cycle; a layer reads only layers above it",
        scope)
    } else {
      note(place, "no layer is called '\(shown)'", scope, NearestWord.Search(word: name, words: names))
    }
  }

  private mutating func substitute(_ value: Value, _ scope: Scope) -> Value {
    var problems: [Diagnostic] = []
    let result = scope.substitution.apply(to: value, &problems)
    for problem in problems { note(problem, scope) }
    return result
  }

  private mutating func note(
    _ place: Location, _ message: String, _ scope: Scope, _ search: NearestWord.Search? = nil
  ) {
    note(Diagnostic(place, message, search), scope)
  }

  private mutating func note(_ problem: Diagnostic, _ scope: Scope) {
    // Enough to list; a module called a million times must not gather a million copies.
    guard diagnostics.count < Expansion.mostProblems else { return }
    diagnostics.append(problem.used(from: scope.usedFrom))
  }
}
