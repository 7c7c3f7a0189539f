import Architecture
import OneDNN

extension Planner {
  /// A factor and a summand for each channel: batch normalization with mean 0, variance 1 and ε 0, which takes any layout.
  func channelTransform(_ transform: ChannelTransform, _ context: LoweringContext) throws -> Int {
    let value = try maps(context.input)
    let channels = layout(value).dimensions[1]
    let descriptor = try PrimitiveDescriptor.batchNormalization(
      engine, layout(value), epsilon: 0, hasScale: true, hasShift: true)
    let numbers: [(Primitive.Argument, [Float])] = [
      (.mean, Array(repeating: 0, count: channels)), (.variance, Array(repeating: 1, count: channels)),
      (.scale, transform.scale.map { Float($0) }), (.shift, transform.shift.map { Float($0) }),
    ]
    let constants = try numbers.map { ($0, try constant($1, try TensorLayout([channels]))) }
    return try plain(
      pointwise(descriptor, constants: constants, context.index, value), ifNeeded: context.outputSizes)
  }

  /// x, times a slope of its channel below 0.
  func channelReLU(_ slopes: [Float], _ context: LoweringContext) throws -> Int {
    let value = try maps(context.input)
    let sizes = layout(value).dimensions
    let weights = try TensorLayout([1, sizes[1]] + sizes[2...].map { _ in 1 }, .any)
    let descriptor = try PrimitiveDescriptor.channelReLU(engine, layout(value), weights: weights)
    // Blocks of channels at a single position are row-major.
    let constants = [(Primitive.Argument.weights, try constant(slopes, descriptor.weights()))]
    return try plain(
      pointwise(descriptor, constants: constants, context.index, value), ifNeeded: context.outputSizes)
  }

  /// A value of at most so many axes, the positions of a channel in one where they are more: most primitives take five.
  func maps(_ value: Int, axes: Int = 5) throws -> Int {
    let sizes = layout(value).dimensions
    return sizes.count <= axes ? value : try plain(value, [sizes[0], sizes[1], 1, sizes[2...].reduce(1, *)])
  }

  /// The value under other sizes, if it has others.
  func plain(_ value: Int, ifNeeded sizes: [Int]) throws -> Int {
    layout(value).dimensions == sizes ? value : try plain(value, sizes)
  }
}
