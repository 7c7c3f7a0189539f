/// Dropout: in training each value is zeroed with probability `rate` and the others are scaled by 1/(1 − rate).
public struct Dropout: LayerKind {
  public static let keyword = "dropout"
  public static let kind = "dropout"

  public let rate: Double

  public init(_ arguments: inout ArgumentReader) {
    arguments.nameMain("rate")
    rate = arguments.number("rate", default: 0.5)
    if !(0..<1).contains(rate) { arguments.note("rate", "a rate is at least 0 and below 1") }
  }

  /// Training: one compare against a random number and one multiply per element. Inference: nothing.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    mode == .training ? Arithmetic(multiplies: output.count, compares: output.count) : Arithmetic()
  }

  public func isInPlace(_ mode: Mode) -> Bool { true }
}
