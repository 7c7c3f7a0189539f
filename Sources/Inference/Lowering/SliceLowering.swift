import Architecture

extension Lowering {
  static let slice = Lowering(Slice.self) { kind, context in
    try context.planner.slice(context, axis: kind.axis, from: kind.start, step: kind.step)
  }
}
