import Architecture
import OneDNN

extension Lowering {
  static let tanh = Lowering(Tanh.self) { kind, context in
    let (planner, input) = (context.planner, context.input)
    let count = planner.layout(input).byteCount / MemoryLayout<Float>.size
    return planner.inPlace(
      .kernel(ElementwiseKernel(HyperbolicTangent(kind), count: count, context.engine)), context.index, input)
  }
}
