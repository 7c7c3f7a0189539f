import Architecture
import PlainText

/// A tensor of a Keras model: the layer of the network that computes it, and how the axes of the two belong together.
///
/// A network's maps are C×H×W. Keras's are H×W×C, or C×H×W with `channels_first`; tokens and matrices have no channels at all.
struct KerasValue {
  /// Index of the layer.
  let layer: Int
  let order: Order

  enum Order: Hashable {
    /// The axes are those of Keras.
    case native
    /// Keras's last axis comes first: its maps are H×W×C.
    case channelsLast
    /// A vector of maps of these sizes, C×H×W, whose numbers Keras has in the order H·W·C.
    case flattened(maps: Shape)
  }

  init(_ layer: Int, _ order: Order = .native) {
    self.layer = layer
    self.order = order
  }

  /// The axis of the network that is an axis of Keras, both without the batch.
  func axis(_ axis: Int, rank: Int) -> Int { order == .channelsLast ? (axis + 1) % rank : axis }
}

extension KerasGraph {
  func shape(of value: KerasValue) -> Shape { graph.shape(of: value.layer) }

  /// The sizes that the value has in Keras, without the batch.
  func sizes(of value: KerasValue) -> [Int] {
    let dimensions = shape(of: value).dimensions
    return value.order == .channelsLast ? Array(dimensions.dropFirst()) + [dimensions[0]] : dimensions
  }

  /// An axis as Keras counts it, from the batch or from the end, as one of `sizes(of:)`.
  func axis(_ axis: Int, of value: KerasValue) throws(KerasProblem) -> Int {
    let rank = shape(of: value).dimensions.count
    // A number of a stranger's: no sum with it may overflow.
    guard (-rank...rank).contains(axis), axis != 0 else {
      throw KerasProblem("there is no axis \(axis) in an input of \(rank) axes and the batch")
    }
    return axis > 0 ? axis - 1 : rank + axis
  }

  /// The value with Keras's axes.
  mutating func native(_ value: KerasValue, _ call: KerasOperation) throws(KerasProblem) -> KerasValue {
    switch value.order {
    case .native: return value
    case .channelsLast:
      let rank = shape(of: value).dimensions.count
      if rank == 1 { return KerasValue(value.layer) }
      return KerasValue(try add(Transposition(order: Array(1..<rank) + [0]), call, [value], "to_channels_last"))
    case .flattened(let maps):
      let whole = KerasValue(try add(Reshape(sizes: maps.dimensions), call, [value], "to_maps"))
      let order = Array(1..<maps.dimensions.count) + [0]
      let turned = KerasValue(try add(Transposition(order: order), call, [whole], "to_channels_last"))
      return KerasValue(try add(Flatten(), call, [turned], "flatten"))
    }
  }

  /// The value with its channels first, as a layer on maps wants it.
  mutating func maps(
    _ value: KerasValue, isChannelsFirst: Bool, _ call: KerasOperation
  ) throws(KerasProblem) -> KerasValue {
    if isChannelsFirst { return try native(value, call) }
    if value.order == .channelsLast { return value }
    let plain = try native(value, call)
    let rank = shape(of: plain).dimensions.count
    if rank == 1 { return plain }
    let order = [rank - 1] + Array(0..<rank - 1)
    return KerasValue(try add(Transposition(order: order), call, [plain], "to_channels_first"), .channelsLast)
  }

  /// The value with an axis of Keras, not counting the batch, as the first of the network.
  mutating func leading(
    with axis: Int, _ value: KerasValue, _ call: KerasOperation
  ) throws(KerasProblem) -> KerasValue {
    let rank = shape(of: value).dimensions.count
    if rank == 1 { return try native(value, call) }
    guard axis == 0 || axis == rank - 1 else {
      throw KerasProblem("works on axis \(axis + 1), which is neither that of the channels nor the last")
    }
    return try maps(value, isChannelsFirst: axis == 0, call)
  }

  /// Values with their axes in one order, so that they can be joined number by number.
  mutating func aligned(_ values: [KerasValue], _ call: KerasOperation) throws(KerasProblem) -> [KerasValue] {
    let orders = Set(values.map(\.order))
    if orders.count == 1, orders == [.native] || orders == [.channelsLast] { return values }
    // A vector stands for the channels, in Keras by its last axis.
    let isPlain = values.allSatisfy { $0.order == .channelsLast || $0.order == .native && shape(of: $0).isVector }
    if isPlain { return values }
    var result: [KerasValue] = []
    for value in values { result.append(try native(value, call)) }
    return result
  }
}
