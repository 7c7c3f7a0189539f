import Architecture

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Lowering {
  static let power = Lowering(Power.self) { kind, context in
    let exponent = kind.exponent
    return context.planner.elementwise(NumberFunction { pow($0, exponent) }, context)
  }
}
