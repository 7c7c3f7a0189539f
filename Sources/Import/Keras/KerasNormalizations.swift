import Architecture
import PlainText

/// Normalization by gathered or by own statistics.
enum KerasNormalizations {
  static let operations: [String: KerasGraph.Operation] = [
    "BatchNormalization": { call, graph throws(KerasProblem) in try batch(call, &graph) },
    "SyncBatchNormalization": { call, graph throws(KerasProblem) in try batch(call, &graph) },
    "LayerNormalization": { call, graph throws(KerasProblem) in try layer(call, &graph) },
    "GroupNormalization": { call, graph throws(KerasProblem) in try group(call, &graph) },
    "UnitNormalization": { call, graph throws(KerasProblem) in try unit(call, &graph) },
  ]

  private static func batch(_ call: KerasOperation, _ graph: inout KerasGraph) throws(KerasProblem) -> KerasValue {
    let axis = try onlyAxis(call, &graph)
    let input = try graph.leading(with: axis, try call.input(), call)
    let hasScale = try call.arguments.boolean("scale", default: true)
    let hasShift = try call.arguments.boolean("center", default: true)
    guard hasShift || !hasScale else { throw KerasProblem("a scale without a shift (center=False) has no counterpart") }
    guard try call.arguments.integer("mode", default: 0) == 0 else {
      throw KerasProblem("only mode 0 of Keras 1 is known")
    }
    let kind = BatchNormalization(
      epsilon: try call.arguments.number("epsilon", default: 0.001), isAffine: hasShift, hasScale: hasScale)
    let index = try graph.add(kind, call, [input])
    let channels = [graph.shape(of: input).channels]
    var tensor = 0
    for (part, isThere) in [
      (WeightPart.weight, hasScale), (.bias, hasShift), (.runningMean, true), (.runningVariance, true),
    ] where isThere {
      try graph.fill(index, part, call, tensor: tensor, sizes: channels)
      tensor += 1
    }
    return KerasValue(index, input.order)
  }

  private static func layer(_ call: KerasOperation, _ graph: inout KerasGraph) throws(KerasProblem) -> KerasValue {
    var input = try call.input()
    guard try !call.arguments.boolean("rms_scaling", default: false) else {
      throw KerasProblem("RMS scaling is not known")
    }
    let isAffine = try isAffine(call)
    let rank = graph.shape(of: input).dimensions.count
    var axes: [Int] = []
    for axis in try call.arguments.axes("axis") ?? [-1] { axes.append(try graph.axis(axis, of: input)) }
    let span: LayerNormalization.Span
    if axes.count == rank, Set(axes).count == rank {
      span = rank == 1 ? .channels : .all
    } else if axes == [rank - 1] {
      span = input.order == .channelsLast ? .channels : .last
    } else if axes == [0] {
      span = .channels
      input = try graph.native(input, call)
    } else {
      throw KerasProblem("normalizes axes together that are neither all nor the last")
    }
    if case .flattened = input.order { input = try graph.native(input, call) }
    let kind = LayerNormalization(
      over: span, epsilon: try call.arguments.number("epsilon", default: 0.001), isAffine: isAffine)
    let index = try graph.add(kind, call, [input])
    if isAffine {
      let sizes = axes.sorted().map { graph.sizes(of: input)[$0] }
      let isTurned = span == .all && input.order == .channelsLast
      for (tensor, part) in [WeightPart.weight, .bias].enumerated() {
        try graph.fill(index, part, call, tensor: tensor, sizes: sizes) { numbers in
          isTurned ? numbers.permuted([rank - 1] + Array(0..<rank - 1)) : numbers
        }
      }
    }
    return KerasValue(index, input.order)
  }

  private static func group(_ call: KerasOperation, _ graph: inout KerasGraph) throws(KerasProblem) -> KerasValue {
    let axis = try onlyAxis(call, &graph)
    let input = try graph.leading(with: axis, try call.input(), call)
    let channels = graph.shape(of: input).channels
    let groups = try call.arguments.integer("groups", default: 32)
    let isAffine = try isAffine(call)
    let kind = GroupNormalization(
      groups: groups == -1 ? channels : groups, epsilon: try call.arguments.number("epsilon", default: 0.001),
      isAffine: isAffine)
    let index = try graph.add(kind, call, [input])
    if isAffine {
      try graph.fill(index, .weight, call, tensor: 0, sizes: [channels])
      try graph.fill(index, .bias, call, tensor: 1, sizes: [channels])
    }
    return KerasValue(index, input.order)
  }

  private static func unit(_ call: KerasOperation, _ graph: inout KerasGraph) throws(KerasProblem) -> KerasValue {
    let axis = try onlyAxis(call, &graph)
    let input = try graph.leading(with: axis, try call.input(), call)
    return KerasValue(try graph.add(L2Normalization(epsilon: 1e-12), call, [input]), input.order)
  }

  /// The axis of the channels, not counting the batch.
  private static func onlyAxis(_ call: KerasOperation, _ graph: inout KerasGraph) throws(KerasProblem) -> Int {
    let axes = try call.arguments.axes("axis") ?? [-1]
    guard axes.count == 1 else { throw KerasProblem("normalizes along \(axes.count) axes") }
    return try graph.axis(axes[0], of: try call.input())
  }

  /// Whether there are a scale and a shift; one without the other has no counterpart.
  private static func isAffine(_ call: KerasOperation) throws(KerasProblem) -> Bool {
    let hasScale = try call.arguments.boolean("scale", default: true)
    let hasShift = try call.arguments.boolean("center", default: true)
    guard hasScale == hasShift else {
      throw KerasProblem("a scale without a shift, or the reverse, has no counterpart")
    }
    return hasScale
  }
}
