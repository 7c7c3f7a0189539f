import Architecture
import OneDNN

extension Lowering {
  /// All channels one after the other. For a single image the branches are written where they belong, and nothing is copied.
  static let concatenation = Lowering(Concatenation.self) { _, context in
    let (planner, sizes) = (context.planner, context.outputSizes)
    // In blocks where every branch is and fills its blocks, else row-major.
    let isBlocked = try context.inputs.allSatisfy { input in
      let sizes = planner.layout(input).dimensions
      let blocks = try TensorLayout(sizes, .blocks8)
      return sizes[1] % 8 == 0 && planner.layout(input) == blocks
    }
    let inputs = isBlocked ? context.inputs : try context.inputs.map { try planner.plain($0) }
    let output = try TensorLayout(sizes, isBlocked ? .blocks8 : .plain)
    if planner.batch == 1, let joined = planner.joined(inputs, output) { return joined }
    let descriptor = try PrimitiveDescriptor.concatenation(
      context.engine, sources: inputs.map(planner.layout), destination: output)
    let reads = inputs.enumerated().map { (Primitive.Argument.sources($0), planner.layout($1)) }
    return planner.step(.primitive(descriptor, reads: reads, constants: []), inputs, writing: output)
  }
}
