import Architecture
import OneDNN

extension Lowering {
  static let softmax = Lowering(Softmax.self) { kind, context in
    let (planner, input) = (context.planner, context.input)
    let axis = planner.axis(kind.axis, of: context.layer.shape)
    return planner.pointwise(
      try .softmax(context.engine, planner.layout(input), axis: axis), context.index, input)
  }
}
