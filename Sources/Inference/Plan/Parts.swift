import Architecture
import OneDNN

extension Planner {
  /// The cells of one axis from `start` on, every `step`-th. Where they lie side by side nothing is moved.
  ///
  /// - Parameter axis: of the shape, 0 being its channels.
  func slice(_ context: LoweringContext, axis: Int, from start: Int, step: Int) throws -> Int {
    let shape = context.layer.inputShapes[0]
    let sizes = [batch] + shape.dimensions
    let outputs = context.layer.shape.dimensions[axis]
    let inner = sizes[(axis + 2)...].reduce(1, *)
    if sizes[...axis].reduce(1, *) == 1, step == 1 {
      if let part = try sidePart(context, axis, start * inner, outputs) { return part }
    }
    // The last cell's step may reach behind the axis: no layout that oneDNN describes.
    if outputs * step > sizes[axis + 1] { return try picked(context, axis, (0..<outputs).map { start + $0 * step }) }
    var part = sizes
    part[axis + 1] = outputs
    var strides = TensorLayout.strides(sizes)
    strides[axis + 1] *= step
    return try gathered(
      context.input, sizes: part, strides: strides, offset: start * inner, as: context.outputSizes)
  }

  /// The cells of one axis that are named.
  private func picked(_ context: LoweringContext, _ axis: Int, _ cells: [Int]) throws -> Int {
    let sizes = [batch] + context.layer.inputShapes[0].dimensions
    let mapping = IndexMapping(
      planes: sizes[...axis].reduce(1, *), sizes: [sizes[axis + 1]], sources: [cells],
      inner: sizes[(axis + 2)...].reduce(1, *), value: 0, engine: engine)
    let target = try TensorLayout(sizes.enumerated().map { $0 == axis + 1 ? cells.count : $1 })
    return try plain(
      step(.kernel(mapping), [try plain(context.input)], writing: target), context.outputSizes)
  }

  /// A part whose numbers follow each other, as a view; nil where they do not.
  private func sidePart(_ context: LoweringContext, _ axis: Int, _ offset: Int, _ outputs: Int) throws -> Int? {
    let planes = try planes(context.input)
    // Blocks are not cut.
    let area = max(1, context.inputSizes[2...].reduce(1, *))
    let isWhole = planes.inner == 1 || (axis == 0 && outputs % planes.inner == 0 && offset / area % planes.inner == 0)
    guard isWhole else { return nil }
    return part(of: planes.value, try TensorLayout(context.outputSizes, planes.order), at: offset)
  }

  /// The axes in another order.
  ///
  /// - Parameter order: for each axis of the output the axis of the input.
  func transposition(_ context: LoweringContext, _ order: [Int]) throws -> Int {
    let sizes = [batch] + context.layer.inputShapes[0].dimensions
    if layout(context.input).dimensions == sizes, context.outputSizes.count == sizes.count {
      return try transposed(context.input, order)
    }
    let strides = TensorLayout.strides(sizes)
    let axes = [0] + order.map { $0 + 1 }
    return try gathered(
      context.input, sizes: axes.map { sizes[$0] }, strides: axes.map { strides[$0] }, as: context.outputSizes)
  }

  /// A value with its axes but the first in another order.
  ///
  /// Numbers move at most once: channels that come last are brought there from wherever they lie, and of channels that lie last
  /// it is only said that they come first, since what reads maps reads them so too.
  ///
  /// - Parameter order: for each axis of the output but the first the axis of the input, 0 being the second.
  func transposed(_ value: Int, _ order: [Int]) throws -> Int {
    let sizes = layout(value).dimensions
    let axes = [0] + order.map { $0 + 1 }
    let results = axes.map { sizes[$0] }
    if order == [2, 0, 1] {
      let source = try plain(value)
      let strides = TensorLayout.strides(sizes)
      return view(of: source, as: try TensorLayout(results, strides: axes.map { strides[$0] }))
    }
    // The numbers as the output has them in row-major order, described by the axes of the input.
    let strides = TensorLayout.strides(results)
    var wanted = sizes
    for (axis, source) in axes.enumerated() { wanted[source] = strides[axis] }
    return view(
      of: try arranged(value, try TensorLayout(sizes, strides: wanted)), as: try TensorLayout(results))
  }

  /// The channels of all groups in turn: those of a matrix of groups × channels, read by columns.
  func shuffle(_ context: LoweringContext, groups: Int) throws -> Int {
    let shape = context.layer.inputShapes[0]
    let (channels, area) = (shape.channels / groups, shape.area)
    return try gathered(
      context.input, sizes: [batch, channels, groups, area],
      strides: [shape.count, area, channels * area, 1], as: context.outputSizes)
  }
}
