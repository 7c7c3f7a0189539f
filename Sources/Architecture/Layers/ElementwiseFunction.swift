/// A function of each number by itself that has no arguments: a square root, a sine, the error function.
public struct ElementwiseFunction: LayerKind {
  public static let name = "function"
  public static let family = Family.activation

  /// Which function; the names are ONNX's and PyTorch's.
  public enum Function: String, CaseIterable, Hashable, Sendable {
    /// √x; no number below 0.
    case sqrt
    case exp
    /// The natural logarithm; no number below 0.
    case log
    case abs
    /// 1/x.
    case reciprocal
    /// The error function, 2/√π · ∫₀ˣ exp(−t²) dt.
    case erf
    /// x/(1 + |x|).
    case softsign
    /// −1, 0 or 1.
    case sign
    case floor, ceil
    /// To the nearest whole number, of two the even one.
    case round
    case sin, cos, tan, asin, acos, atan
    case sinh, cosh, asinh, acosh, atanh
  }

  public let function: Function

  public init(_ function: Function) { self.function = function }

  public var attributes: [Attribute] { [Attribute("of", function.rawValue)] }

  /// Per element one operation, of softsign three: a sign removed, an add, a divide.
  public func arithmetic(inputs: [Shape], output: Shape, mode: Mode) -> Arithmetic {
    let one =
      switch function {
      case .abs, .sign, .floor, .ceil, .round: Arithmetic(compares: 1)
      case .reciprocal: Arithmetic(divides: 1)
      case .softsign: Arithmetic(adds: 1, compares: 1, divides: 1)
      default: Arithmetic(exponentials: 1)
      }
    return one * output.count
  }

  public func isInPlace(_ mode: Mode) -> Bool { true }
}
