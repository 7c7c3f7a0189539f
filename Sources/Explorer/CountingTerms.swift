import Analysis
import Architecture
import Report

/// How each convention counts each layer, as formulas that a page's script evaluates.
///
/// A formula is a number, the letter of a quantity, or a sum or product of formulas: `["+", ["*", 2, "m"], "b"]`. Few differ,
/// so that each is written once, and so is each row of formulas that layers have in common.
struct CountingTerms {
  private var terms = Pool<String>()
  private var rows = Pool<[Int]>()

  /// Those whose formulas are listed; zoo's own, and torchvision's, is the multiply–adds.
  static let conventions = Convention.allCases.filter { $0 != .zoo && $0 != .torchvision }

  /// The place of a layer's formulas.
  mutating func place(of layer: Int, in network: Network, counts: [Convention: [OperationCount]]) -> Int {
    rows.place(
      of: CountingTerms.conventions.map { convention in
        terms.place(of: text(of: layer, in: network, convention, counts[convention]?[layer] ?? .unknown))
      })
  }

  /// What each convention makes of each layer, one image at a time.
  static func counts(of network: Network) -> [Convention: [OperationCount]] {
    Dictionary(
      uniqueKeysWithValues: conventions.compactMap { convention in
        (try? convention.counts(of: network, batch: 1)).map { (convention, $0) }
      })
  }

  var members: [(String, JSON)] {
    [
      ("terms", .array(terms.values.map(CountingTerms.json))), ("countings", .array(rows.values.map(JSON.integers))),
      (
        "conventions",
        .array(
          CountingTerms.conventions.map {
            .object([("name", .string($0.rawValue)), ("unit", .string($0.unit.rawValue))])
          })
      ),
    ]
  }

  private func text(of layer: Int, in network: Network, _ convention: Convention, _ count: OperationCount) -> String {
    switch count {
    case .unknown: "?"
    case .zero: "0"
    case .operations(let number):
      convention.term(of: layer, in: network, batch: 1).map(CountingTerms.text) ?? "\(number)"
    }
  }

  /// In Polish notation, which is parsed again where it is written: terms are compared as text.
  private static func text(_ term: CountedTerm) -> String {
    switch term {
    case .number(let number): "\(number)"
    case .quantity(let quantity, _): letter(quantity)
    case .sum(let terms): "(+ " + terms.map(text).joined(separator: " ") + ")"
    case .product(let factors): "(* " + factors.map(text).joined(separator: " ") + ")"
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

  private static func json(_ text: String) -> JSON {
    if text == "?" { return .null }
    var words = text.replacing("(", with: "( ").replacing(")", with: " )").split(separator: " ")[...]
    return parse(&words)
  }

  private static func parse(_ words: inout ArraySlice<Substring>) -> JSON {
    guard let word = words.popFirst() else { return .null }
    guard word == "(" else { return Int(word).map(JSON.integer) ?? .string(String(word)) }
    var parts: [JSON] = []
    while let next = words.first, next != ")" { parts.append(parse(&words)) }
    words.removeFirst()
    return .array(parts)
  }
}
