import Analysis
import Architecture
import Report

/// How each convention counts each layer, as formulas that a page's script evaluates.
///
/// A formula is a number, the letter of a quantity, or a sum or product of formulas: `["+", ["*", 2, "m"], "b"]`. Few differ,
/// so that each is written once, and so is each row of formulas that layers have in common.
struct CountingTerms {
  private var formulas = Pool<Formula>()
  private var rows = Pool<[Int]>()

  /// Those whose formulas are listed; zoo's own, and torchvision's, is the multiply–adds.
  static let conventions = Convention.allCases.filter { $0 != .zoo && $0 != .torchvision }

  /// The places of each layer's formulas, one image at a time, in the order of the network without its inputs.
  mutating func places(of network: Network) -> [Int] {
    let columns = CountingTerms.conventions.map { convention -> [Formula] in
      guard let counts = try? convention.counts(of: network, batch: 1) else {
        return Array(repeating: .unknown, count: network.layers.count)
      }
      return zip(counts, convention.terms(of: network, batch: 1)).map(Formula.init)
    }
    return network.layers.indices.dropFirst(network.inputCount).map { layer in
      rows.place(of: columns.map { formulas.place(of: $0[layer]) })
    }
  }

  var members: [(String, JSON)] {
    [
      ("terms", .array(formulas.values.map(\.json))), ("countings", .array(rows.values.map(JSON.integers))),
      (
        "conventions",
        .array(
          CountingTerms.conventions.map {
            .object([("name", .string($0.rawValue)), ("unit", .string($0.unit.rawValue))])
          })
      ),
    ]
  }
}

/// How a number of operations comes about, without the layer's own numbers: formulas of many layers are one.
private indirect enum Formula: Hashable {
  case unknown
  case number(Int)
  case quantity(CountedTerm.Quantity)
  case sum([Formula])
  case product([Formula])

  init(_ count: OperationCount, _ term: CountedTerm?) {
    self =
      switch count {
      case .unknown: .unknown
      case .zero: .number(0)
      case .operations(let number): term.map(Formula.init) ?? .number(number)
      }
  }

  private init(_ term: CountedTerm) {
    self =
      switch term {
      case .number(let number): .number(number)
      case .quantity(let quantity, _): .quantity(quantity)
      case .sum(let terms): .sum(terms.map(Formula.init))
      case .product(let factors): .product(factors.map(Formula.init))
      }
  }

  var json: JSON {
    switch self {
    case .unknown: .null
    case .number(let number): .integer(number)
    case .quantity(let quantity): .string(Formula.letter(quantity))
    case .sum(let terms): .array([.string("+")] + terms.map(\.json))
    case .product(let factors): .array([.string("*")] + factors.map(\.json))
    }
  }

  private static func letter(_ quantity: CountedTerm.Quantity) -> String {
    switch quantity {
    case .inputs: "i"
    case .outputs: "o"
    case .positions: "p"
    case .channels: "c"
    case .multiplyAdds: "m"
    case .biases: "b"
    case .parameters: "w"
    case .cells: "k"
    case .strides: "s"
    case .joins: "j"
    case .images: "n"
    }
  }
}
