import Architecture

extension Lowering {
  static let globalMaxPooling = Lowering(GlobalMaxPooling.self) { _, context in
    let axes = context.layer.inputShapes[0].dimensions.indices.dropFirst()
    return try context.planner.reduction(.maximum, over: Set(axes), context)
  }
}
