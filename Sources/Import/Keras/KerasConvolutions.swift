import Architecture
import PlainText
import Weights

typealias WeightPart = WeightTensor.Part

/// Convolutions and dense layers.
enum KerasConvolutions {
  static let operations: [String: KerasGraph.Operation] = [
    "Conv1D": { call, graph throws(KerasProblem) in try convolution(call, &graph, axes: 1) },
    "Conv2D": { call, graph throws(KerasProblem) in try convolution(call, &graph, axes: 2) },
    "Conv3D": { call, graph throws(KerasProblem) in try convolution(call, &graph, axes: 3) },
    "DepthwiseConv1D": { call, graph throws(KerasProblem) in try depthwise(call, &graph, axes: 1) },
    "DepthwiseConv2D": { call, graph throws(KerasProblem) in try depthwise(call, &graph, axes: 2) },
    "SeparableConv1D": { call, graph throws(KerasProblem) in try separable(call, &graph, axes: 1) },
    "SeparableConv2D": { call, graph throws(KerasProblem) in try separable(call, &graph, axes: 2) },
    "Conv1DTranspose": { call, graph throws(KerasProblem) in try transposed(call, &graph, axes: 1) },
    "Conv2DTranspose": { call, graph throws(KerasProblem) in try transposed(call, &graph, axes: 2) },
    "Conv3DTranspose": { call, graph throws(KerasProblem) in try transposed(call, &graph, axes: 3) },
    "Dense": { call, graph throws(KerasProblem) in try dense(call, &graph) },
  ]

  private static func convolution(
    _ call: KerasOperation, _ graph: inout KerasGraph, axes: Int
  ) throws(KerasProblem) -> KerasValue {
    let input = try graph.maps(try call.input(), isChannelsFirst: call.arguments.isChannelsFirst, call)
    let channels = try call.arguments.integer("filters")
    let groups = try call.arguments.integer("groups", default: 1)
    let hasBias = try call.arguments.boolean("use_bias", default: true)
    let window = try KerasWindow(call.arguments, axes: axes)
    let index = try graph.add(
      Convolution(channels: channels, window: window.arguments, groups: groups, hasBias: hasBias), call, [input])
    let perGroup = graph.shape(of: input).channels / groups
    try graph.fill(index, .weight, call, tensor: 0, sizes: window.kernel + [perGroup, channels]) { kernelFirst($0) }
    if hasBias { try graph.fill(index, .bias, call, tensor: 1, sizes: [channels]) }
    return try graph.activated(KerasValue(index, input.order), call)
  }

  /// H×W×I×O as O×I×H×W.
  private static func kernelFirst(_ numbers: ParameterNumbers) -> ParameterNumbers {
    let spatial = numbers.shape.count - 2
    return numbers.permuted([spatial + 1, spatial] + Array(0..<spatial))
  }

  private static func depthwise(
    _ call: KerasOperation, _ graph: inout KerasGraph, axes: Int
  ) throws(KerasProblem) -> KerasValue {
    let input = try graph.maps(try call.input(), isChannelsFirst: call.arguments.isChannelsFirst, call)
    let hasBias = try call.arguments.boolean("use_bias", default: true)
    let (index, channels) = try depthwiseHalf(call, &graph, input, axes: axes, hasBias: hasBias, nil)
    if hasBias { try graph.fill(index, .bias, call, tensor: 1, sizes: [channels]) }
    return try graph.activated(KerasValue(index, input.order), call)
  }

  /// A convolution with kernels of its own for each input channel.
  private static func depthwiseHalf(
    _ call: KerasOperation, _ graph: inout KerasGraph, _ input: KerasValue, axes: Int, hasBias: Bool, _ word: String?
  ) throws(KerasProblem) -> (index: Int, channels: Int) {
    let multiplier = try call.arguments.integer("depth_multiplier", default: 1)
    let window = try KerasWindow(call.arguments, axes: axes)
    let inputs = graph.shape(of: input).channels
    let (channels, overflow) = inputs.multipliedReportingOverflow(by: multiplier)
    guard multiplier > 0, !overflow else { throw KerasProblem("a depth multiplier of \(multiplier)") }
    let kind = Convolution(channels: channels, window: window.arguments, groups: inputs, hasBias: hasBias)
    let index = try graph.add(kind, call, [input], word)
    // H×W×C×M as (C·M)×1×H×W.
    try graph.fill(index, .weight, call, tensor: 0, sizes: window.kernel + [inputs, multiplier]) { numbers in
      numbers.reshaped(window.kernel + [1, channels]).map(kernelFirst)
    }
    return (index, channels)
  }

  /// Two layers, `sep/depthwise` and `sep/pointwise`.
  private static func separable(
    _ call: KerasOperation, _ graph: inout KerasGraph, axes: Int
  ) throws(KerasProblem) -> KerasValue {
    let input = try graph.maps(try call.input(), isChannelsFirst: call.arguments.isChannelsFirst, call)
    let hasBias = try call.arguments.boolean("use_bias", default: true)
    let (first, between) = try depthwiseHalf(call, &graph, input, axes: axes, hasBias: false, "/depthwise")
    let channels = try call.arguments.integer("filters")
    let ones = Array(repeating: 1, count: axes)
    let kind = Convolution(channels: channels, window: WindowArguments(kernel: ones), groups: 1, hasBias: hasBias)
    let index = try graph.add(kind, call, [KerasValue(first)], "/pointwise")
    try graph.fill(index, .weight, call, tensor: 1, sizes: ones + [between, channels]) { kernelFirst($0) }
    if hasBias { try graph.fill(index, .bias, call, tensor: 2, sizes: [channels]) }
    return try graph.activated(KerasValue(index, input.order), call)
  }

  private static func transposed(
    _ call: KerasOperation, _ graph: inout KerasGraph, axes: Int
  ) throws(KerasProblem) -> KerasValue {
    let input = try graph.maps(try call.input(), isChannelsFirst: call.arguments.isChannelsFirst, call)
    let channels = try call.arguments.integer("filters")
    let groups = try call.arguments.integer("groups", default: 1)
    guard groups == 1 else { throw KerasProblem("a transposed convolution in \(groups) groups") }
    let hasBias = try call.arguments.boolean("use_bias", default: true)
    let window = try KerasWindow(call.arguments, axes: axes)
    let (cut, added) = try window.transposed(stated: try call.arguments.sizes("output_padding", axes: axes))
    let kind = TransposedConvolution(channels: channels, window: cut, outputPadding: added, hasBias: hasBias)
    let index = try graph.add(kind, call, [input])
    let inputs = graph.shape(of: input).channels
    // H×W×O×I as I×O×H×W.
    try graph.fill(index, .weight, call, tensor: 0, sizes: window.kernel + [channels, inputs]) { kernelFirst($0) }
    if hasBias { try graph.fill(index, .bias, call, tensor: 1, sizes: [channels]) }
    return try graph.activated(KerasValue(index, input.order), call)
  }

  /// On a vector a fully connected layer; on maps whose channels come last it is a convolution of 1×1; else rows are tokens.
  private static func dense(_ call: KerasOperation, _ graph: inout KerasGraph) throws(KerasProblem) -> KerasValue {
    let input = try call.input()
    let outputs = try call.arguments.integer("units")
    let hasBias = try call.arguments.boolean("use_bias", default: true)
    let shape = graph.shape(of: input)
    let index: Int
    if input.order == .channelsLast, !shape.isVector {
      let ones = shape.extent.map { _ in 1 }
      let kind = Convolution(channels: outputs, window: WindowArguments(kernel: ones), groups: 1, hasBias: hasBias)
      index = try graph.add(kind, call, [input])
      try graph.fill(index, .weight, call, tensor: 0, sizes: [shape.channels, outputs]) { numbers in
        numbers.reshaped(ones + [shape.channels, outputs]).map(kernelFirst)
      }
    } else {
      let inputs = shape.dimensions[shape.dimensions.count - 1]
      index = try graph.add(
        FullyConnected(outputs: outputs, hasBias: hasBias, flattens: shape.isVector), call, [input])
      try graph.fill(index, .weight, call, tensor: 0, sizes: [inputs, outputs]) { numbers in
        guard case .flattened(let maps) = input.order else { return numbers.permuted([1, 0]) }
        // (H·W·C, O) as O×C×H×W.
        return numbers.reshaped(maps.extent + [maps.channels, outputs]).map(kernelFirst)
      }
    }
    if hasBias { try graph.fill(index, .bias, call, tensor: 1, sizes: [outputs]) }
    return try graph.activated(KerasValue(index, input.order == .channelsLast ? .channelsLast : .native), call)
  }
}
