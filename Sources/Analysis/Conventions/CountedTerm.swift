/// How a tool's number of operations was worked out: the formula of its rule with the numbers of one layer.
public indirect enum CountedTerm: Hashable, Sendable {
  case number(Int)
  case quantity(Quantity, Int)
  case sum([CountedTerm])
  case product([CountedTerm])

  /// What rules count with.
  public enum Quantity: String, CaseIterable, Hashable, Sendable {
    /// Elements of the first input, elements of the output, positions of the output, and its channels.
    case inputs, outputs, positions, channels
    /// Multiply–adds, and one addition for each output with a bias.
    case multiplyAdds = "multiply_adds"
    case biases
    case parameters
    /// Cells of a window, and the strides multiplied.
    case cells, strides
    /// Branches of a join, less one.
    case joins
    /// Images at a time.
    case images
  }

  /// The number that comes out; nil where it passes what an `Int` holds.
  public var value: Int? {
    switch self {
    case .number(let number), .quantity(_, let number): number
    case .sum(let terms):
      terms.reduce(0 as Int?) { sum, term in
        guard let sum, let value = term.value else { return nil }
        let (result, overflow) = sum.addingReportingOverflow(value)
        return overflow ? nil : result
      }
    case .product(let factors):
      factors.reduce(1 as Int?) { product, factor in
        guard let product, let value = factor.value else { return nil }
        let (result, overflow) = product.multipliedReportingOverflow(by: value)
        return overflow ? nil : result
      }
    }
  }
}
