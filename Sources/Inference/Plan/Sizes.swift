import Architecture
import OneDNN

extension Shape {
  /// N×C×H×W or N×C×D×H×W, with height 1 for a signal and 1×1 for a vector; of more axes, all of them.
  func sizes(batch: Int) -> [Int] {
    switch extent.count {
    case 0: [batch, channels, 1, 1]
    case 1: [batch, channels, 1, extent[0]]
    default: [batch] + dimensions
    }
  }
}

/// How a shape and its batch are laid out.
extension Planner {
  /// Sizes of a shape with the batch.
  func dimensions(_ shape: Shape) -> [Int] { shape.sizes(batch: batch) }

  /// The axis of `dimensions` that an axis of the shape becomes, 0 being its channels.
  func axis(_ axis: Int, of shape: Shape) -> Int { shape.extent.count == 1 && axis == 1 ? 3 : axis + 1 }

  /// The order of a layout in which the numbers of a position's channels, or a whole number of blocks of them, follow each
  /// other without gaps; nil for any other layout.
  func channelOrder(_ layout: TensorLayout) throws -> TensorLayout.Order? {
    guard let block = try channelBlock(layout) else { return nil }
    if block == 1 { return .plain }
    return layout.dimensions[1] % block == 0 ? .blocks(block, axis: 1) : nil
  }

  /// Channels side by side at each position of a layout, the last block filled up, and 1 for row-major; nil for any other layout.
  func channelBlock(_ layout: TensorLayout) throws -> Int? {
    let sizes = layout.dimensions
    if layout == (try TensorLayout(sizes)) { return 1 }
    let block = layout.block(ofAxis: 1)
    guard block > 1, let blocked = try? TensorLayout(sizes, .blocks(block, axis: 1)), layout == blocked else {
      return nil
    }
    return block
  }

  /// A value as planes × positions × inner: planes are channels of all images and inner is 1, or they are blocks of channels
  /// and inner is the block.
  struct Planes {
    let value: Int
    let count: Int
    let inner: Int
    let order: TensorLayout.Order
  }

  /// A value as planes, which need not be brought into row-major order where its channels lie in blocks.
  func planes(_ value: Int) throws -> Planes {
    let sizes = layout(value).dimensions
    if case .blocks(let block, axis: 1)? = try channelOrder(layout(value)) {
      return Planes(
        value: value, count: sizes[0] * sizes[1] / block, inner: block, order: .blocks(block, axis: 1))
    }
    return Planes(value: try plain(value), count: sizes[0] * sizes[1], inner: 1, order: .plain)
  }

  /// The numbers of a value taken at given distances and written one after the other.
  ///
  /// - Parameters:
  ///   - sizes: as many axes as are needed, the batch included.
  ///   - strides: in the row-major value, numbers from one index of an axis to the next.
  ///   - offset: numbers before the first.
  ///   - dimensions: sizes of the result, of as many numbers.
  func gathered(
    _ value: Int, sizes: [Int], strides: [Int], offset: Int = 0, as dimensions: [Int]
  ) throws -> Int {
    let source = try TensorLayout(sizes, strides: strides, offset: offset)
    let target = try TensorLayout(sizes)
    let reordering = try PrimitiveDescriptor.reorder(engine, from: source, to: target)
    let result = step(
      .primitive(reordering, reads: [(.source, source)], constants: []), [try plain(value)], writing: target)
    return try plain(result, dimensions)
  }
}
