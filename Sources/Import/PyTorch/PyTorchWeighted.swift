import Architecture

extension PyTorchOperations {
  /// Convolutions, linear layers, products.
  static let weighted: [String: Operation] = [
    "conv1d": convolution, "conv2d": convolution, "conv3d": convolution, "convolution": convolution,
    "conv_transpose1d": transposed, "conv_transpose2d": transposed, "conv_transpose3d": transposed,
    "linear": linear, "addmm": product, "mm": product, "matmul": matrices, "bmm": matrices,
  ]

  private static let convolution: Operation = { call, torch in
    if call.boolean("transposed") { return transposed(call, &torch) }
    guard let input = torch.input(call), let hasBias = torch.hasParameter(call, "bias"),
      torch.hasParameter(call, "weight") == true
    else { return torch.unknown(call) }
    let sizes = torch.sizes(call, "weight")
    guard sizes.count > 2 else { return torch.unknown(call) }
    let window = WindowArguments(
      kernel: Array(sizes[2...]), stride: call.list("stride", 1), padding: call.padding,
      dilation: call.list("dilation", 1))
    // Before a stride of 1, `same` is as much as makes the output as large as the input, the odd cell after.
    let kind = Convolution(
      channels: sizes[0], window: window, groups: call.integer("groups") ?? 1, hasBias: hasBias)
    return torch.addWeighted(kind, call, input)
  }

  private static let transposed: Operation = { call, torch in
    guard let input = torch.input(call), let hasBias = torch.hasParameter(call, "bias"),
      torch.hasParameter(call, "weight") == true
    else { return torch.unknown(call) }
    let (sizes, groups) = (torch.sizes(call, "weight"), call.integer("groups") ?? 1)
    let (channels, overflow) = (sizes.count > 1 ? sizes[1] : 0).multipliedReportingOverflow(by: groups)
    guard sizes.count > 2, !overflow else { return torch.unknown(call) }
    let window = WindowArguments(
      kernel: Array(sizes[2...]), stride: call.list("stride", 1), padding: call.padding,
      dilation: call.list("dilation", 1))
    let kind = TransposedConvolution(
      channels: channels, window: window, outputPadding: call.list("output_padding", 0), groups: groups,
      hasBias: hasBias)
    return torch.addWeighted(kind, call, input)
  }

  /// x·Wᵀ + b, for each row of the last axis.
  private static let linear: Operation = { call, torch in
    guard let input = torch.input(call), let hasBias = torch.hasParameter(call, "bias"),
      torch.hasParameter(call, "weight") == true
    else { return torch.unknown(call) }
    let sizes = torch.sizes(call, "weight")
    guard sizes.count == 2 else { return torch.unknown(call) }
    let isVector = torch.dimensions(of: input).count == 1
    return torch.addWeighted(FullyConnected(outputs: sizes[0], hasBias: hasBias, flattens: isVector), call, input)
  }

  /// A linear layer taken apart: x times a weight (in, out), and a bias.
  private static let product: Operation = { call, torch in
    let isBiased = call.node.operation.hasPrefix("aten.addmm")
    let (left, right) = isBiased ? ("mat1", "mat2") : ("self", "mat2")
    guard let input = torch.input(call, left), let weight = torch.parameter(call, right), weight.shape.count == 2,
      torch.dimensions(of: input).count == 1, !isBiased || torch.parameter(call, "self") != nil,
      (call.number("beta") ?? 1) == 1, (call.number("alpha") ?? 1) == 1
    else { return matrices(call, &torch) }
    let kind = FullyConnected(outputs: weight.shape[1], hasBias: isBiased)
    guard let layer = torch.add(kind, of: weight, reading: [input]) else { return [] }
    torch.fill(layer, with: weight.permuted([1, 0]), as: .weight)
    if isBiased { torch.fill(layer, with: torch.parameter(call, "self"), as: .bias) }
    return [layer]
  }

  private static let matrices: Operation = { call, torch in
    guard let a = torch.input(call, "self"), let b = torch.input(call, "other") ?? torch.input(call, "mat2"),
      torch.dimensions(of: a).count >= 2
    else { return torch.unknown(call) }
    return [torch.add(MatrixProduct(), reading: [a, b])]
  }
}

extension PyTorchAssembly {
  /// A layer with a weight, and a bias where it has one.
  fileprivate mutating func addWeighted(_ kind: any LayerKind, _ call: PyTorchCall, _ input: Int) -> [Int?] {
    let weight = parameter(call, "weight")
    guard let layer = add(kind, of: weight, reading: [input]) else { return [] }
    fill(layer, with: weight, as: .weight)
    fill(layer, with: parameter(call, "bias"), as: .bias)
    return [layer]
  }
}

extension PyTorchCall {
  /// A list with one number for all axes or one per axis; `standIn` where it is not stated.
  func list(_ name: String, _ standIn: Int) -> [Int] {
    let values = integers(name)
    return Set(values).count == 1 ? [values[0]] : values.isEmpty ? [standIn] : values
  }

  /// Padding on both sides, by number or by the words `same` and `valid`.
  var padding: WindowArguments.Padding {
    if text("padding") == "same" { return .same }
    return .cells(list("padding", 0).map { .init(before: $0, after: $0) })
  }
}
