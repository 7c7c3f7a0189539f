import Architecture

extension Lowering {
  static let globalAveragePooling = Lowering(GlobalAveragePooling.self) { _, context in
    try context.planner.regionAverages(context)
  }
}
