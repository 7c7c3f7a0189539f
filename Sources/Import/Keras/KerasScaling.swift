import Architecture
import PlainText

/// Scales and shifts, given or learned: preprocessing inside of a model, ConvNeXt's layer scale.
enum KerasScaling {
  static let operations: [String: KerasGraph.Operation] = [
    "Rescaling": { call, graph throws(KerasProblem) in
      let scale = try call.arguments.numbers("scale") ?? [1]
      let shift = try call.arguments.numbers("offset") ?? [0]
      return try affine(Affine(scale: scale, shift: shift), try call.input(), call, &graph)
    },
    "Normalization": { call, graph throws(KerasProblem) in try normalization(call, &graph) },
    "LayerScale": { call, graph throws(KerasProblem) in try layerScale(call, &graph) },
    "CustomScaleLayer": { call, graph throws(KerasProblem) in try scaledSum(call, &graph) },
  ]

  /// Numbers given one for all, or one for each index of Keras's last axis.
  static func affine(
    _ kind: Affine, _ input: KerasValue, _ call: KerasOperation, _ graph: inout KerasGraph
  ) throws(KerasProblem) -> KerasValue {
    var value = input
    if kind.scale.count > 1 || kind.shift.count > 1 {
      value = try graph.leading(with: graph.shape(of: input).dimensions.count - 1, input, call)
    }
    return KerasValue(try graph.add(kind, call, [value]), value.order)
  }

  /// (x − mean)/max(√variance, 10⁻⁷), the numbers stated or gathered from data and stored with the weights.
  private static func normalization(
    _ call: KerasOperation, _ graph: inout KerasGraph
  ) throws(KerasProblem) -> KerasValue {
    let input = try call.input()
    let isInverse = try call.arguments.boolean("invert", default: false)
    if let mean = try call.arguments.numbers("mean"), let variance = try call.arguments.numbers("variance") {
      let deviations = variance.map { max($0.squareRoot(), 1e-7) }
      let count = max(mean.count, variance.count)
      guard [1, count].contains(mean.count), [1, count].contains(variance.count), count > 0 else {
        throw KerasProblem("\(mean.count) means and \(variance.count) variances")
      }
      func pick(_ numbers: [Double], _ index: Int) -> Double { numbers.count == 1 ? numbers[0] : numbers[index] }
      let kind =
        isInverse
        ? Affine(scale: deviations, shift: mean)
        : Affine(
          scale: deviations.map { 1 / $0 }, shift: (0..<count).map { -pick(mean, $0) / pick(deviations, $0) })
      return try affine(kind, input, call, &graph)
    }
    guard !isInverse else { throw KerasProblem("the inverse of numbers that are stored with the weights") }
    let axes = try call.arguments.axes("axis") ?? [-1]
    guard axes.count == 1 else { throw KerasProblem("normalizes along \(axes.count) axes") }
    let value = try graph.leading(with: try graph.axis(axes[0], of: input), input, call)
    // √(variance + 10⁻¹⁴) is max(√variance, 10⁻⁷) but for variances of that size.
    let index = try graph.add(BatchNormalization(epsilon: 1e-14, isAffine: false), call, [value])
    let channels = [graph.shape(of: value).channels]
    try graph.fill(index, .runningMean, call, tensor: 0, sizes: channels)
    try graph.fill(index, .runningVariance, call, tensor: 1, sizes: channels)
    return KerasValue(index, value.order)
  }

  private static func layerScale(_ call: KerasOperation, _ graph: inout KerasGraph) throws(KerasProblem) -> KerasValue {
    let input = try call.input()
    let value = try graph.leading(with: graph.shape(of: input).dimensions.count - 1, input, call)
    let index = try graph.add(Scale(hasBias: false), call, [value])
    try graph.fill(index, .weight, call, tensor: 0, sizes: [graph.shape(of: value).channels])
    return KerasValue(index, value.order)
  }

  /// x + scale·y, of Inception-ResNet-v2.
  private static func scaledSum(_ call: KerasOperation, _ graph: inout KerasGraph) throws(KerasProblem) -> KerasValue {
    guard call.inputs.count == 2 else { throw KerasProblem("joins \(call.inputs.count) inputs, and two are expected") }
    let values = try graph.aligned(call.inputs, call)
    let scale = try call.arguments.number("scale", default: 1)
    let scaled = KerasValue(try graph.add(Affine(scale: [scale]), call, [values[1]], "scaled"), values[1].order)
    return KerasValue(try graph.add(Addition(), call, [values[0], scaled]), values[0].order)
  }
}
