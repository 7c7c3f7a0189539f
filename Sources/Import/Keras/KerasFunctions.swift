import Architecture
import PlainText
import TensorFiles

/// Functions and operators called between layers: Keras 3's `ops`, and TensorFlow's in `TFOpLambda`.
enum KerasFunctions {
  static let operations = named.merging(functions) { $1 }

  /// Functions of a number alone, whose classes have the functions' names.
  private static let functions = Dictionary(
    uniqueKeysWithValues: ElementwiseFunction.Function.allCases.map { function in
      let word = classes[function] ?? function.rawValue.prefix(1).uppercased() + function.rawValue.dropFirst()
      return (
        word,
        { (call: KerasOperation, graph: inout KerasGraph) throws(KerasProblem) -> KerasValue in
          let kind = ElementwiseFunction(function)
          return try KerasActivations.apply([kind], call, &graph, isWhole: true)
        } as KerasGraph.Operation
      )
    })

  /// Where a class has another name.
  private static let classes: [ElementwiseFunction.Function: String] = [
    .abs: "Absolute", .asin: "Arcsin", .acos: "Arccos", .atan: "Arctan", .asinh: "Arcsinh", .acosh: "Arccosh",
    .atanh: "Arctanh", .softsign: "Softsign",
  ]

  private static let named: [String: KerasGraph.Operation] = [
    "Mean": { call, graph throws(KerasProblem) in try reduce(call, &graph) { Mean($0) } },
    "Max": { call, graph throws(KerasProblem) in try reduce(call, &graph) { Max($0) } },
    "Negative": { call, graph throws(KerasProblem) in
      try KerasScaling.affine(Affine(scale: [-1]), try call.input(), call, &graph)
    },
    "Relu": activation("relu"), "Relu6": activation("relu6"), "Sigmoid": activation("sigmoid"),
    "Tanh": activation("tanh"), "Silu": activation("silu"), "Gelu": activation("gelu"), "Elu": activation("elu"),
    "Selu": activation("selu"), "Softplus": activation("softplus"), "LeakyRelu": activation("leaky_relu"),
    "HardSigmoid": activation("hard_sigmoid"), "HardSilu": activation("hard_silu"), "Mish": activation("mish"),
  ]

  /// The class of Keras's operations that a function of TensorFlow is.
  private static let tensorFlow = [
    "__operators__.add": "Add", "math.add": "Add", "math.add_n": "Add", "math.subtract": "Subtract",
    "math.multiply": "Multiply", "math.truediv": "TrueDivide", "math.divide": "TrueDivide", "math.maximum": "Maximum",
    "math.minimum": "Minimum", "math.negative": "Negative", "math.reduce_mean": "Mean", "math.reduce_max": "Max",
    "nn.relu": "Relu", "nn.relu6": "Relu6", "nn.sigmoid": "Sigmoid", "math.sigmoid": "Sigmoid", "math.tanh": "Tanh",
    "nn.tanh": "Tanh", "nn.silu": "Silu", "nn.swish": "Silu", "nn.gelu": "Gelu", "nn.elu": "Elu", "nn.selu": "Selu",
    "nn.softplus": "Softplus", "math.softplus": "Softplus", "nn.leaky_relu": "LeakyRelu", "nn.softmax": "Softmax",
    "concat": "Concatenate", "identity": "Identity", "stop_gradient": "StopGradient",
  ]

  /// A `TFOpLambda` as the operation that it calls, its constants as arguments; any other layer as it is.
  static func called(_ layer: KerasModel.KerasLayer, _ call: KerasCall) -> KerasModel.KerasLayer {
    guard layer.className == "TFOpLambda", let function = layer.config["function"]?.text,
      let className = tensorFlow[function]
    else { return layer }
    var members: [JSONValue.Member] = []
    for (key, argument) in call.keywords.sorted(by: { $0.key < $1.key }) {
      if case .value(let value) = argument {
        members.append(.init(key: key == "alpha" ? "negative_slope" : key, value: value))
      }
    }
    return KerasModel.KerasLayer(
      className: className, name: layer.name, config: .object(members), calls: layer.calls, model: nil)
  }

  private static func activation(_ name: String) -> KerasGraph.Operation {
    { call, graph throws(KerasProblem) in
      try KerasActivations.apply(
        try KerasActivations.kinds(name, call.layer.config, call), call, &graph, isWhole: true)
    }
  }

  private static func reduce(
    _ call: KerasOperation, _ graph: inout KerasGraph, _ kind: (Reduction) -> any LayerKind
  ) throws(KerasProblem) -> KerasValue {
    var input = try call.input()
    if case .flattened = input.order { input = try graph.native(input, call) }
    let rank = graph.shape(of: input).dimensions.count
    guard let stated = try call.arguments.axes("axis") else { throw KerasProblem("reduces the batch too") }
    var axes: [Int] = []
    for axis in stated { axes.append(input.axis(try graph.axis(axis, of: input), rank: rank)) }
    let keeps = try call.arguments.boolean("keepdims", default: false)
    let index = try graph.add(kind(Reduction(axes: axes.sorted(), keepsAxes: keeps)), call, [input])
    // Without the channels, or with nothing else left, the axes that stay are in Keras's order.
    let isLast = input.order == .channelsLast && (keeps || !axes.contains(0) && rank - axes.count > 1)
    return KerasValue(index, isLast ? .channelsLast : .native)
  }
}
