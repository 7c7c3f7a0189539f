/// Dropout: in training each value is zeroed with probability `rate` and the others are scaled by 1/(1 − rate).
public struct Dropout: LayerKind {
  public static let name = "dropout"
  public static let family = Family.regularization

  public let rate: Double

  public init(rate: Double) { self.rate = rate }

  public var attributes: [Attribute] { [Attribute("rate", rate, default: 0.5)] }

  public func output(of inputs: [Shape]) throws(SizeError) -> Shape {
    guard (0..<1).contains(rate) else { throw .rate(rate) }
    return inputs[0]
  }

  /// Training: one compare against a random number and one multiply per element. Inference: nothing.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    mode == .training ? Arithmetic(multiplies: output.count, compares: output.count) : Arithmetic()
  }

  public func isInPlace(_ mode: Mode) -> Bool { true }

  public func isView(_ mode: Mode) -> Bool { mode == .inference }

  public var kept: Kept { .mask }
}
