import OneDNN

extension Planner {
  /// An activation by itself, by oneDNN.
  func activation(_ activation: Elementwise, _ context: LoweringContext) throws -> Int {
    let value = try maps(context.input)
    let descriptor = try PrimitiveDescriptor.activation(engine, activation, layout(value))
    return try plain(pointwise(descriptor, context.index, value), ifNeeded: context.outputSizes)
  }

  /// A function of each number, by a kernel of ours.
  func elementwise(_ function: some VectorFunction, _ context: LoweringContext) -> Int {
    let count = layout(context.input).byteCount / MemoryLayout<Float>.size
    return inPlace(.kernel(ElementwiseKernel(function, count: count, engine)), context.index, context.input)
  }
}
