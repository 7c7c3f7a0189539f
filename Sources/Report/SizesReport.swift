import Analysis
import Architecture

/// The sizes of square images that a network takes, as text.
public struct SizesReport: JoinedReport {
  private let sizes: AcceptedSizes
  private let network: Network

  public init(_ sizes: AcceptedSizes, of network: Network) {
    self.sizes = sizes
    self.network = network
  }

  /// `32 to 35`, `63 and up`, `none`.
  package func ranges(in language: Language) -> String {
    if sizes.ranges.isEmpty { return language.text("sizes.none") }
    return sizes.ranges.enumerated().map { index, range in
      let isLast = index == sizes.ranges.count - 1
      if isLast, sizes.isOpenEnded { return language.text("sizes.and_up", ["from": String(range.lowerBound)]) }
      return range.count == 1
        ? "\(range.lowerBound)"
        : language.text("sizes.range", ["from": String(range.lowerBound), "to": String(range.upperBound)])
    }.joined(separator: ", ")
  }

  private func table(in language: Language) -> Table {
    Table(
      columns: [
        Table.Column("model", language.text("list.model"), .left), Table.Column("from", language.text("sizes.from")),
        Table.Column("to", language.text("sizes.to")),
      ],
      rows: sizes.ranges.map { [.text(network.model.name), .count($0.lowerBound), .count($0.upperBound)] })
  }

  public var csvTable: Table { table(in: .english) }

  public func text(_ format: Format, in language: Language = .english, canvas: Canvas = .plain) -> String {
    switch format {
    case .table:
      let values: KeyValuePairs = ["model": network.model.name, "sizes": ranges(in: language)]
      let key = network.input.extent.count == 2 ? "sizes.takes_images" : "sizes.takes_inputs"
      let tried =
        sizes.isOpenEnded ? " " + language.text("sizes.tried", ["largest": String(sizes.largestTried)]) : ""
      return "\(language.text(key, values))\(tried)\n"
    case .markdown: return MarkdownTable.render(table(in: language), language).joined(separator: "\n") + "\n"
    case .csv, .json: return SizesReport.joined([self], format, in: language)
    }
  }

  public var document: SizesDocument {
    SizesDocument(
      model: network.model.name, ranges: sizes.ranges.map { [$0.lowerBound, $0.upperBound] },
      largestTried: sizes.largestTried, openEnded: sizes.isOpenEnded)
  }

  public var json: JSON { document.json }
}
