import Architecture

/// Padding with −∞ before max poolings: what they pad with anyway.
struct PyTorchPaddedMaxima {
  /// Nodes of padding that only max poolings read, by their indices: what they put before and after, a pair for each axis.
  private(set) var paddings: [Int: [WindowArguments.Padding.Pair]] = [:]

  init(in program: ExportedProgram, _ readers: PyTorchReaders) {
    for (index, node) in program.nodes.enumerated() where Self.names.contains(node.operation) {
      let call = PyTorchCall(node)
      guard call.text("mode") ?? "constant" == "constant",
        call.number("value") == -.infinity, let pairs = call.paddingPairs,
        let output = node.outputs.first.flatMap({ $0 }), let all = readers.readers(of: output), let first = all.first,
        let count = Self.axes[program.nodes[first].operation], pairs.count <= count
      else { continue }
      let own = Array(repeating: .init(before: 0, after: 0), count: count - pairs.count) + pairs
      guard all.allSatisfy({ Self.takes(own, PyTorchCall(program.nodes[$0])) }) else { continue }
      paddings[index] = own
    }
  }

  private static let names: Set = ["aten.pad", "aten.constant_pad_nd"]
  /// Axes that a max pooling's window has.
  private static let axes = ["aten.max_pool1d": 1, "aten.max_pool2d": 2, "aten.max_pool3d": 3]

  /// Whether a node is a max pooling that can pad so itself: by less than its window. Where the last window need not be complete,
  /// it is another one that is left out.
  private static func takes(_ pairs: [WindowArguments.Padding.Pair], _ call: PyTorchCall) -> Bool {
    guard axes[call.node.operation] == pairs.count, !call.boolean("ceil_mode"),
      let window = call.window.padded(by: pairs), case .cells(let cells) = window.padding
    else { return false }
    return cells.enumerated().allSatisfy { axis, pair in
      max(pair.before, pair.after) < window.kernel[window.kernel.count == 1 ? 0 : axis]
    }
  }
}

extension PyTorchCall {
  /// What padding puts before and after, a pair for each axis that it names, the last axis last; a negative number cuts off. Nil where
  /// the list is odd.
  var paddingPairs: [WindowArguments.Padding.Pair]? {
    let numbers = integers("pad").isEmpty ? integers("padding") : integers("pad")
    guard numbers.count.isMultiple(of: 2) else { return nil }
    return stride(from: 0, to: numbers.count, by: 2).reversed().map {
      .init(before: numbers[$0], after: numbers[$0 + 1])
    }
  }
}

extension WindowArguments {
  /// The window with more cells around the input, a pair for each axis; nil where a sum is none that a window has.
  func padded(by pairs: [Padding.Pair]) -> WindowArguments? {
    guard case .cells(let own) = padding, own.count == 1 || own.count == pairs.count,
      kernel.count == 1 || kernel.count == pairs.count,
      (own + pairs).allSatisfy({ (0...Limits.window).contains($0.before) && (0...Limits.window).contains($0.after) })
    else { return nil }
    return padded(
      .cells(
        pairs.enumerated().map { axis, pair in
          let cells = own[own.count == 1 ? 0 : axis]
          return .init(before: cells.before + pair.before, after: cells.after + pair.after)
        }))
  }
}
