import Report
import Weights
import PlainText

/// Whether two networks with their weights compute the same.
public struct EquivalenceReport: Sendable {
  private let equivalence: Equivalence
  private let first: String
  private let second: String

  /// - Parameters:
  ///   - first: what the networks are called.
  ///   - second: the other one.
  public init(_ equivalence: Equivalence, first: String, second: String) {
    self.equivalence = equivalence
    self.first = first
    self.second = second
  }

  public var isSame: Bool { equivalence.isSame }

  /// Pairs of layers that are named; the others are counted.
  private static let most = 10

  public func text(in language: Language = .english, canvas: Canvas = .plain) -> String {
    let verdict = language.text(
      "equivalence.verdict",
      [
        "first": first.visible, "second": second.visible, "operations": language.grouped(equivalence.operations),
        "pairs": language.grouped(equivalence.pairs.count),
      ])
    let word = language.text(isSame ? "equivalence.same" : "equivalence.different")
    let lines =
      [canvas.style.bold(word) + "   " + verdict]
      + details(language).flatMap { Paragraph.wrap($0, width: canvas.width) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// One line for everything that is to be said.
  private func details(_ language: Language) -> [String] {
    var lines: [String] = []
    if let parting = parting(in: language) { lines.append(parting) }
    let results = equivalence.pairs.map(\.result)
    let same = results.count { $0 == .same }
    if same > 0 { lines.append(language.text("equivalence.equal", count: same)) }
    for isFolded in [true, false] {
      let shares = results.compactMap { result -> Double? in
        if case .rounded(let largest, isFolded) = result { largest } else { nil }
      }
      guard let largest = shares.max() else { continue }
      let share = language.significant(100 * largest)
      lines.append(
        isFolded
          ? language.text("equivalence.folded", count: shares.count, ["share": share])
          : language.text("equivalence.rounded", count: shares.count, ["share": share]))
    }
    let differences = equivalence.pairs.compactMap { difference($0, language) }
    guard !differences.isEmpty else { return lines }
    lines.append(language.text("equivalence.differing", count: differences.count))
    lines += differences.prefix(EquivalenceReport.most)
    let more = differences.count - EquivalenceReport.most
    if more > 0 { lines.append(language.text("equivalence.more", count: more)) }
    return lines
  }

  /// What a pair's parameters differ in; nil where they are the same.
  private func difference(_ pair: Equivalence.Pair, _ language: Language) -> String? {
    switch pair.result {
    case .same, .rounded: return nil
    case .different(let parameter, let count, let all, let largest, let relative):
      return language.text(
        "equivalence.difference",
        [
          "first": pair.first.visible, "second": pair.second.visible, "parameter": parameter,
          "differing": language.grouped(count), "count": language.grouped(all),
          "largest": language.significant(largest), "relative": language.significant(relative),
        ])
    case .otherSize(let own, let other):
      return language.text(
        "equivalence.other_size",
        [
          "first": pair.first.visible, "second": pair.second.visible, "own": language.grouped(own),
          "other": language.grouped(other),
        ])
    }
  }

  private func parting(in language: Language) -> String? {
    guard let parting = equivalence.parting else { return nil }
    return language.text(
      "equivalence.parting",
      [
        "first": place(parting.first, of: first, language), "second": place(parting.second, of: second, language),
      ])
  }

  private func place(_ place: Equivalence.Parting.Place?, of model: String, _ language: Language) -> String {
    guard let place else { return language.text("equivalence.nothing", ["model": model.visible]) }
    let text = language.text(
      "equivalence.place",
      ["model": model.visible, "layer": place.layer.visible, "operation": place.operation.visible])
    guard !place.inputs.isEmpty else { return text }
    let inputs = place.inputs.map(\.visible).joined(separator: ", ")
    return text + " " + language.text("equivalence.reading", ["inputs": inputs])
  }

  public var document: ComparisonDocument.Equivalence {
    ComparisonDocument.Equivalence(
      first: first, second: second, isSame: isSame, operations: equivalence.operations,
      parting: parting(in: .english), layers: equivalence.pairs.map(EquivalenceReport.parameters))
  }

  private static func parameters(_ pair: Equivalence.Pair) -> ComparisonDocument.Equivalence.Parameters {
    typealias Parameters = ComparisonDocument.Equivalence.Parameters
    switch pair.result {
    case .same: return Parameters(first: pair.first, second: pair.second, result: "same")
    case .rounded(let largest, let isFolded):
      return Parameters(
        first: pair.first, second: pair.second, result: isFolded ? "folded" : "rounded", largest: largest)
    case .different(_, let count, _, let largest, _):
      return Parameters(
        first: pair.first, second: pair.second, result: "different", largest: largest, differing: count)
    case .otherSize: return Parameters(first: pair.first, second: pair.second, result: "other_size")
    }
  }
}
