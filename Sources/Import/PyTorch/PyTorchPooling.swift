import Architecture

extension PyTorchOperations {
  static let pooling: [String: Operation] = [
    "max_pool1d": largest, "max_pool2d": largest, "max_pool3d": largest, "max_pool2d_with_indices": largest,
    "avg_pool1d": average, "avg_pool2d": average, "avg_pool3d": average,
    "adaptive_avg_pool1d": adaptive, "adaptive_avg_pool2d": adaptive, "adaptive_avg_pool3d": adaptive,
    "_adaptive_avg_pool2d": adaptive, "adaptive_max_pool1d": adaptiveLargest, "adaptive_max_pool2d": adaptiveLargest,
    "mean": mean, "sum": sum, "amax": maximum, "linalg_vector_norm": norm,
  ]

  private static let largest: Operation = { call, torch in
    guard let input = torch.input(call) else { return torch.unknown(call) }
    let padding = call.tensor("self").flatMap { torch.surroundings($0) }
    let window = padding.flatMap { call.window.padded(by: $0) } ?? call.window
    return [torch.add(MaxPooling(window: window), reading: [input])]
      + call.node.outputs.dropFirst().map { _ in nil }
  }

  private static let average: Operation = { call, torch in
    guard let input = torch.input(call), call.integer("divisor_override") == nil else { return torch.unknown(call) }
    let counts = if case .boolean(let value)? = call["count_include_pad"] { value } else { true }
    return [torch.add(AveragePooling(window: call.window, countsPadding: counts), reading: [input])]
  }

  private static let adaptive: Operation = { call, torch in
    guard let input = torch.input(call) else { return torch.unknown(call) }
    let sizes = torch.adaptiveSizes(call, input)
    let kind: any LayerKind =
      sizes.allSatisfy { $0 == 1 } ? GlobalAveragePooling() : AdaptiveAveragePooling(outputs: sizes)
    return [torch.add(kind, reading: [input])]
  }

  private static let adaptiveLargest: Operation = { call, torch in
    guard let input = torch.input(call), torch.adaptiveSizes(call, input).allSatisfy({ $0 == 1 }) else {
      return torch.unknown(call)
    }
    return [torch.add(GlobalMaxPooling(), reading: [input])]
  }

  private static let mean: Operation = { call, torch in
    guard let input = torch.input(call), let axes = torch.axes(call, "dim", of: input), !axes.isEmpty else {
      return torch.unknown(call)
    }
    return [torch.add(Mean(Reduction(axes: axes, keepsAxes: call.boolean("keepdim"))), reading: [input])]
  }

  /// The mean times how many there are.
  private static let sum: Operation = { call, torch in
    guard let input = torch.input(call), let axes = torch.axes(call, "dim", of: input), !axes.isEmpty else {
      return torch.unknown(call)
    }
    let kind = Mean(Reduction(axes: axes, keepsAxes: call.boolean("keepdim")))
    guard let mean = torch.add(kind, suffix: ".mean", reading: [input]) else { return [] }
    let count = axes.reduce(1) { $0 * torch.dimensions(of: input)[$1] }
    return [torch.add(Affine(scale: [Double(count)]), reading: [mean])]
  }

  /// √ of the sum of squares.
  private static let norm: Operation = { call, torch in
    guard let input = torch.input(call), let axes = torch.axes(call, "dim", of: input), !axes.isEmpty,
      (call.number("ord") ?? 2) == 2
    else { return torch.unknown(call) }
    let kind = Mean(Reduction(axes: axes, keepsAxes: call.boolean("keepdim")))
    let count = axes.reduce(1) { $0 * torch.dimensions(of: input)[$1] }
    guard let squares = torch.add(Multiplication(), suffix: ".squares", reading: [input, input]),
      let mean = torch.add(kind, suffix: ".mean", reading: [squares]),
      let sum = torch.add(Affine(scale: [Double(count)]), suffix: ".sum", reading: [mean])
    else { return [] }
    return [torch.add(ElementwiseFunction(.sqrt), reading: [sum])]
  }

  private static let maximum: Operation = { call, torch in
    guard let input = torch.input(call), let axes = torch.axes(call, "dim", of: input), !axes.isEmpty else {
      return torch.unknown(call)
    }
    return [torch.add(Max(Reduction(axes: axes, keepsAxes: call.boolean("keepdim"))), reading: [input])]
  }
}

extension PyTorchAssembly {
  /// Output sizes of an adaptive pooling; a symbol or none is the size of the input.
  fileprivate func adaptiveSizes(_ call: PyTorchCall, _ input: Int) -> [Int] {
    let own = Array(dimensions(of: input).dropFirst())
    let sizes = call.sizes("output_size")
    return sizes.enumerated().map { axis, size in size ?? (own.indices.contains(axis) ? own[axis] : 1) }
  }
}

extension PyTorchCall {
  /// The window of a pooling, whose stride is its kernel unless stated.
  var window: WindowArguments {
    let kernel = list("kernel_size", 1)
    return WindowArguments(
      kernel: kernel, stride: integers("stride").isEmpty ? kernel : list("stride", 1), padding: padding,
      dilation: list("dilation", 1),
      rounding: boolean("ceil_mode") ? .ceil : .floor)
  }
}
