import Architecture

extension PyTorchOperations {
  /// Operators whose numbers stay what they are and lie elsewhere.
  static let shape: [String: Operation] = [
    "flatten": flatten, "view": view, "reshape": view, "_unsafe_view": view, "squeeze": stated, "unsqueeze": stated,
    "permute": permute, "transpose": transpose, "chunk": split, "split": split, "split_with_sizes": split,
    "slice": slice, "narrow": narrow, "pad": pad, "constant_pad_nd": pad, "reflection_pad2d": reflection,
    "replication_pad2d": replication, "upsample_nearest1d": resize, "upsample_nearest2d": resize,
    "upsample_bilinear2d": resize, "upsample_linear1d": resize, "expand_as": expansion, "expand": expansion,
  ]

  private static let flatten: Operation = { call, torch in
    guard let input = torch.input(call) else { return torch.unknown(call) }
    let sizes = torch.dimensions(of: input)
    guard let first = torch.axis(call, "start_dim", of: input, default: 0),
      let last = torch.axis(call, "end_dim", of: input, default: -1), first <= last
    else { return torch.unknown(call) }
    if first == 0, last == sizes.count - 1 { return [torch.add(Flatten(), reading: [input])] }
    return [torch.add(Reshape(sizes: Array(sizes[..<first]) + [-1] + sizes[(last + 1)...]), reading: [input])]
  }

  /// Sizes of which the first is the batch.
  private static let view: Operation = { call, torch in
    guard let input = torch.input(call) else { return torch.unknown(call) }
    let sizes = call.sizes("size").isEmpty ? call.sizes("shape") : call.sizes("size")
    let own = sizes.dropFirst()
    let count = torch.dimensions(of: input).reduce(1, *)
    let isOpen = own.contains(-1)
    let product = own.reduce(1) { product, size in
      size == -1 ? product : product.multipliedReportingOverflow(by: size ?? 0).partialValue
    }
    guard let first = sizes.first, !own.isEmpty, !own.contains(nil),
      first == nil || first == torch.batch || first == -1,
      isOpen ? first != -1 && product > 0 && count % product == 0 : product == count
    else { return torch.unknown(call) }
    let new = own.compactMap { $0 }
    return [torch.add(new.count == 1 ? Flatten() : Reshape(sizes: new), reading: [input])]
  }

  /// Axes of one cell that come or go: the sizes are those that the file states of the output.
  private static let stated: Operation = { call, torch in
    guard let input = torch.input(call), let output = call.node.outputs.first.flatMap({ $0 }),
      let sizes = torch.program.values[output]?.sizes, sizes.count > 1, sizes[0] == torch.batch,
      !sizes.dropFirst().contains(nil)
    else { return torch.unknown(call) }
    let own = sizes.dropFirst().compactMap { $0 }
    guard own.reduce(1, *) == torch.dimensions(of: input).reduce(1, *) else { return torch.unknown(call) }
    return [torch.add(Reshape(sizes: own), reading: [input])]
  }

  /// Cells that are repeated for a product or a sum, which repeats them itself.
  private static let expansion: Operation = { call, torch in
    guard let input = torch.input(call), torch.isExpandedByReaders else { return torch.unknown(call) }
    return [input]
  }

  private static let permute: Operation = { call, torch in
    guard let input = torch.input(call) else { return torch.unknown(call) }
    let count = torch.dimensions(of: input).count + 1
    let order = call.integers("dims").map { $0 < 0 ? $0 + count : $0 }
    guard order.first == 0, order.sorted() == Array(0..<count) else { return torch.unknown(call) }
    return [torch.add(Transposition(order: order.dropFirst().map { $0 - 1 }), reading: [input])]
  }

  private static let transpose: Operation = { call, torch in
    guard let input = torch.input(call), let a = torch.axis(call, "dim0", of: input),
      let b = torch.axis(call, "dim1", of: input)
    else { return torch.unknown(call) }
    var order = Array(torch.dimensions(of: input).indices)
    order.swapAt(a, b)
    return [torch.add(Transposition(order: order), reading: [input])]
  }

  /// Parts of one size, of several, or so many parts.
  private static let split: Operation = { call, torch in
    guard let input = torch.input(call), let axis = torch.axis(call, "dim", of: input, default: 0) else {
      return torch.unknown(call)
    }
    let size = torch.dimensions(of: input)[axis]
    var sizes = call.integers("split_sizes")
    if sizes.isEmpty, case .integers? = call["split_size"] { sizes = call.integers("split_size") }
    if sizes.isEmpty {
      let chunks = call.integer("chunks").map { max(1, (size + max(1, $0) - 1) / max(1, $0)) }
      guard let part = chunks ?? call.integer("split_size"), part > 0 else { return torch.unknown(call) }
      sizes = stride(from: 0, to: size, by: part).map { min(part, size - $0) }
    }
    guard sizes.count == call.node.outputs.count, sizes.allSatisfy({ (1...size).contains($0) }),
      sizes.reduce(0, +) == size
    else { return torch.unknown(call) }
    var start = 0
    return sizes.enumerated().map { number, part in
      defer { start += part }
      return torch.add(Slice(start..<start + part, axis: axis), suffix: ".\(number)", reading: [input])
    }
  }

  private static let slice: Operation = { call, torch in
    guard let input = torch.input(call),
      let whole = call.axis("dim", of: torch.dimensions(of: input).count + 1, default: 0)
    else { return torch.unknown(call) }
    let step = call.integer("step") ?? 1
    if whole == 0 {
      // All images of the batch.
      let isAll =
        (call.integer("start") ?? 0) == 0 && step == 1 && (call.integer("end") ?? Int.max) >= (torch.batch ?? Int.max)
      return isAll ? [input] : torch.unknown(call)
    }
    return torch.cut(
      call, input, axis: whole - 1, from: call.integer("start") ?? 0, to: call.integer("end") ?? Int.max, step)
  }

  private static let narrow: Operation = { call, torch in
    guard let input = torch.input(call), let axis = torch.axis(call, "dim", of: input),
      let start = call.integer("start"), let length = call.integer("length"), start >= 0, length >= 0
    else { return torch.unknown(call) }
    return torch.cut(call, input, axis: axis, from: start, to: start.addingReportingOverflow(length).partialValue, 1)
  }

  private static let pad: Operation = { call, torch in
    switch call.text("mode") ?? "constant" {
    case "constant": torch.addPadding(call, .constant)
    case "reflect": torch.addPadding(call, .reflect)
    case "replicate": torch.addPadding(call, .replicate)
    default: torch.unknown(call)
    }
  }

  private static let reflection: Operation = { call, torch in torch.addPadding(call, .reflect) }
  private static let replication: Operation = { call, torch in torch.addPadding(call, .replicate) }

  private static let resize: Operation = { call, torch in
    guard let input = torch.input(call) else { return torch.unknown(call) }
    let isLinear = call.node.operation.contains("linear")
    let scales: [Double] = if case .reals(let factors)? = call["scale_factors"] { factors } else { [] }
    let cells = call.integers("output_size")
    guard !cells.isEmpty || !scales.isEmpty else { return torch.unknown(call) }
    let coordinates: Resize.Coordinates? = isLinear && call.boolean("align_corners") ? .alignCorners : nil
    let size: Resize.Size = cells.isEmpty ? .scale(scales) : .cells(cells)
    return [
      torch.add(Resize(size, interpolation: isLinear ? .linear : .nearest, coordinates: coordinates), reading: [input])
    ]
  }
}

extension PyTorchAssembly {
  /// A part of an axis, whose ends may be counted from the axis's end or lie beyond it; all of it is no layer.
  fileprivate mutating func cut(_ call: PyTorchCall, _ input: Int, axis: Int, from start: Int, to end: Int, _ step: Int)
    -> [Int?]
  {
    let size = dimensions(of: input)[axis]
    func bounded(_ cell: Int) -> Int { min(max(cell < 0 ? cell + size : cell, 0), size) }
    let (first, last) = (bounded(start), bounded(end))
    guard first < last, step > 0 else { return unknown(call) }
    if first == 0, last == size, step == 1 { return [input] }
    return [add(Slice(first..<last, axis: axis, step: step), reading: [input])]
  }

  /// Padding, stated as before and after from the last axis on.
  fileprivate mutating func addPadding(_ call: PyTorchCall, _ filling: Padding.Filling) -> [Int?] {
    guard var input = input(call), var pairs = call.paddingPairs else { return unknown(call) }
    let spatial = dimensions(of: input).count - 1
    let nothing = WindowArguments.Padding.Pair(before: 0, after: 0)
    // Channels that are padded by nothing may be named.
    while pairs.count > spatial, pairs.first == nothing { pairs.removeFirst() }
    guard pairs.count <= spatial, spatial > 0 else { return unknown(call) }
    pairs = Array(repeating: nothing, count: spatial - pairs.count) + pairs
    // A negative number cuts cells off.
    for (axis, pair) in pairs.enumerated() where min(pair.before, pair.after) < 0 {
      let size = dimensions(of: input)[axis + 1]
      let (first, last) = (max(0, 0 - max(pair.before, -size)), size + min(0, max(pair.after, -size)))
      guard filling == .constant, first < last else { return unknown(call) }
      guard
        let rest = add(Slice(first..<last, axis: axis + 1), suffix: ".cut\(axis)", reading: [input])
      else { return [] }
      input = rest
      pairs[axis] = .init(before: max(0, pair.before), after: max(0, pair.after))
    }
    if pairs.allSatisfy({ $0 == nothing }) { return [input] }
    return [add(Padding(cells: pairs, filling: filling, value: call.number("value") ?? 0), reading: [input])]
  }
}
