import Architecture
import OneDNN

extension Lowering {
  static let logSoftmax = Lowering(LogSoftmax.self) { kind, context in
    let (planner, input) = (context.planner, context.input)
    let axis = planner.axis(kind.axis, of: context.layer.shape)
    return planner.pointwise(
      try .softmax(context.engine, planner.layout(input), axis: axis, isLogarithm: true), context.index, input)
  }
}
