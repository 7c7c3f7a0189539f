import Architecture
import PlainText
import Weights

extension GraphReader {
  static let convolutions: [String: Operation] = [
    "Conv": { (reader, node) throws(NodeError) in
      try reader.convolution(node, weight: 1, bias: reader.constant(node, 2))
    },
    // x, its scale and zero, w, its scale and zero, y's scale and zero, bias.
    "QLinearConv": { (reader, node) throws(NodeError) in
      reader.remarkQuantized()
      return try reader.convolution(node, weight: 3, bias: reader.constant(node, 8))
    },
    "ConvInteger": { (reader, node) throws(NodeError) in
      reader.remarkQuantized()
      return try reader.convolution(node, weight: 1, bias: nil)
    },
    "ConvTranspose": { (reader, node) throws(NodeError) in try reader.transposedConvolution(node) },
  ]

  private mutating func convolution(
    _ node: ONNXNode, weight: Int, bias: ONNXTensor?
  ) throws(NodeError) -> [ONNXValue] {
    let value = try image(try activation(node, 0))
    let kernel = try needed(node, weight)
    let axes = shape(value).extent.count
    guard axes > 0, kernel.shape.count == axes + 2 else {
      throw .wrong("has a kernel of \(Folding.text(kernel.shape)) for an input of \(shape(value))")
    }
    try check(kernel, node)
    if let bias, bias.shape != [kernel.shape[0]] { throw .wrong("has a bias of \(Folding.text(bias.shape))") }
    let window = try window(node, kernel: Array(kernel.shape.dropFirst(2)), on: shape(value))
    let groups = node.integer("group", else: 1)
    let inputs = shape(value).channels
    guard groups > 0, kernel.shape[1] == inputs / groups else {
      throw .wrong(
        "has a kernel of \(Folding.text(kernel.shape)) for an input of \(shape(value)) in \(groups) groups")
    }
    let kind = Convolution(channels: kernel.shape[0], window: window, groups: groups, hasBias: bias != nil)
    return [.activation(try apply(kind, value, filled(kernel, bias)))]
  }

  /// Refuses a kernel whose window is another than the node states, which it need not.
  private func check(_ kernel: ONNXTensor, _ node: ONNXNode) throws(NodeError) {
    guard let stated = node.integers("kernel_shape"), !stated.isEmpty, stated != Array(kernel.shape.dropFirst(2)) else {
      return
    }
    throw .wrong("has kernel_shape \(stated) and a kernel of \(Folding.text(kernel.shape))")
  }

  /// The parameters of a layer with a kernel: numbers of quantized ones are no weights of it.
  func filled(_ weight: ONNXTensor, _ bias: ONNXTensor?) -> [WeightTensor.Part: ONNXTensor] {
    guard weight.type.isFloat else { return [:] }
    return bias.map { [.weight: weight, .bias: $0] } ?? [.weight: weight]
  }

  private mutating func transposedConvolution(_ node: ONNXNode) throws(NodeError) -> [ONNXValue] {
    let value = try image(try activation(node, 0))
    let (kernel, bias) = (try needed(node, 1), try constant(node, 2))
    let input = shape(value)
    let axes = input.extent.count
    let groups = node.integer("group", else: 1)
    guard axes > 0, kernel.shape.count == axes + 2, kernel.shape[0] == input.channels,
      (1...input.channels).contains(groups)
    else {
      throw .wrong("has a kernel of \(Folding.text(kernel.shape)) for an input of \(input) in \(groups) groups")
    }
    try check(kernel, node)
    if let bias, bias.shape != [kernel.shape[1] * groups] {
      throw .wrong("has a bias of \(Folding.text(bias.shape))")
    }
    let sizes = Array(kernel.shape.dropFirst(2))
    let strides = try numbers(node, "strides", axes, else: 1)
    let dilations = try numbers(node, "dilations", axes, else: 1)
    var added = try numbers(node, "output_padding", axes, else: 0)
    let mode = node.text("auto_pad") ?? "NOTSET"
    var pairs: [WindowArguments.Padding.Pair] = []
    let attribute = "output_shape"
    let stated = node.integers(attribute).map { Array($0.suffix(axes)) } ?? []
    guard stated.isEmpty || stated.count == axes, stated.allSatisfy({ (1...Shape.largestDimension).contains($0) })
    else {
      throw .wrong("has \(attribute) \(stated) on \(axes) axes")
    }
    let asked =
      !stated.isEmpty ? stated : mode.hasPrefix("SAME") ? zip(input.extent, strides).map { $0 * $1 } : nil
    if let asked {
      for axis in 0..<axes {
        // total = stride·(in − 1) + output padding + span − out, of which the larger half is before, unless the mode is
        // SAME_UPPER; cells that are lacking are added at the end.
        let total =
          strides[axis] * (input.extent[axis] - 1) + added[axis] + (sizes[axis] - 1) * dilations[axis] + 1 - asked[axis]
        let half = max(total, 0) / 2
        let rest = max(total, 0) - half
        if total < 0 { added[axis] -= total }
        pairs.append(mode == "SAME_UPPER" ? .init(before: half, after: rest) : .init(before: rest, after: half))
      }
    } else {
      pairs = try padding(node, axes)
    }
    let window = uniform(
      WindowArguments(kernel: sizes, stride: strides, padding: .cells(pairs), dilation: dilations))
    let kind = TransposedConvolution(
      channels: kernel.shape[1] * groups, window: window, outputPadding: Set(added) == [0] ? [0] : added,
      groups: groups, hasBias: bias != nil)
    return [.activation(try apply(kind, value, filled(kernel, bias)))]
  }
}

/// Windows as attributes state them.
extension GraphReader {
  /// A list with a number for each axis.
  func numbers(
    _ node: ONNXNode, _ attribute: String, _ axes: Int, else standIn: Int
  ) throws(NodeError) -> [Int] {
    guard let list = node.integers(attribute), !list.isEmpty else { return Array(repeating: standIn, count: axes) }
    guard list.count == axes, list.allSatisfy({ (0...Limits.window).contains($0) }) else {
      throw .wrong("has \(attribute) \(list) on \(axes) axes")
    }
    return list
  }

  /// `pads`: before on each axis, then after on each.
  func padding(_ node: ONNXNode, _ axes: Int) throws(NodeError) -> [WindowArguments.Padding.Pair] {
    guard let list = node.integers("pads"), !list.isEmpty else {
      return Array(repeating: .init(before: 0, after: 0), count: axes)
    }
    guard list.count == 2 * axes else { throw .wrong("has pads \(list) on \(axes) axes") }
    return (0..<axes).map { .init(before: list[$0], after: list[axes + $0]) }
  }

  /// The window of a convolution or a pooling.
  func window(
    _ node: ONNXNode, kernel: [Int], on input: Shape, rounding: Window.Rounding = .floor
  ) throws(NodeError) -> WindowArguments {
    let axes = input.extent.count
    let strides = try numbers(node, "strides", axes, else: 1)
    let dilations = try numbers(node, "dilations", axes, else: 1)
    guard kernel.count == axes, kernel.allSatisfy({ (1...Limits.window).contains($0) }), !strides.contains(0) else {
      throw .wrong("has a kernel of \(Folding.text(kernel)) and strides \(strides) on an input of \(input)")
    }
    let padding: WindowArguments.Padding
    switch node.text("auto_pad") ?? "NOTSET" {
    case "SAME_UPPER": padding = .same
    case "SAME_LOWER":
      // As SAME_UPPER, with the odd cell before.
      padding = .cells(
        (0..<axes).map { axis in
          let span = (kernel[axis] - 1) * dilations[axis] + 1
          let pair = WindowArguments.Padding.same(size: input.extent[axis], span: span, stride: strides[axis])
          return .init(before: pair?.after ?? 0, after: pair?.before ?? 0)
        })
    case "VALID": padding = .cells(Array(repeating: .init(before: 0, after: 0), count: axes))
    default: padding = .cells(try self.padding(node, axes))
    }
    return uniform(
      WindowArguments(kernel: kernel, stride: strides, padding: padding, dilation: dilations, rounding: rounding))
  }

  /// The same window, one number standing for axes that are alike.
  fileprivate func uniform(_ window: WindowArguments) -> WindowArguments {
    func short<Number: Hashable>(_ list: [Number]) -> [Number] { Set(list).count == 1 ? [list[0]] : list }
    var padding = window.padding
    if case .cells(let pairs) = padding { padding = .cells(short(pairs)) }
    return WindowArguments(
      kernel: short(window.kernel), stride: short(window.stride), padding: padding, dilation: short(window.dilation),
      rounding: window.rounding)
  }
}
