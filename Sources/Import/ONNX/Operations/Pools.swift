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
    "GlobalLpPool": { (reader, node) throws(NodeError) in
      let value = try reader.activation(node, 0)
      throw .noKind(dimensions: [value.dimensions.prefix(2) + value.dimensions.dropFirst(2).map { _ in 1 }])
    },
    "LpPool": { (reader, node) throws(NodeError) in
      let (value, window) = try reader.pooling(node)
      guard let shape = try? window.output(channels: reader.shape(value).channels, for: reader.shape(value)) else {
        throw .wrong("has a window that does not fit \(reader.shape(value))")
      }
      throw .noKind(dimensions: [[1] + shape.dimensions])
    },
  ]

  private mutating func pooling(_ node: ONNXNode) throws(NodeError) -> (ONNXActivation, WindowArguments) {
    let value = try image(try activation(node, 0))
    guard let kernel = node.integers("kernel_shape") else { throw .wrong("has no kernel_shape") }
    let rounding = node.integer("ceil_mode", else: 0) != 0 ? Window.Rounding.ceil : .floor
    return (value, try window(node, kernel: kernel, on: shape(value), rounding: rounding))
  }
}
