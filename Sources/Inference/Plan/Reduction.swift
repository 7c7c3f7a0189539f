import Architecture
import OneDNN

extension Planner {
  /// The mean or the largest over some axes.
  ///
  /// - Parameter axes: of the shape, 0 being its channels.
  func reduction(_ function: AxisReduction.Function, over axes: Set<Int>, _ context: LoweringContext) throws -> Int {
    let shape = context.layer.inputShapes[0]
    if axes == Set(1..<max(2, shape.dimensions.count)), !shape.isVector {
      // Over all positions: blocks of channels may stay.
      let planes = try planes(context.input)
      return try reduced(function, planes.value, planes.count, shape.area, planes.inner, context)
    }
    var value = try plain(context.input)
    // Neighbouring axes together, the last first, so that those before keep their places.
    var sizes = [batch] + shape.dimensions
    var axis = sizes.count - 1
    while axis > 0 {
      var first = axis
      while first > 0, axes.contains(first - 1) { first -= 1 }
      if first < axis {
        let range = (first + 1)...axis
        value = try reduced(
          function, value, sizes[...first].reduce(1, *), sizes[range].reduce(1, *),
          sizes[(axis + 1)...].reduce(1, *), context)
        sizes.removeSubrange(range)
      }
      axis = first - 1
    }
    return try plain(value, context.outputSizes)
  }

  /// Outer × size × inner becomes outer × inner.
  private func reduced(
    _ function: AxisReduction.Function, _ value: Int, _ outer: Int, _ size: Int, _ inner: Int,
    _ context: LoweringContext
  ) throws -> Int {
    let kernel = AxisReduction(function: function, outer: outer, size: size, inner: inner, engine: engine)
    let count = outer * inner
    let isLast = count == context.outputSizes.reduce(1, *)
    return step(
      .kernel(kernel), [value], writing: try TensorLayout(isLast ? context.outputSizes : [count]))
  }
}
