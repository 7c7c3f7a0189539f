import Architecture
import OneDNN

extension Lowering {
  static let addition = Lowering(Addition.self, fusion: { _ in .addition }) { _, context in
    let planner = context.planner
    guard context.layer.inputShapes.allSatisfy({ $0 == context.layer.shape }) else {
      return try planner.combination(.add, context)
    }
    let wanted = planner.layout(context.input)
    let inputs = try context.inputs.map { try planner.arranged($0, wanted) }
    let descriptor = try PrimitiveDescriptor.sum(
      context.engine, sources: inputs.map(planner.layout), destination: wanted)
    let reads = inputs.enumerated().map { (Primitive.Argument.sources($0), planner.layout($1)) }
    return planner.step(.primitive(descriptor, reads: reads, constants: []), inputs, writing: wanted)
  }
}
