import Architecture

extension ReferenceKind {
  static let meanOverAxes = ReferenceKind(Mean.self) { kind, layer in
    reduction(kind.reduction.axes, layer) { $0.reduce(0, +) / Double($0.count) }
  }

  static let maxOverAxes = ReferenceKind(Max.self) { kind, layer in
    reduction(kind.reduction.axes, layer) { $0.max() ?? 0 }
  }

  static let globalMaxPooling = ReferenceKind(GlobalMaxPooling.self) { _, layer in
    reduction(Array(1..<layer.input.count), layer) { $0.max() ?? 0 }
  }

  /// Gathers the numbers that differ on the axes alone.
  private static func reduction(
    _ axes: [Int], _ layer: ReferenceLayer, _ reduce: @escaping ([Double]) -> Double
  ) -> Function {
    let sizes = layer.input
    let kept = sizes.indices.filter { !axes.contains($0) }
    return { inputs in
      var lists: [[Int]: [Double]] = [:]
      for (index, value) in zip(Maps.indices(sizes), inputs[0].values) {
        lists[kept.map { index[$0] }, default: []].append(value)
      }
      var output = Maps(sizes: layer.output)
      output.values = Maps.indices(kept.map { sizes[$0] }).map { reduce(lists[$0] ?? []) }
      return output
    }
  }
}
