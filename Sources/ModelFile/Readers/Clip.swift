import Architecture

extension Clip: ReadableKind {
  init(_ arguments: inout ArgumentReader) {
    let minimum = arguments.optionalNumber("min")
    let maximum = arguments.optionalNumber("max")
    if let minimum, let maximum, minimum > maximum { arguments.note("min", "min is above max") }
    self.init(minimum: minimum, maximum: maximum)
  }
}
