import Architecture
import PlainText

/// Builds the network that the items of a model file stand for: modules are called, branches laid out, names resolved, and
/// each layer is put on what it reads.
struct Expansion {
  /// Problems after which the rest is not looked at.
  static let mostProblems = 10_000
  /// Items expanded after the first problem: without a network to come, the rest is looked at for other problems alone.
  static let mostStepsAfterProblem = 20_000

  /// Words of an item that are neither a layer kind nor a module.
  static let structural: Set<String> = ["auxiliary", "group"]

  let separator: String
  let modules: [String: Module]
  let overrides: [Override]
  /// The network so far, with every layer that fits.
  private(set) var builder: NetworkBuilder
  /// The layers so far, the inputs first.
  var declarations: [Declaration] = []
  var diagnostics: [Diagnostic] = []

  /// Where a name leads: the layer of that name, or the last layer of the module of that name.
  var references: [String: Int] = [:]
  var usedOverrides: Set<Int> = []
  /// References to names that were not known where they stood.
  var unresolved: [(name: String, scope: Scope, location: Location)] = []
  /// Items expanded, and values read for them, which bounds the time that modules calling modules can take.
  var steps = 0
  var work = 0
  private var stepsAfterProblem = 0
  /// Whether a limit was passed, so that the layers are not all there.
  var hasOverflowed = false
  /// Every word that an item can begin with.
  private let words: [String]
  var unnamed: [String: Int] = [:]
  /// How often a module without a name was called, by the name that it gets.
  private var calledModules: [String: Int] = [:]

  /// What surrounds the items being expanded.
  struct Scope {
    /// Put before every name: `inception_3a/`.
    var prefix = ""
    var substitution = Substitution()
    /// The named and unnamed modules around, outermost first, which each layer keeps.
    var enclosing: [EnclosingModule] = []
    /// The modules being expanded, outermost first, and where they were called.
    var calls: [(module: String, location: Location)] = []
    /// The same places, innermost first; each problem keeps them.
    var usedFrom: [Location] = []
    var depth = 0
    /// The layer whose place the items take, on the command line's word.
    var replaced: String?

    /// The outermost auxiliary classifier around.
    var auxiliary: String? { enclosing.first(where: \.isAuxiliary)?.name }

    mutating func enter(_ module: Module, at location: Location) {
      depth += 1
      calls.append((module.name, location))
      usedFrom.insert(location, at: 0)
    }
  }

  /// - Parameter inputs: those of the head; the shape is nil where it cannot be read.
  init(
    _ model: Model, inputs: [(name: String, shape: Shape?, location: Location)], separator: String,
    modules: [String: Module], overrides: [Override]
  ) {
    self.separator = separator
    self.modules = modules
    self.overrides = overrides
    words = LayerKinds.all.map { $0.keyword } + modules.keys + Expansion.structural
    builder = NetworkBuilder(model)
    for (name, shape, location) in inputs {
      references[name] = declarations.count
      // Without a size nothing can be placed, and the layers' words can be wrong all the same.
      var index: Int?
      if let shape {
        do {
          index = try builder.input(shape, name: name)
        } catch {
          note(location, "\(error)", Scope())
        }
      }
      declarations.append(Declaration(name: name, index: index, auxiliary: nil, location: location))
    }
  }

  /// Expands the network's own list, and marks the results that the head names.
  mutating func expand(_ items: [Value], outputs: [Value]) {
    _ = expand(items, from: 0, Scope())
    mark(outputs: outputs)
    // A name of a layer that was not reached is no mistake.
    guard !hasOverflowed else { return }
    let names = Array(references.keys)
    for (name, scope, place) in unresolved { explain(name, scope, place, among: names) }
    for (index, change) in overrides.enumerated() where !usedOverrides.contains(index) {
      let layer = change.argument.map { $0.layer } ?? change.path
      note(
        change.location, "no layer is called '\(layer.prefix(80).masked())'", Scope(),
        NearestWord.Search(word: layer, words: names))
    }
  }

  /// Expands a list whose first item reads layer `start`; the index of the layer that the list ends in.
  mutating func expand(_ items: [Value], from start: Int, _ scope: Scope) -> Int {
    var lastName: String?
    return expand(items, from: start, &lastName, scope)
  }

  private mutating func expand(_ items: [Value], from start: Int, _ lastName: inout String?, _ scope: Scope) -> Int {
    var current = start
    guard scope.depth <= FileLimits.depth else {
      if let first = items.first {
        note(first.location, "modules and branches are nested more than \(FileLimits.depth) levels deep", scope)
      }
      return current
    }
    for value in items {
      guard mayExpand(value, scope) else { return current }
      if let list = argument(value, scope)?.list {
        // The list stands where the argument's name stands, and its own arguments are put in already.
        var inner = scope
        inner.depth += 1
        current = expand(list, from: current, &lastName, inner)
        continue
      }
      let turns = turns(of: value, scope)
      for turn in turns ?? 0..<1 {
        var inner = scope
        if turns != nil {
          guard mayExpand(value, scope) else { return current }
          inner.substitution = scope.substitution.adding(Expansion.turnName, turn, at: value.location)
        }
        guard let item = read(value, inner) else { break }
        if let from = item.from { current = resolve(from, inner) ?? declareMissing(item, inner) }
        current = expand(item, from: current, &lastName, inner)
        if hasOverflowed { return current }
      }
    }
    return current
  }

  /// Counts an item that is expanded; notes once where they are too many.
  private mutating func mayExpand(_ value: Value, _ scope: Scope) -> Bool {
    steps += 1
    if !diagnostics.isEmpty {
      stepsAfterProblem += 1
      guard stepsAfterProblem <= Expansion.mostStepsAfterProblem else {
        hasOverflowed = true
        return false
      }
    }
    guard steps <= 2 * Limits.layers, declarations.count <= Limits.layers else {
      if !hasOverflowed { note(value.location, "the network has more than \(Limits.layers) layers", scope) }
      hasOverflowed = true
      return false
    }
    return hasRoom(for: value.size, at: value.location, scope) && diagnostics.count < Expansion.mostProblems
  }

  /// Counts what reading values costs; notes once where it is too much.
  mutating func hasRoom(for cost: Int, at place: Location, _ scope: Scope) -> Bool {
    guard !hasOverflowed else { return false }
    work += cost
    guard work > FileLimits.work else { return true }
    note(place, "up to here modules and their arguments stand for more than \(FileLimits.work) values", scope)
    hasOverflowed = true
    return false
  }

  mutating func expand(_ item: Item, from start: Int, _ lastName: inout String?, _ scope: Scope) -> Int {
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
    if keyword == "group" { return expandGroup(item, from: start, scope) }
    if let kind = ReadableKinds.kind(keyword) {
      let named = name ?? keyword
      return kind.arity.joins
        ? addJoin(kind, item, named, from: start, scope) : add(kind, item, named, inputs: [start], scope)
    }
    if let module = modules[keyword] { return call(module, item, from: start, scope) }
    note(
      Diagnostic(
        item.location, "unknown layer '\(keyword.prefix(60).masked())'",
        NearestWord.Search(word: keyword, words: words, meaning: OtherWords.kind(keyword)), isOfWord: true), scope)
    return declare(nil, item, name ?? "\(keyword)#\(declarations.count)", inputs: [start], scope)
  }

  /// Declares a layer with given inputs.
  mutating func add(
    _ kind: any ReadableKind.Type, _ item: Item, _ name: String, inputs: [Int], _ scope: Scope
  ) -> Int {
    var main = kind.arity.joins ? nil : item.main.map { substitute($0, scope) }
    var named = item.named.map { ($0.key, substitute($0.value, scope)) }
    guard hasRoom(for: named.reduce(main?.size ?? 0) { $0 + $1.1.size }, at: item.location, scope) else {
      return inputs[0]
    }
    if let value = main, let argument = kind.mainArgument {
      if let arguments = value.map, let last = arguments.last {
        let keyword = item.keyword.text
        note(
          value.location,
          "the arguments of \(keyword) stand beside it and not below it: {\(keyword): …, \(last.key.text): …}", scope)
        named += arguments
      } else {
        named.append((Value.Key(text: argument, location: value.location), value))
      }
      main = nil
    }
    var reader = ArgumentReader(
      keyword: item.keyword.text, location: item.location, main: main, named: named,
      changes: overrides.isEmpty ? [] : changes(of: name),
      arriving: declarations[inputs[0]].index.map { builder.shape(of: $0).channels })
    let layer = kind.init(&reader)
    reader.finish()
    for problem in reader.problems { note(problem, scope) }
    return declare(reader.problems.isEmpty ? layer : nil, item, name, inputs: inputs, scope)
  }

  mutating func declare(
    _ kind: (any LayerKind)?, _ item: Item, _ name: String, inputs: [Int], _ scope: Scope
  ) -> Int {
    let position = declarations.count
    var unique = name
    if name.utf8.count > FileLimits.name {
      let shown = name.prefix(60).masked()
      note(
        item.location, "with the modules around it, the name '\(shown)…' has more than \(FileLimits.name) bytes", scope)
    }
    if let other = references.updateValue(position, forKey: name) {
      references[name] = other
      let first: Phrase = other < declarations.count ? " (the first is at \(declarations[other].location))" : ""
      note(item.location, "the name '\(name.masked())' is given twice\(first)", scope)
      unique = "\(name)#\(position)"
    }
    declarations.append(
      Declaration(
        name: name, index: kind.flatMap { place($0, item, unique, inputs: inputs, scope) }, auxiliary: scope.auxiliary,
        location: item.location))
    return position
  }

  /// Puts a layer on what it reads. One that does not fit is noted, and what reads it is passed over.
  private mutating func place(
    _ kind: any LayerKind, _ item: Item, _ name: String, inputs: [Int], _ scope: Scope
  ) -> Int? {
    let sources = inputs.compactMap { declarations[$0].index }
    guard !hasOverflowed, sources.count == inputs.count else { return nil }
    do {
      return try builder.add(
        kind, name: name, module: item.module ?? item.name.map { _ in name }, reading: sources,
        scope: scope.enclosing)
    } catch {
      note(item.location, "\(error)", scope)
      if case .tooManyLayers = error { hasOverflowed = true }
      return nil
    }
  }

  /// Stands in for a layer that a name should lead to. That it does not is an error already, and what reads it is
  /// passed over when sizes are inferred.
  mutating func declareMissing(_ item: Item, _ scope: Scope) -> Int {
    declarations.append(
      Declaration(name: "", index: nil, auxiliary: scope.auxiliary, location: item.location))
    return declarations.count - 1
  }

  /// Declares a concatenation or an addition after its branches. A branch is a list of items, or the name of a layer.
  mutating func addJoin(
    _ kind: any ReadableKind.Type, _ item: Item, _ name: String, from start: Int, _ scope: Scope
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
      if let list = argument(branch, scope)?.list {
        inputs.append(expand(list, from: start, inner))
      } else if branch.text != nil {
        inputs.append(resolve(substitute(branch, scope), scope) ?? declareMissing(item, scope))
      } else if let items = branch.list {
        inputs.append(expand(items, from: start, inner))
      } else {
        inputs.append(expand([branch], from: start, inner))
      }
    }
    return add(kind, item, name, inputs: inputs, scope)
  }

  /// Puts the item's name before the names of what is inside it.
  mutating func extend(_ scope: inout Scope, by item: Item) -> Bool {
    guard let name = item.name else { return true }
    scope.prefix += name + separator
    guard scope.prefix.utf8.count > FileLimits.name else { return true }
    note(item.location, "with the modules around it, the name '\(name)' has more than \(FileLimits.name) bytes", scope)
    return false
  }

  /// The module that a call stands for in the network. One without a name of its own is called by its kind, and from the
  /// second on by a number.
  mutating func enclosing(_ item: Item, _ scope: Scope) -> EnclosingModule {
    let kind = item.keyword.text
    if let name = item.name { return EnclosingModule(name: scope.prefix + name, kind: kind) }
    let base = (scope.enclosing.last.map { $0.name + separator } ?? "") + kind
    let number = calledModules[base, default: 0] + 1
    calledModules[base] = number
    return EnclosingModule(name: number == 1 ? base : "\(base)_\(number)", kind: kind)
  }

  /// Marks the layers of those names as results.
  mutating func mark(outputs: [Value]) {
    for value in outputs {
      guard let position = resolve(value, Scope()), let index = declarations[position].index else { continue }
      try? builder.output(index)
    }
  }

  mutating func substitute(_ value: Value, _ scope: Scope) -> Value {
    var problems: [Diagnostic] = []
    let result = scope.substitution.apply(to: value, &problems)
    for problem in problems { note(problem, scope) }
    return result
  }

  mutating func note(
    _ place: Location, _ message: Phrase, _ scope: Scope, _ search: NearestWord.Search? = nil
  ) {
    note(Diagnostic(place, message, search), scope)
  }

  mutating func note(_ problem: Diagnostic, _ scope: Scope) {
    // Enough to list; a module called a million times must not gather a million copies.
    guard diagnostics.count < Expansion.mostProblems else { return }
    diagnostics.append(problem.used(from: scope.usedFrom))
  }
}
