import Architecture
import PlainText

/// What moves numbers and computes none: flatten, reshape, padding, cropping, resizing, dropout.
enum KerasShapes {
  static let operations: [String: KerasGraph.Operation] = [
    "Flatten": { call, graph throws(KerasProblem) in try flatten(call, &graph) },
    "Reshape": { call, graph throws(KerasProblem) in
      if let sizes = try call.arguments.axes("target_shape") { return try reshape(call, &graph, to: sizes) }
      // The operation's sizes begin with the batch.
      guard let sizes = try call.arguments.axes("newshape") else { throw KerasProblem("'target_shape' is missing") }
      return try reshape(call, &graph, to: Array(sizes.dropFirst()))
    },
    "Permute": { call, graph throws(KerasProblem) in
      try permute(call, &graph, try call.arguments.axes("dims") ?? [])
    },
    "Transpose": { call, graph throws(KerasProblem) in
      let axes = try call.arguments.axes("axes") ?? []
      return try permute(call, &graph, Array(axes.dropFirst()))
    },
    "Resizing": { call, graph throws(KerasProblem) in try resizing(call, &graph) },
    "CenterCrop": { call, graph throws(KerasProblem) in try centerCrop(call, &graph) },
    "Dropout": { call, graph throws(KerasProblem) in try dropout(call, &graph) },
    "SpatialDropout1D": { call, graph throws(KerasProblem) in try dropout(call, &graph) },
    "SpatialDropout2D": { call, graph throws(KerasProblem) in try dropout(call, &graph) },
    "SpatialDropout3D": { call, graph throws(KerasProblem) in try dropout(call, &graph) },
    "ZeroPadding1D": { call, graph throws(KerasProblem) in try padding(call, &graph, axes: 1) },
    "Cropping1D": { call, graph throws(KerasProblem) in try cropping(call, &graph, axes: 1) },
    "UpSampling1D": { call, graph throws(KerasProblem) in try upsampling(call, &graph, axes: 1) },
    "ZeroPadding2D": { call, graph throws(KerasProblem) in try padding(call, &graph, axes: 2) },
    "Cropping2D": { call, graph throws(KerasProblem) in try cropping(call, &graph, axes: 2) },
    "UpSampling2D": { call, graph throws(KerasProblem) in try upsampling(call, &graph, axes: 2) },
    "ZeroPadding3D": { call, graph throws(KerasProblem) in try padding(call, &graph, axes: 3) },
    "Cropping3D": { call, graph throws(KerasProblem) in try cropping(call, &graph, axes: 3) },
    "UpSampling3D": { call, graph throws(KerasProblem) in try upsampling(call, &graph, axes: 3) },
  ]

  /// Layers that let everything through once training is over.
  static let passing: Set<String> = [
    "GaussianNoise", "GaussianDropout", "AlphaDropout", "ActivityRegularization", "StochasticDepth", "Identity",
    "Masking",
    "RandomFlip", "RandomRotation", "RandomTranslation", "RandomZoom", "RandomContrast", "RandomBrightness",
    "RandomHeight",
    "RandomWidth", "RandomColorJitter", "RandomHue", "RandomSaturation", "RandomSharpness", "RandomShear",
    "RandomErasing",
    "RandomGaussianBlur", "RandomGrayscale", "RandomInvert", "RandomPosterization", "RandomPerspective",
    "RandomColorDegeneration", "StopGradient",
  ]

  @Sendable static func pass(
    _ call: KerasOperation, _ graph: inout KerasGraph
  ) throws(KerasProblem) -> KerasValue {
    try call.input()
  }

  /// Maps whose channels come last are flattened as H·W·C.
  private static func flatten(_ call: KerasOperation, _ graph: inout KerasGraph) throws(KerasProblem) -> KerasValue {
    var input = try call.input()
    // Keras brings channels that come first to the end beforehand.
    let turns = call.arguments.isChannelsFirst
    if turns { input = try graph.native(input, call) }
    let shape = graph.shape(of: input)
    let index = try graph.add(Flatten(), call, [input])
    let isMoved = (turns || input.order == .channelsLast) && shape.channels > 1 && shape.area > 1
    if isMoved { return KerasValue(index, .flattened(maps: shape)) }
    if case .flattened = input.order { return KerasValue(index, input.order) }
    return KerasValue(index)
  }

  /// - Parameter sizes: without the batch; one may be −1.
  static func reshape(
    _ call: KerasOperation, _ graph: inout KerasGraph, to sizes: [Int]
  ) throws(KerasProblem) -> KerasValue {
    var input = try call.input()
    let count = graph.shape(of: input).count
    let target = try resolved(sizes, count: count)
    let own = graph.sizes(of: input)
    if case .flattened(let maps) = input.order {
      // Back to the maps that it was.
      if target == maps.extent + [maps.channels] {
        return KerasValue(try graph.add(Reshape(sizes: maps.dimensions), call, [input]), .channelsLast)
      }
      input = try graph.native(input, call)
    }
    guard let last = target.last else { throw KerasProblem("a reshape to no axes") }
    let rotated = [last] + target.dropLast()
    let isChannels = target.dropLast().allSatisfy { $0 == 1 }
    if target.count > 1, input.order == .channelsLast ? own.last == last : isChannels || last == 1 {
      return KerasValue(try graph.add(Reshape(sizes: rotated), call, [input]), .channelsLast)
    }
    if target.count == 1, input.order == .channelsLast {
      let shape = graph.shape(of: input)
      let index = try graph.add(Reshape(sizes: target), call, [input])
      return KerasValue(index, shape.channels > 1 && shape.area > 1 ? .flattened(maps: shape) : .native)
    }
    input = try graph.native(input, call)
    return KerasValue(try graph.add(Reshape(sizes: target), call, [input]))
  }

  private static func resolved(_ sizes: [Int], count: Int) throws(KerasProblem) -> [Int] {
    let refusal = KerasProblem("\(count) numbers do not fit \(sizes.map(String.init).joined(separator: "×"))")
    var known = 1
    for size in sizes where size != -1 {
      let (product, overflow) = known.multipliedReportingOverflow(by: size)
      guard size > 0, !overflow else { throw refusal }
      known = product
    }
    guard sizes.filter({ $0 == -1 }).count <= 1, count % known == 0 else { throw refusal }
    guard sizes.contains(-1) || known == count else { throw refusal }
    return sizes.map { $0 == -1 ? count / known : $0 }
  }

  /// - Parameter dims: axes in their new order, counted from 1.
  private static func permute(
    _ call: KerasOperation, _ graph: inout KerasGraph, _ dims: [Int]
  ) throws(KerasProblem) -> KerasValue {
    var input = try call.input()
    if case .flattened = input.order { input = try graph.native(input, call) }
    let rank = graph.shape(of: input).dimensions.count
    guard dims.sorted() == Array(1...rank) else { throw KerasProblem("no order of \(rank) axes") }
    let order = dims.map { input.axis($0 - 1, rank: rank) }
    return KerasValue(try graph.add(Transposition(order: order), call, [input]))
  }

  private static func padding(
    _ call: KerasOperation, _ graph: inout KerasGraph, axes: Int
  ) throws(KerasProblem) -> KerasValue {
    let input = try graph.maps(try call.input(), isChannelsFirst: call.arguments.isChannelsFirst, call)
    let pairs = try call.arguments.pairs("padding", axes: axes).map {
      WindowArguments.Padding.Pair(before: $0[0], after: $0[1])
    }
    let kind = Padding(cells: Set(pairs).count == 1 ? [pairs[0]] : pairs)
    return KerasValue(try graph.add(kind, call, [input]), input.order)
  }

  private static func cropping(
    _ call: KerasOperation, _ graph: inout KerasGraph, axes: Int
  ) throws(KerasProblem) -> KerasValue {
    try crop(call, &graph, try call.arguments.pairs("cropping", axes: axes))
  }

  /// A slice for each axis of which something is cut.
  private static func crop(
    _ call: KerasOperation, _ graph: inout KerasGraph, _ pairs: [[Int]]
  ) throws(KerasProblem) -> KerasValue {
    var value = try graph.maps(try call.input(), isChannelsFirst: call.arguments.isChannelsFirst, call)
    let extent = graph.shape(of: value).extent
    guard extent.count == pairs.count else {
      throw KerasProblem("cuts \(pairs.count) axes of \(graph.shape(of: value))")
    }
    let cut = pairs.indices.filter { pairs[$0] != [0, 0] }
    for axis in cut {
      let (before, after) = (pairs[axis][0], pairs[axis][1])
      guard (0..<extent[axis]).contains(before), (0..<extent[axis] - before).contains(after) else {
        throw KerasProblem("cuts \(before) and \(after) of \(extent[axis]) cells")
      }
      let kind = Slice(before..<extent[axis] - after, axis: axis + 1)
      value = KerasValue(
        try graph.add(kind, call, [value], axis == cut.last ? nil : "axis\(axis + 1)"), value.order)
    }
    return value
  }

  private static func centerCrop(_ call: KerasOperation, _ graph: inout KerasGraph) throws(KerasProblem) -> KerasValue {
    let target = [try call.arguments.integer("height"), try call.arguments.integer("width")]
    let value = try graph.maps(try call.input(), isChannelsFirst: call.arguments.isChannelsFirst, call)
    let extent = graph.shape(of: value).extent
    guard extent.count == 2, zip(extent, target).allSatisfy({ $0 >= $1 && $1 > 0 }) else {
      throw KerasProblem(
        "cuts \(target[0])×\(target[1]) out of \(graph.shape(of: value)): what is smaller would be resized")
    }
    return try crop(call, &graph, zip(extent, target).map { [($0 - $1) / 2, $0 - $1 - ($0 - $1) / 2] })
  }

  private static func upsampling(
    _ call: KerasOperation, _ graph: inout KerasGraph, axes: Int
  ) throws(KerasProblem) -> KerasValue {
    let input = try graph.maps(try call.input(), isChannelsFirst: call.arguments.isChannelsFirst, call)
    let factors = try call.arguments.sizes("size", axes: axes) ?? Array(repeating: 2, count: axes)
    let scale = factors.map { Double($0) }
    let kind = Resize(
      .scale(Set(scale).count == 1 ? [scale[0]] : scale), interpolation: try interpolation(call, default: "nearest"))
    return KerasValue(try graph.add(kind, call, [input]), input.order)
  }

  private static func resizing(_ call: KerasOperation, _ graph: inout KerasGraph) throws(KerasProblem) -> KerasValue {
    let input = try graph.maps(try call.input(), isChannelsFirst: call.arguments.isChannelsFirst, call)
    for key in ["crop_to_aspect_ratio", "pad_to_aspect_ratio", "antialias"] {
      if try call.arguments.boolean(key, default: false) { throw KerasProblem("'\(key)' has no counterpart") }
    }
    let cells = [try call.arguments.integer("height"), try call.arguments.integer("width")]
    let kind = Resize(
      .cells(cells[0] == cells[1] ? [cells[0]] : cells), interpolation: try interpolation(call, default: "bilinear"),
      coordinates: .halfPixel)
    return KerasValue(try graph.add(kind, call, [input]), input.order)
  }

  private static func interpolation(
    _ call: KerasOperation, default standIn: String
  ) throws(KerasProblem) -> Resize.Interpolation {
    switch try call.arguments.word("interpolation", default: standIn) {
    case "nearest": return .nearest
    case "bilinear": return .linear
    case let other: throw KerasProblem("nothing is known of the interpolation '\(other)'")
    }
  }

  private static func dropout(_ call: KerasOperation, _ graph: inout KerasGraph) throws(KerasProblem) -> KerasValue {
    let input = try call.input()
    let kind = Dropout(rate: try call.arguments.number("rate", default: 0.5))
    return KerasValue(try graph.add(kind, call, [input]), input.order)
  }
}
