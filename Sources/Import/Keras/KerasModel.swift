import PlainText
import TensorFiles

/// A model's configuration: its layers, and which calls of them are its inputs and outputs.
struct KerasModel {
  let name: String
  let className: String
  private(set) var layers: [KerasLayer]
  let inputs: [KerasCall.Reference]
  let outputs: [KerasCall.Reference]

  /// A layer of a model.
  struct KerasLayer {
    let className: String
    let name: String
    let config: JSONValue
    /// What each call of it reads; empty for an input.
    var calls: [KerasCall]
    /// The model that it is; nil for any other layer.
    let model: KerasModel?

    var isInput: Bool { className == "InputLayer" }
  }

  /// Reads what `to_json()` and the attribute `model_config` hold.
  ///
  /// - Throws: `KerasProblem` where it is no model that is made of layers alone.
  init(_ text: [UInt8]) throws(KerasProblem) {
    let value: JSONValue
    do {
      value = try JSONValue(parsing: text, valueLimit: KerasModel.mostValues)
    } catch {
      throw KerasProblem("the configuration is damaged: \(error.phrase)")
    }
    try self.init(value, depth: 0)
  }

  /// Values in a configuration; EfficientNet-B7 has a tenth of it.
  private static let mostValues = 2_000_000
  /// Bytes of a configuration.
  static let mostBytes = 32 << 20
  /// Models inside each other.
  private static let deepest = 16

  /// - Parameter value: `{"class_name": …, "config": …}`.
  private init(_ value: JSONValue, depth: Int) throws(KerasProblem) {
    guard let className = value["class_name"]?.text, let config = value["config"] else {
      throw KerasProblem("the configuration has no 'class_name' and 'config', as that of a Keras model has")
    }
    guard depth < KerasModel.deepest else {
      throw KerasProblem("more than \(KerasModel.deepest) models stand inside each other")
    }
    guard case .array(let items)? = KerasModel.layers(of: config) else {
      throw KerasProblem(
        "the model's class '\(className)' is Python code, and the file lists no layers of it; a Functional or Sequential "
          + "model does")
    }
    self.className = className
    name = config["name"]?.text ?? value["name"]?.text ?? "model"
    var layers: [KerasLayer] = []
    for item in items { layers.append(try KerasModel.layer(item, depth: depth)) }
    if config["input_layers"] == nil {
      // A Sequential: each layer reads the one before it.
      layers = KerasModel.chained(layers, sizes: config["build_input_shape"] ?? config["batch_input_shape"])
      self.layers = layers
      inputs = layers.first.map { [KerasCall.Reference(layer: $0.name, node: 0, tensor: 0, shape: nil)] } ?? []
      outputs = layers.last.map { [KerasCall.Reference(layer: $0.name, node: 0, tensor: 0, shape: nil)] } ?? []
    } else {
      self.layers = layers
      inputs = KerasCall.Reference.all(in: config["input_layers"] ?? .null)
      outputs = KerasCall.Reference.all(in: config["output_layers"] ?? .null)
    }
    try checkNames()
  }

  /// The list of layers; of a Sequential of Keras 1 and of the first of Keras 2 it is the configuration itself.
  private static func layers(of config: JSONValue) -> JSONValue? {
    if case .array = config { return config }
    return config["layers"]
  }

  private static func layer(_ value: JSONValue, depth: Int) throws(KerasProblem) -> KerasLayer {
    guard let className = value["class_name"]?.text, let config = value["config"] else {
      throw KerasProblem("a layer has no 'class_name' and 'config'")
    }
    let name = value["name"]?.text ?? config["name"]?.text ?? className.lowercased()
    var calls: [KerasCall] = []
    if case .array(let nodes)? = value["inbound_nodes"] {
      for node in nodes {
        guard let call = KerasCall(node) else {
          throw KerasProblem("what it reads ('inbound_nodes') has no form that is known", at: name)
        }
        calls.append(call)
      }
    }
    let isModel = KerasModel.layers(of: config) != nil
    let model = isModel ? try KerasModel(value, depth: depth + 1) : nil
    let modern = Keras1.modernized(className, config)
    return KerasLayer(className: modern.className, name: name, config: modern.config, calls: calls, model: model)
  }

  /// The layers one after the other, behind an input: the list has none where the first layer states the sizes.
  private static func chained(_ layers: [KerasLayer], sizes: JSONValue?) -> [KerasLayer] {
    var chain = layers
    if let first = layers.first, !first.isInput {
      let stated = first.config["batch_input_shape"] ?? first.config["batch_shape"] ?? sizes ?? inner(first.model)
      let config = JSONValue.object([.init(key: "batch_shape", value: stated ?? .null)])
      chain.insert(
        KerasLayer(className: "InputLayer", name: "\(first.name)_input", config: config, calls: [], model: nil), at: 0)
    }
    for index in chain.indices.dropFirst() {
      chain[index].calls = [
        KerasCall(reading: KerasCall.Reference(layer: chain[index - 1].name, node: 0, tensor: 0, shape: nil))
      ]
    }
    return chain
  }

  /// The sizes of the first input of a model that is the first layer of another.
  private static func inner(_ model: KerasModel?) -> JSONValue? {
    model?.layers.first { $0.isInput }.flatMap { $0.config["batch_input_shape"] ?? $0.config["batch_shape"] }
  }

  private func checkNames() throws(KerasProblem) {
    guard !layers.isEmpty else { throw KerasProblem("the model '\(name)' has no layers") }
    var names: Set<String> = []
    for layer in layers where !names.insert(layer.name).inserted {
      throw KerasProblem("two layers of '\(name)' have this name", at: layer.name)
    }
  }
}

/// Why a part of a Keras model cannot be read.
struct KerasProblem: PhrasedError {
  let place: String
  let phrase: Phrase

  init(_ phrase: Phrase, at place: String = "") {
    self.phrase = phrase
    self.place = place
  }
}
