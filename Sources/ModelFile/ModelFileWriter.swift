import Architecture
import PlainText

/// Writes a network as a model file: a line per layer, with the modules that layers are part of as groups.
///
/// Reading the text back gives the same network: the same layers, names, arguments, wiring, modules and head. What a module's
/// arguments were is not known any more.
public struct ModelFileWriter {
  private let network: Network
  private var lines: [String] = []
  /// The index of the layer that an item without `from` would read.
  private var previous = 0

  private init(_ network: Network) { self.network = network }

  /// The text of a network's model file.
  ///
  /// - Throws: `UnwritableLayer` for a kind that model files cannot name, or a name that they cannot hold.
  public static func text(of network: Network) throws(UnwritableLayer) -> String {
    var writer = ModelFileWriter(network)
    writer.writeHead()
    writer.lines.append("layers:")
    try writer.write(Array(network.body.indices), depth: 0, indent: "")
    return writer.lines.joined(separator: "\n") + "\n"
  }

  // MARK: Head

  private mutating func writeHead() {
    let model = network.model
    func add(_ key: String, _ value: String) { lines.append("\(key): \(value)") }
    add("title", Self.text(model.changes.isEmpty ? model.title : "\(model.title), changed"))
    if !model.paper.isEmpty { add("paper", Self.text(model.paper)) }
    if !model.reference.isEmpty { add("reference", Self.text(model.reference)) }
    let deviations = model.deviations + model.changes.map { "changed: \($0)" }
    if !deviations.isEmpty { add("deviations", Self.list(deviations.map(Self.text))) }
    if !model.published.isEmpty {
      lines.append("published:")
      for figure in model.published { lines.append("- \(Self.published(figure))") }
    }
    if !model.weights.isEmpty {
      lines.append("weights:")
      for weights in model.weights { lines.append("- \(Self.weights(weights))") }
    }
    if network.inputCount == 1, network.layers[0].name == "input" {
      add("input", Self.list(network.input.dimensions))
    } else {
      let inputs = network.inputs.map { "\(Self.text($0.name)): \(Self.list($0.shape.dimensions))" }
      add("inputs", "{\(inputs.joined(separator: ", "))}")
    }
    if !network.markedOutputs.isEmpty {
      add("outputs", Self.list(network.markedOutputs.map { Self.text(network.layers[$0].name) }))
    }
    if let alone = model.preprocessings.first, model.preprocessings.count == 1, alone.implementation == nil {
      add("preprocessing", Self.preprocessing(alone))
    } else if !model.preprocessings.isEmpty {
      lines.append("preprocessing:")
      for one in model.preprocessings {
        lines.append("  \(Self.text(one.implementation ?? "")): \(Self.preprocessing(one))")
      }
    }
    switch model.labels {
    case .list(let list): add("labels", list.rawValue)
    case .names(let names): add("labels", Self.list(names.map(Self.text)))
    case nil: break
    }
    if !model.names.isEmpty {
      lines.append("names:")
      for (implementation, names) in model.names.sorted(by: { $0.key < $1.key }) {
        lines.append("  \(Self.text(implementation)): \(Self.list(names.map(Self.text)))")
      }
    }
  }

  private static func published(_ figure: PublishedFigure) -> String {
    var parts = ["\(figure.quantity.rawValue): \(figure.text)"]
    if let layer = figure.layer { parts.append("layer: \(text(layer))") }
    if figure.mode != .inference { parts.append("mode: \(figure.mode.rawValue)") }
    parts.append("source: \(text(figure.source))")
    return "{\(parts.joined(separator: ", "))}"
  }

  private static func weights(_ weights: PublishedWeights) -> String {
    var parts = ["name: \(text(weights.name))"]
    parts.append("top1: \(Attribute.Value.number(weights.top1))")
    parts.append("top5: \(Attribute.Value.number(weights.top5))")
    if let size = weights.size { parts.append("size: \(size)") }
    if let side = weights.resize { parts.append("resize: \(side)") }
    if let interpolation = weights.interpolation { parts.append("interpolation: \(interpolation.rawValue)") }
    parts.append("source: \(text(weights.source))")
    if let file = weights.file {
      parts.append("address: \(text(file.address))")
      switch file.size {
      case .bytes(let count): parts.append("bytes: \(count)")
      case .mebibytes(let number): parts.append("mebibytes: \(Attribute.Value.number(number))")
      }
      parts.append("sha256: \(text(file.sha256))")
    }
    return "{\(parts.joined(separator: ", "))}"
  }

  private static func preprocessing(_ preprocessing: Preprocessing) -> String {
    func numbers(_ values: [Double]) -> String { Attribute.Value.numbers(values).description }
    var parts = ["channels: \(preprocessing.channels.rawValue)"]
    if preprocessing.divisor != 1 { parts.append("divisor: \(Attribute.Value.number(preprocessing.divisor))") }
    if preprocessing.mean.contains(where: { $0 != 0 }) { parts.append("mean: \(numbers(preprocessing.mean))") }
    if preprocessing.deviation.contains(where: { $0 != 1 }) { parts.append("std: \(numbers(preprocessing.deviation))") }
    switch preprocessing.resizing {
    case .shorterSide(let side): parts.append("resize: \(side)")
    case .exactly(let height, let width): parts.append("resize: [\(height), \(width)]")
    case nil: break
    }
    if preprocessing.interpolation != .bilinear {
      parts.append("interpolation: \(preprocessing.interpolation.rawValue)")
    }
    return "{\(parts.joined(separator: ", "))}"
  }

  // MARK: Layers

  /// Writes layers that share their outermost `depth` modules, those of a further module as a group.
  private mutating func write(_ indices: [Int], depth: Int, indent: String) throws(UnwritableLayer) {
    var start = 0
    while start < indices.count {
      let layer = network.layers[indices[start]]
      guard layer.scope.count > depth else {
        lines.append("\(indent)- \(try item(layer, indices[start]))")
        previous = indices[start]
        start += 1
        continue
      }
      let module = layer.scope[depth]
      let end =
        indices[start...].firstIndex { index in
          let scope = network.layers[index].scope
          return scope.count <= depth || scope[depth] != module
        } ?? indices.count
      let branching = previous
      var words = ["called: \(Self.text(module.name))"]
      if let kind = module.kind, !module.isAuxiliary { words.append("kind: \(Self.text(kind))") }
      lines.append("\(indent)- \(module.isAuxiliary ? "auxiliary" : "group"):")
      try write(Array(indices[start..<end]), depth: depth + 1, indent: indent + "  ")
      lines += words.map { "\(indent)  \($0)" }
      // The list goes on from where a classifier branched off.
      if module.isAuxiliary { previous = branching }
      start = end
    }
  }

  private func item(_ layer: Layer, _ index: Int) throws(UnwritableLayer) -> String {
    guard let kind = ReadableKinds.kind(layer.kind.name) else { throw .kind(layer: layer.name, layer.kind.name) }
    for name in [layer.name] + layer.scope.map(\.name) where !Expansion.isName(name) { throw .name(name) }
    let attributes = layer.kind.attributes.filter { !$0.isDefault }
    var main = ""
    var parts: [String] = []
    if kind.arity.joins { main = Self.list(layer.inputs.map { Self.text(network.layers[$0].name) }) }
    for attribute in attributes {
      let value = Self.text(attribute.value)
      if attribute.name == kind.mainArgument, !kind.arity.joins {
        main = value
      } else {
        parts.append("\(attribute.name): \(value)")
      }
    }
    parts.append("name: \(Self.text(layer.name))")
    if layer.module != layer.name { parts.append("module: \(layer.module.map(Self.text) ?? "~")") }
    if !kind.arity.joins, let input = layer.inputs.first, input != previous {
      parts.append("from: \(Self.text(network.layers[input].name))")
    }
    return "{\(([kind.keyword + ": " + main] + parts).joined(separator: ", "))}"
  }

  // MARK: YAML

  private static func list(_ numbers: [Int]) -> String { list(numbers.map(String.init)) }
  private static func list(_ texts: [String]) -> String { "[\(texts.joined(separator: ", "))]" }

  private static func text(_ value: Attribute.Value) -> String {
    if case .word(let word) = value { return text(word) }
    return value.description
  }

  /// Plain where YAML takes it for the same text, else between double quotes.
  private static func text(_ text: String) -> String {
    let isPlain =
      text.utf8.allSatisfy {
        switch $0 {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/"):
          true
        default: false
        }
      } && !["", "null"].contains(text)
    if isPlain { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      default:
        quoted +=
          scalar.value < 0x20
          ? "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16) : String(scalar)
      }
    }
    return quoted + "\""
  }
}

/// What a model file cannot hold.
public enum UnwritableLayer: PhrasedError, Hashable, Sendable, CustomStringConvertible {
  /// Layers of this kind have no word in model files.
  case kind(layer: String, String)
  /// A name that is no word: with spaces or control characters, or too long.
  case name(String)

  public var description: String { message }

  public var phrase: Phrase {
    switch self {
    case .kind(let layer, let kind): "\(layer): a model file has no word for layers of the kind \(kind)"
    case .name(let name):
      "'\(name)' cannot be a name in a model file: it is no word of at most \(FileLimits.name) bytes"
    }
  }
}
