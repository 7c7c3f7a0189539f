import Architecture
import PlainText

extension GraphReader {
  static let pools: [String: Operation] = [
    "MaxPool": { (reader, node) throws(NodeError) in
      guard !reader.isRead(node, from: 1) else { throw .noKind(dimensions: []) }
      let (value, window) = try reader.pooling(node)
      return [.activation(try reader.apply(MaxPooling(window: window), value))]
    },
    "AveragePool": { (reader, node) throws(NodeError) in
      let (value, window) = try reader.pooling(node)
      let counts = node.integer("count_include_pad", else: 0) != 0
      return [.activation(try reader.apply(AveragePooling(window: window, countsPadding: counts), value))]
    },
    "GlobalAveragePool": { (reader, node) throws(NodeError) in
      [.activation(try reader.apply(GlobalAveragePooling(), try reader.image(try reader.activation(node, 0))))]
    },
    "GlobalMaxPool": { (reader, node) throws(NodeError) in
      [.activation(try reader.apply(GlobalMaxPooling(), try reader.image(try reader.activation(node, 0))))]
    },
    // (Σ |x|ᵖ)^(1/p): the mean times how many there are.
    "GlobalLpPool": { (reader, node) throws(NodeError) in
      let value = try reader.image(try reader.activation(node, 0))
      let p = try reader.exponent(node)
      let mean = try reader.apply(GlobalAveragePooling(), try reader.magnitude(value, to: p))
      let sum = try reader.apply(Affine(scale: [Double(reader.shape(value).area)]), mean)
      return [.activation(try reader.root(sum, of: p))]
    },
    "LpPool": { (reader, node) throws(NodeError) in
      let (value, window) = try reader.pooling(node)
      let p = try reader.exponent(node)
      let input = reader.shape(value)
      guard let shape = try? window.output(channels: input.channels, for: input),
        let windows = try? window.windows(for: input)
      else {
        throw .wrong("has a window that does not fit \(input)")
      }
      // A window that is clipped beyond the padding is divided by fewer cells.
      for (axis, window) in windows.enumerated()
      where (shape.extent[axis] - 1) * window.stride + window.span > input.extent[axis] + window.before + window.after {
        throw .noKind(dimensions: [[1] + shape.dimensions])
      }
      let pooling = AveragePooling(window: window, countsPadding: true)
      let mean = try reader.apply(pooling, try reader.magnitude(value, to: p))
      let cells = windows.reduce(1.0) { $0 * Double($1.kernel) }
      return [.activation(try reader.root(try reader.apply(Affine(scale: [cells]), mean), of: p))]
    },
  ]

  /// Of a pooling by norms; versions before 2 had fractions.
  private func exponent(_ node: ONNXNode) throws(NodeError) -> Double {
    let p = node.number("p") ?? Double(node.integer("p", else: 2))
    guard p >= 1, p.isFinite else { throw .wrong("has p \(p)") }
    return p
  }

  private mutating func pooling(_ node: ONNXNode) throws(NodeError) -> (ONNXActivation, WindowArguments) {
    let value = try image(try activation(node, 0))
    guard let kernel = node.integers("kernel_shape") else { throw .wrong("has no kernel_shape") }
    let rounding = node.integer("ceil_mode", else: 0) != 0 ? Window.Rounding.ceil : .floor
    return (value, try window(node, kernel: kernel, on: shape(value), rounding: rounding))
  }
}
