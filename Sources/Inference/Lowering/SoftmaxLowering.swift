import Architecture
import OneDNN

extension Lowering {
  static let softmax = Lowering(Softmax.self) { _, context in
    let (planner, input) = (context.planner, context.input)
    return planner.pointwise(try .softmax(context.engine, planner.layout(input)), context.index, input)
  }
}
