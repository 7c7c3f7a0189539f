import Architecture

extension Resize: ReadableKind {
  static let mainArgument: String? = "scale"

  init(_ arguments: inout ArgumentReader) {
    let scale = arguments.list("scale")
    let cells = arguments.optionalIntegers("size", in: 1...Shape.largestDimension)
    if (scale == nil) == (cells == nil) {
      arguments.note("scale", "resize takes a scale, or a size: {resize: 2} or {resize: , size: [14, 14]}")
    }
    if scale?.contains(where: { $0 <= 0 }) ?? false { arguments.note("scale", "a scale is above 0") }
    let interpolation = arguments.choice("mode", default: Interpolation.nearest)
    let usual = Resize(.cells([1]), interpolation: interpolation).coordinates
    self.init(
      scale.map { .scale($0) } ?? .cells(cells ?? [1]), interpolation: interpolation,
      coordinates: arguments.choice("coordinates", default: usual))
  }
}
