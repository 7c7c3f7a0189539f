import Architecture
import PlainText
import TensorFiles

/// Activations: layers of their own, and those that Keras has inside of other layers.
enum KerasActivations {
  static let operations: [String: KerasGraph.Operation] = [
    "Activation": { call, graph throws(KerasProblem) in
      let (name, config) = try activation(call)
      return try apply(try kinds(name, config, call), call, &graph, isWhole: true)
    },
    "ReLU": { call, graph throws(KerasProblem) in try apply(try relu(call.arguments), call, &graph, isWhole: true) },
    "LeakyReLU": { call, graph throws(KerasProblem) in
      try apply(try kinds("leaky_relu", call.layer.config, call), call, &graph, isWhole: true)
    },
    "ELU": { call, graph throws(KerasProblem) in
      try apply(try kinds("elu", call.layer.config, call), call, &graph, isWhole: true)
    },
    "Softmax": { call, graph throws(KerasProblem) in try softmax(call, &graph) },
    "PReLU": { call, graph throws(KerasProblem) in try prelu(call, &graph) },
  ]

  /// The function of an `Activation`, or of a layer that has one inside: its name and, where it is an object, its arguments.
  static func activation(_ call: KerasOperation) throws(KerasProblem) -> (name: String, config: JSONValue) {
    guard let value = call.layer.config["activation"], value != .null else { return ("linear", .object([])) }
    if let name = value.text { return (name, .object([])) }
    // {"class_name": "ReLU", "config": {…}}, or a function by its name: {"class_name": "function", "config": "relu6"}.
    if let name = value["config"]?.text { return (name, .object([])) }
    guard let name = value["class_name"]?.text ?? value["registered_name"]?.text else {
      throw KerasProblem("an activation that has no name")
    }
    return (name, value["config"] ?? .object([]))
  }

  /// What an activation is, one layer or several in turn; none for the identity.
  static func kinds(_ name: String, _ config: JSONValue, _ call: KerasOperation) throws(KerasProblem) -> [any LayerKind]
  {
    let arguments = KerasArguments(config: config)
    switch name.lowercased().filter({ $0 != "_" }) {
    case "linear", "identity": return []
    case "relu": return try relu(arguments)
    case "relu6": return [ReLU6()]
    case "leakyrelu":
      // The function's slope is 0.2, the layer's 0.3; Keras 2 called the layer's alpha.
      let standIn = call.layer.className == "LeakyReLU" || name == "LeakyReLU" ? 0.3 : 0.2
      let alpha = try arguments.number("alpha", default: standIn)
      return [LeakyReLU(slope: try arguments.number("negative_slope", default: alpha))]
    case "elu": return [ELU(alpha: try arguments.number("alpha", default: 1))]
    // Klambauer et al., "Self-normalizing neural networks", 2017.
    case "selu": return [ELU(alpha: 1.6732632423543772), Affine(scale: [1.0507009873554805])]
    case "sigmoid": return [Sigmoid()]
    case "tanh": return [Tanh(amplitude: 1, slope: 1)]
    case "softplus": return [Softplus()]
    case "silu", "swish": return [SiLU()]
    case "gelu":
      return [GELU(approximation: try arguments.boolean("approximate", default: false) ? .tanh : .none)]
    case "mish": return [Mish()]
    case "hardsilu", "hardswish": return [HardSwish()]
    // Keras 3 has clip(x/6 + ½), those before it clip(x/5 + ½).
    case "hardsigmoid": return [call.isKeras3 ? HardSigmoid() : HardSigmoid(alpha: 0.2)]
    case "softmax": return [Softmax()]
    case "logsoftmax": return [LogSoftmax()]
    case "exponential", "exp": return [ElementwiseFunction(.exp)]
    case "softsign": return [ElementwiseFunction(.softsign)]
    case "hardtanh": return [Clip(minimum: -1, maximum: 1)]
    case "celu" where try arguments.number("alpha", default: 1) == 1: return [ELU()]
    default: throw KerasProblem("nothing is known of the activation '\(name)'")
    }
  }

  /// x up to a largest value, and a slope times x below 0.
  static func relu(_ arguments: KerasArguments) throws(KerasProblem) -> [any LayerKind] {
    guard try arguments.number("threshold", default: 0) == 0 else {
      throw KerasProblem("a threshold other than 0 has no counterpart")
    }
    let alpha = try arguments.number("alpha", default: 0)
    let slope = try arguments.number("negative_slope", default: alpha)
    let maximum = arguments.has("max_value") ? try arguments.number("max_value", default: 0) : nil
    if slope == 0 {
      guard let maximum else { return [ReLU()] }
      return [maximum == 6 ? ReLU6() : Clip(minimum: 0, maximum: maximum)]
    }
    return [LeakyReLU(slope: slope)] + (maximum.map { [Clip(maximum: $0)] } ?? [])
  }

  /// Adds activations for a call that is nothing else, or after the layer that it is.
  static func apply(
    _ kinds: [any LayerKind], _ call: KerasOperation, _ graph: inout KerasGraph, isWhole: Bool
  ) throws(KerasProblem) -> KerasValue {
    try apply(kinds, to: try call.input(), call, &graph, isWhole: isWhole)
  }

  static func apply(
    _ kinds: [any LayerKind], to input: KerasValue, _ call: KerasOperation, _ graph: inout KerasGraph, isWhole: Bool
  ) throws(KerasProblem) -> KerasValue {
    var value = input
    for (number, kind) in kinds.enumerated() {
      if kind is Softmax || kind is LogSoftmax {
        value = try softmax(value, axis: -1, call, &graph, isWhole ? nil : kind.name) {
          kind is Softmax ? Softmax(axis: $0) as any LayerKind : LogSoftmax(axis: $0)
        }
      } else {
        let isNamed = isWhole && number == kinds.count - 1
        value = KerasValue(try graph.add(kind, call, [value], isNamed ? nil : kind.name), value.order)
      }
    }
    return value
  }

  private static func softmax(_ call: KerasOperation, _ graph: inout KerasGraph) throws(KerasProblem) -> KerasValue {
    let axes = try call.arguments.axes("axis") ?? [-1]
    guard axes.count == 1 else { throw KerasProblem("a softmax over \(axes.count) axes together") }
    return try softmax(try call.input(), axis: axes[0], call, &graph, nil) { Softmax(axis: $0) }
  }

  /// - Parameters:
  ///   - axis: as Keras counts it.
  ///   - kind: of zoo's axis.
  private static func softmax(
    _ input: KerasValue, axis: Int, _ call: KerasOperation, _ graph: inout KerasGraph, _ word: String?,
    _ kind: (Int) -> any LayerKind
  ) throws(KerasProblem) -> KerasValue {
    let rank = graph.shape(of: input).dimensions.count
    let own = input.axis(try graph.axis(axis, of: input), rank: rank)
    return KerasValue(try graph.add(kind(own), call, [input], word), input.order)
  }

  private static func prelu(_ call: KerasOperation, _ graph: inout KerasGraph) throws(KerasProblem) -> KerasValue {
    var input = try call.input()
    if case .flattened = input.order { input = try graph.native(input, call) }
    let sizes = graph.sizes(of: input)
    var shared: Set<Int> = []
    for axis in try call.arguments.axes("shared_axes") ?? [] { shared.insert(try graph.axis(axis, of: input)) }
    // Axes of size 1 may be shared or not.
    let own = sizes.indices.filter { !shared.contains($0) && sizes[$0] > 1 }
    let stored = sizes.indices.map { shared.contains($0) ? 1 : sizes[$0] }
    let isShared = own.isEmpty
    guard own.count <= 1 else {
      throw KerasProblem(
        "a slope for each cell of \(sizes.map(String.init).joined(separator: "×")), not for each channel")
    }
    if let axis = own.first { input = try graph.leading(with: axis, input, call) }
    let index = try graph.add(PReLU(isShared: isShared), call, [input])
    let count = isShared ? 1 : graph.shape(of: input).channels
    try graph.fill(index, .weight, call, tensor: 0, sizes: stored) { $0.reshaped([count]) }
    return KerasValue(index, input.order)
  }
}

extension KerasGraph {
  /// The activation that a layer has inside, as a layer behind it.
  mutating func activated(_ value: KerasValue, _ call: KerasOperation) throws(KerasProblem) -> KerasValue {
    let (name, config) = try KerasActivations.activation(call)
    return try KerasActivations.apply(
      try KerasActivations.kinds(name, config, call), to: value, call, &self, isWhole: false)
  }
}
