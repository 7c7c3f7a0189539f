import Analysis
import Architecture

/// The sizes of square images that a network takes, as text.
public struct SizesReport: Sendable {
  private let sizes: AcceptedSizes
  private let network: Network

  public init(_ sizes: AcceptedSizes, of network: Network) {
    self.sizes = sizes
    self.network = network
  }

  /// `32 to 35`, `63 and up`, `none`.
  var ranges: String {
    if sizes.ranges.isEmpty { return "none" }
    return sizes.ranges.enumerated().map { index, range in
      let isLast = index == sizes.ranges.count - 1
      if isLast, sizes.isOpenEnded { return "\(range.lowerBound) and up" }
      return range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
    }.joined(separator: ", ")
  }

  public func text(_ format: Format) -> String {
    let square = network.input.extent.count == 2 ? "square images" : "inputs"
    let table = Table(
      columns: [Table.Column("model", "model", .left), Table.Column("from", "from"), Table.Column("to", "to")],
      rows: sizes.ranges.map { [.text(network.model.name), .count($0.lowerBound), .count($0.upperBound)] })
    switch format {
    case .table:
      let tried = sizes.isOpenEnded ? " (every size up to \(sizes.largestTried) was tried)" : ""
      return "\(network.model.name) takes \(square) of size \(ranges)\(tried)\n"
    case .markdown: return MarkdownTable.render(table).joined(separator: "\n") + "\n"
    case .csv: return CSVTable.render(table).joined(separator: "\n") + "\n"
    case .json: return json.text
    }
  }

  public var document: SizesDocument {
    SizesDocument(
      model: network.model.name, ranges: sizes.ranges.map { [$0.lowerBound, $0.upperBound] },
      largestTried: sizes.largestTried, openEnded: sizes.isOpenEnded)
  }

  public var json: JSON { document.json }
}
