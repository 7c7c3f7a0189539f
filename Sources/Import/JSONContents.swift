import TensorFiles

/// What a value of JSON is, where it is of the wanted type.
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

  /// A list of numbers, also of lists of them, row-major.
  var reals: [Double]? {
    guard case .array(let items) = self else { return nil }
    var numbers: [Double] = []
    for item in items {
      guard let more = item.real.map({ [$0] }) ?? item.reals else { return nil }
      numbers += more
    }
    return numbers
  }

  /// The sizes of `[null, 224, 224, 3]` without the first, the batch; −1 for what is open.
  var sizesAfterBatch: [Int]? {
    guard case .array(let items) = self, !items.isEmpty else { return nil }
    var sizes: [Int] = []
    for item in items.dropFirst() {
      guard let size = item == .null ? -1 : item.integer else { return nil }
      sizes.append(size)
    }
    return sizes
  }
}
