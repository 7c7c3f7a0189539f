import Architecture
import OneDNN

extension Planner {
  /// A value of whose positions every axis takes given cells of the input, or none: padding and resizing to the nearest cell.
  ///
  /// - Parameters:
  ///   - sources: for each spatial axis and each cell of the output the cell of the input; −1 for none.
  ///   - value: what lies where none is.
  func mapped(_ context: LoweringContext, _ sources: [[Int]], outside value: Float = 0) throws -> Int {
    let planes = try planes(context.input)
    let sizes = Array(context.inputSizes[2...])
    let kernel = IndexMapping(
      planes: planes.count, sizes: sizes, sources: spatial(sources, sizes, [0]), inner: planes.inner, value: value,
      engine: engine)
    return step(.kernel(kernel), [planes.value], writing: try TensorLayout(context.outputSizes, planes.order))
  }

  /// A value of whose positions every axis lies between two cells of the input.
  ///
  /// - Parameter pairs: for each spatial axis and each cell of the output.
  func interpolated(_ context: LoweringContext, _ pairs: [[LinearInterpolation.Pair]]) throws -> Int {
    let planes = try planes(context.input)
    var sizes = context.inputSizes
    var value = planes.value
    let one = LinearInterpolation.Pair(low: 0, high: 0, share: 0)
    for (axis, pairs) in spatial(pairs, Array(sizes[2...]), [one]).enumerated() {
      let size = sizes[axis + 2]
      let isSame = pairs.count == size && pairs.enumerated().allSatisfy { $1.low == $0 && $1.share == 0 }
      if isSame { continue }
      let kernel = LinearInterpolation(
        outer: planes.count * sizes[2..<(axis + 2)].reduce(1, *), size: size, pairs: pairs,
        inner: sizes[(axis + 3)...].reduce(planes.inner, *), engine: engine)
      sizes[axis + 2] = pairs.count
      value = step(.kernel(kernel), [value], writing: try TensorLayout(sizes, planes.order))
    }
    return value
  }

  /// What is said of each axis of the shape, as of each spatial axis of its layout: a signal has height 1.
  private func spatial<Element>(_ axes: [Element], _ sizes: [Int], _ one: Element) -> [Element] {
    Array(repeating: one, count: sizes.count - axes.count) + axes
  }
}
