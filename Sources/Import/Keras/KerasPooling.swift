import Architecture

/// Pooling, and the mean or maximum of all positions.
enum KerasPooling {
  static let operations: [String: KerasGraph.Operation] = [
    "MaxPooling1D": { call, graph throws(KerasProblem) in try maxPool(call, &graph, axes: 1) },
    "MaxPooling2D": { call, graph throws(KerasProblem) in try maxPool(call, &graph, axes: 2) },
    "MaxPooling3D": { call, graph throws(KerasProblem) in try maxPool(call, &graph, axes: 3) },
    "AveragePooling1D": { call, graph throws(KerasProblem) in try averagePool(call, &graph, axes: 1) },
    "AveragePooling2D": { call, graph throws(KerasProblem) in try averagePool(call, &graph, axes: 2) },
    "AveragePooling3D": { call, graph throws(KerasProblem) in try averagePool(call, &graph, axes: 3) },
    "GlobalAveragePooling1D": { call, graph throws(KerasProblem) in try global(call, &graph, GlobalAveragePooling()) },
    "GlobalAveragePooling2D": { call, graph throws(KerasProblem) in try global(call, &graph, GlobalAveragePooling()) },
    "GlobalAveragePooling3D": { call, graph throws(KerasProblem) in try global(call, &graph, GlobalAveragePooling()) },
    "GlobalMaxPooling1D": { call, graph throws(KerasProblem) in try global(call, &graph, GlobalMaxPooling()) },
    "GlobalMaxPooling2D": { call, graph throws(KerasProblem) in try global(call, &graph, GlobalMaxPooling()) },
    "GlobalMaxPooling3D": { call, graph throws(KerasProblem) in try global(call, &graph, GlobalMaxPooling()) },
  ]

  private static func maxPool(
    _ call: KerasOperation, _ graph: inout KerasGraph, axes: Int
  ) throws(KerasProblem) -> KerasValue {
    let window = try KerasWindow(call.arguments, kernel: "pool_size", axes: axes).arguments
    return try pool(call, &graph, MaxPooling(window: window))
  }

  private static func averagePool(
    _ call: KerasOperation, _ graph: inout KerasGraph, axes: Int
  ) throws(KerasProblem) -> KerasValue {
    let window = try KerasWindow(call.arguments, kernel: "pool_size", axes: axes).arguments
    // Cells of the padding do not count.
    return try pool(call, &graph, AveragePooling(window: window, countsPadding: window.padding != .same))
  }

  private static func pool(
    _ call: KerasOperation, _ graph: inout KerasGraph, _ kind: any LayerKind
  ) throws(KerasProblem) -> KerasValue {
    let input = try graph.maps(try call.input(), isChannelsFirst: call.arguments.isChannelsFirst, call)
    return KerasValue(try graph.add(kind, call, [input]), input.order)
  }

  private static func global(
    _ call: KerasOperation, _ graph: inout KerasGraph, _ kind: any LayerKind
  ) throws(KerasProblem) -> KerasValue {
    let input = try graph.maps(try call.input(), isChannelsFirst: call.arguments.isChannelsFirst, call)
    let index = try graph.add(kind, call, [input])
    if try call.arguments.boolean("keepdims", default: false) { return KerasValue(index, input.order) }
    return KerasValue(try graph.add(Flatten(), call, [KerasValue(index)], "flatten"))
  }
}
