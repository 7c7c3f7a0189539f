import TensorFiles

extension JSONValue {
  var text: String? { if case .string(let text) = self { text } else { nil } }
  var items: [JSONValue]? { if case .array(let items) = self { items } else { nil } }

  /// A whole number, also where Python wrote it as `1.0`.
  var integer: Int? {
    switch self {
    case .number(.integer(let number)): number
    case .number(.real(let number)): Int(exactly: number)
    default: nil
    }
  }

  /// A number; infinite ones are words.
  var real: Double? {
    switch self {
    case .number(.integer(let number)): Double(number)
    case .number(.real(let number)): number
    case .string("Infinity"): .infinity
    case .string("-Infinity"): -.infinity
    default: nil
    }
  }
}
