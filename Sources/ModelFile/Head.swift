import Architecture
import PlainText

/// The head of a model file, and the modules and layers under it, read key by key.
struct Head {
  private(set) var title: String?
  private(set) var paper = ""
  private(set) var reference = ""
  private(set) var deviations: [String] = []
  private var published: [(figure: PublishedFigure, place: Location)] = []
  private var weights: [PublishedWeights] = []
  /// The inputs in order; a shape is nil where it cannot be read.
  private(set) var inputs: [(name: String, shape: Shape?, location: Location)]
  private(set) var outputs: [Value] = []
  private(set) var separator = "/"
  private(set) var names: [(implementation: Value.Key, names: Value)] = []
  private(set) var modules: [String: Module] = [:]
  private(set) var layers: [Value]?
  private var preprocessings: [Preprocessing] = []
  private var preprocessingLocation: Location?
  private var labels: Labels?
  private var labelsLocation: Location?
  var diagnostics: [Diagnostic] = []
  private var included: Set<String> = []

  private static let keys = [
    "title", "paper", "reference", "deviations", "published", "weights", "input", "inputs", "outputs", "preprocessing",
    "labels",
    "separator", "names",
    "include",
    "modules", "layers",
  ]

  init(_ file: Value, include: (String) -> SourceText?) {
    inputs = [("input", nil, file.location)]
    let map = file.map ?? []
    for (key, value) in map {
      switch key.text {
      case "title": title = text(value, key)
      case "paper": paper = text(value, key) ?? ""
      case "reference": reference = text(value, key) ?? ""
      case "deviations": deviations = (value.list ?? [value]).compactMap { text($0, key) }
      case "published": published = PublishedReading(value, &diagnostics).figures
      case "weights": weights = PublishedWeights.read(value, &diagnostics)
      case "input": inputs = [("input", shape(value), value.location)]
      case "inputs": readInputs(value)
      case "outputs": outputs = value.list ?? [value]
      case "preprocessing":
        preprocessings = Preprocessing.read(value, &diagnostics)
        preprocessingLocation = value.location
      case "labels":
        labels = Labels.read(value, &diagnostics)
        labelsLocation = value.location
      case "separator":
        separator = text(value, key) ?? "/"
        if !["/", "."].contains(separator) { note(value.location, "separator is '/' or '.', not \(value.summary)") }
      case "names":
        names = (value.map ?? []).map { ($0.key, $0.value) }
        if value.map == nil {
          note(value.location, "names are written {implementation: [name, …]}, not \(value.summary)")
        }
      case "include": for name in value.list ?? [value] { readModules(from: name, include) }
      case "modules": readModules(value)
      case "layers":
        layers = value.list
        if layers == nil { note(value.location, "layers must be a list, not \(value.summary)") }
        if layers?.isEmpty == true { note(value.location, "the network has no layers") }
      default:
        note(
          key.location, "a model file has no key '\(key.text.prefix(60).masked())'",
          NearestWord.Search(word: key.text, words: Head.keys))
      }
    }
    let given = Set(map.map(\.key.text))
    if !given.contains("input"), !given.contains("inputs") { note(file.location, "the model file has no 'input'") }
    if !given.contains("layers") { note(file.location, "the model file has no 'layers'") }
    if given.isSuperset(of: ["input", "inputs"]) {
      note(file.location, "a model file has one 'input', or several 'inputs', and not both")
    }
  }

  /// - Parameter changes: those of the command line. What others published is not about a changed network.
  func model(name: String, changes: [String]) -> Model {
    Model(
      name: changes.isEmpty ? name : "\(name)-changed", title: title ?? name, paper: paper, reference: reference,
      deviations: deviations, published: changes.isEmpty ? published.map(\.figure) : [],
      weights: changes.isEmpty ? weights : [],
      names: Dictionary(
        uniqueKeysWithValues: names.map { ($0.implementation.text, ($0.names.list ?? []).compactMap(\.text)) }),
      preprocessings: preprocessings, labels: labels, changes: changes)
  }

  /// Every list of names must have one for each layer with tensors.
  mutating func checkNames(of network: Network) {
    let layers = network.layers.filter { !$0.parameters.isEmpty }
    for (implementation, value) in names {
      let list = (value.list ?? []).compactMap(\.text)
      if list.count != layers.count {
        note(
          value.location,
          "\(list.count) names of \(implementation.text) for \(layers.count) layers with parameters")
      }
      if Set(list).count != list.count { note(value.location, "a name of \(implementation.text) is given twice") }
    }
  }

  /// Pictures must come out as the network's input.
  mutating func checkPictures(for network: Network) {
    guard let location = preprocessingLocation else { return }
    for preprocessing in preprocessings {
      if let message = preprocessing.misfit(with: network.input) { note(location, message) }
    }
  }

  /// Labels written out must be as many as the outputs.
  mutating func checkLabels(for network: Network) {
    guard case .names(let names) = labels, let location = labelsLocation,
      let output = network.network(for: .inference).layers.last?.shape, names.count != output.count
    else { return }
    note(location, "\(names.count) labels for \(output.count) outputs")
  }

  /// A receptive field that was published belongs to a layer that there is.
  mutating func checkPublished(of network: Network) {
    for (figure, place) in published {
      guard let layer = figure.layer, !network.layers.contains(where: { $0.name == layer }) else { continue }
      note(
        place, "no layer is called '\(layer.prefix(60).masked())'",
        NearestWord.Search(word: layer, words: network.layers.map(\.name)))
    }
  }

  private mutating func readInputs(_ value: Value) {
    guard let map = value.map, !map.isEmpty else {
      note(value.location, "inputs are written {name: [channels, height, width], …}, not \(value.summary)")
      return
    }
    inputs = map.map { key, value in
      if !Expansion.isName(key.text) { note(key.location, "an input's name is a word, not \(key.text.quoted)") }
      return (key.text, shape(value), value.location)
    }
  }

  private mutating func shape(_ value: Value) -> Shape? {
    let list = value.list ?? [value]
    let numbers = list.compactMap { $0.text.flatMap { Int($0) } }
    guard numbers.count == list.count, (1...4).contains(numbers.count) else {
      note(value.location, "input is [channels, height, width], [channels, length] or [numbers], not \(value.summary)")
      return nil
    }
    do {
      return try Shape(dimensions: numbers)
    } catch {
      note(value.location, "\(error)")
      return nil
    }
  }

  private mutating func readModules(_ value: Value) {
    guard let map = value.map else {
      note(value.location, "modules are written {name: {arguments: …, layers: …}}, not \(value.summary)")
      return
    }
    for (key, value) in map {
      if modules[key.text] != nil {
        note(key.location, "module '\(key.text.masked())' is there already, from an included file")
      }
      if let module = Module(name: key, value, &diagnostics) { modules[key.text] = module }
    }
  }

  /// Takes the modules of another model file, named without folder or ending.
  private mutating func readModules(from name: Value, _ include: (String) -> SourceText?) {
    if let text = name.text, !included.insert(text).inserted {
      note(name.location, "\(name.summary) is included twice")
      return
    }
    guard let text = name.text, !text.contains("/"), !text.hasPrefix("."), let source = include(text) else {
      note(name.location, "no model file called \(name.summary) to include: it must lie beside this one or in the zoo")
      return
    }
    do {
      let file = try Value.parse(source)
      guard let modules = file.map?.first(where: { $0.key.text == "modules" }) else {
        note(name.location, "'\(text)' has no modules to include")
        return
      }
      readModules(modules.value)
    } catch {
      diagnostics += error.diagnostics
    }
  }

  private mutating func text(_ value: Value, _ key: Value.Key) -> String? {
    guard let text = value.text?.split(whereSeparator: \.isNewline).joined(separator: " "),
      text.masked(atMost: 2_000) == text
    else {
      note(value.location, "\(key.text) must be a line of text, not \(value.summary)")
      return nil
    }
    return text
  }

  private mutating func note(_ place: Location, _ message: Phrase, _ search: NearestWord.Search? = nil) {
    diagnostics.append(Diagnostic(place, message, search))
  }
}
