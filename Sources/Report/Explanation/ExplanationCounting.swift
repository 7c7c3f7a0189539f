import Analysis
import Architecture

extension Explanation {
  /// How the chosen convention's tool counts a layer; nothing for zoo's own way.
  func counting(of row: Profile.Row) -> [(label: String, text: String)] {
    let convention = profile.options.convention
    guard convention != .zoo else { return [] }
    let text =
      switch row.operations {
      case .unknown: language.text("explain.not_counted")
      case .zero: language.text("explain.left_out")
      case .operations(let number):
        terms[row.layer.name].map { language.text($0, equals: number, convention.unit) }
          ?? "\(language.grouped(number)) \(convention.unit.rawValue)"
      }
    return [(convention.rawValue, text)]
  }

  /// What a layer costs on a machine: the memory of its output, and the least time that it takes.
  func costs(of row: Profile.Row) -> [(label: String, text: String)] {
    let options = profile.options
    let images = options.batch == 1 ? "" : language.text("explain.images", ["batch": String(options.batch)]) + " · "
    let activations =
      row.activationBytes == 0
      ? language.text("explain.in_place")
      : language.text(
        "explain.bytes",
        [
          "elements": images + language.product(row.layer.shape.dimensions), "bytes": String(options.dataType.bytes),
          "type": options.dataType.rawValue, "total": language.grouped(row.activationBytes),
        ])
    let machine = options.machine
    let time = language.text(
      "explain.time",
      [
        "flops": language.grouped(row.flops), "peak": language.plain(machine.peakGflops),
        "computing": language.seconds(Double(row.flops) / (machine.peakGflops * 1e9)),
        "moved": language.grouped(row.trafficBytes), "bandwidth": language.plain(machine.bandwidthGbs),
        "moving": language.seconds(Double(row.trafficBytes) / (machine.bandwidthGbs * 1e9)),
      ])
    return [(language.text("columns.activations"), activations), (language.text("columns.time"), time)]
  }
}

extension Language {
  /// `2·105,415,200 MACs + 290,400 additions of a bias = 211,120,800 FLOPs`.
  fileprivate func text(_ term: CountedTerm, equals number: Int, _ unit: Convention.Unit) -> String {
    let formula = text(term)
    let total = "\(grouped(number)) \(unit.rawValue)"
    return formula == grouped(number) ? total : "\(formula) = \(total)"
  }

  private func text(_ term: CountedTerm) -> String {
    switch term {
    case .number(let number): grouped(number)
    case .quantity(let quantity, let number): text("counted.\(quantity.rawValue)", count: number)
    case .sum: summands(of: term).map(text).joined(separator: " + ")
    case .product:
      factors(of: term).map { factor in
        if case .sum = factor { "(\(text(factor)))" } else { text(factor) }
      }.joined(separator: " · ")
    }
  }

  /// The terms of a sum in a sum, without zeros.
  private func summands(of term: CountedTerm) -> [CountedTerm] {
    guard case .sum(let terms) = term else { return [term] }
    return terms.flatMap(summands).filter { $0 != .number(0) }
  }

  /// The factors of a product in a product, without ones that go without saying.
  private func factors(of term: CountedTerm) -> [CountedTerm] {
    guard case .product(let terms) = term else { return [simplified(term)] }
    let factors = terms.flatMap(factors).filter { $0 != .number(1) && $0 != .quantity(.images, 1) }
    return factors.isEmpty ? [.number(1)] : factors
  }

  /// A sum of which one term is left is that term.
  private func simplified(_ term: CountedTerm) -> CountedTerm {
    let terms = summands(of: term)
    return terms.count == 1 ? terms[0] : term
  }
}
