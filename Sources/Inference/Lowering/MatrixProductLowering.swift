import Architecture
import OneDNN

extension Lowering {
  static let matrixProduct = Lowering(MatrixProduct.self) { kind, context in
    let (planner, layer) = (context.planner, context.layer)
    let axes = layer.shape.dimensions.count
    /// Batch × all axes of a shape, with axes of size 1 before those that it lacks.
    func sizes(_ shape: Shape) -> [Int] {
      [planner.batch] + Array(repeating: 1, count: axes - shape.dimensions.count) + shape.dimensions
    }
    let source = try TensorLayout(sizes(layer.inputShapes[0]))
    var right = sizes(layer.inputShapes[1])
    var strides = TensorLayout.strides(right)
    if kind.transposesSecond {
      right.swapAt(axes - 1, axes)
      strides.swapAt(axes - 1, axes)
    }
    let weights = try TensorLayout(right, strides: strides)
    let descriptor = try PrimitiveDescriptor.matrixProduct(
      context.engine, source: source, weights: weights, destination: try TensorLayout(sizes(layer.shape)),
      activation: kind.scale == 1 ? nil : .linear(scale: Float(kind.scale), shift: 0))
    let inputs = try context.inputs.map { try planner.plain($0) }
    let value = planner.step(
      .primitive(descriptor, reads: [(.source, source), (.weights, weights)], constants: []), inputs,
      writing: descriptor.destination)
    return try planner.plain(value, ifNeeded: context.outputSizes)
  }
}
