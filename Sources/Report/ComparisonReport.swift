import Analysis
import Architecture

/// Networks side by side: totals, kinds, and the layers in which each differs from the first.
public struct ComparisonReport: Sendable {
  private let profiles: [Profile]

  /// - Parameter profiles: two or more.
  public init(_ profiles: [Profile]) { self.profiles = profiles }

  public func text(_ format: Format, canvas: Canvas = .plain) -> String {
    switch format {
    case .json: return document.json.text
    case .csv: return CSVTable.render(totals).joined(separator: "\n") + "\n"
    case .markdown:
      var lines =
        ["# \(titles.map(MarkdownTable.escape).joined(separator: " and "))", ""] + MarkdownTable.render(totals)
      for comparison in comparisons {
        lines += ["", "## \(MarkdownTable.escape(comparison.title))", ""] + MarkdownTable.render(comparison.table)
      }
      return lines.joined(separator: "\n") + "\n"
    case .table:
      var lines = TerminalTable.lines(totals, canvas)
      for comparison in comparisons {
        lines += ["", canvas.style.bold(comparison.title)]
        if comparison.table.rows.isEmpty { continue }
        let table = Self.wrapping(comparison.table, to: canvas.width)
        lines += TerminalTable.lines(table, canvas)
      }
      return lines.joined(separator: "\n") + "\n"
    }
  }

  private var titles: [String] { profiles.map(\.network.model.name) }

  /// One row per quantity, one column per network.
  private var totals: Table {
    var columns = [Table.Column("quantity", "", .left, importance: 1000)]
    columns += profiles.enumerated().map {
      Table.Column($1.network.model.name, $1.network.model.name, importance: 500 - $0)
    }
    var rows: [[Table.Cell]] = []
    func add(_ label: String, _ value: (Profile) -> Table.Cell) { rows.append([.text(label)] + profiles.map(value)) }
    add("input") { .text($0.network.input.description) }
    add("layers") { .count($0.rows.count) }
    add("parameters") { .count($0.totals.parameters.total) }
    for (index, family) in FamilyShare.all.enumerated()
    where profiles.contains(where: { $0.byFamily[index].parameters.total > 0 }) {
      add("  \(family.rawValue)") { .count($0.byFamily[index].parameters.total) }
    }
    add("MACs") { .count($0.totals.macs) }
    for (index, family) in FamilyShare.all.enumerated() where profiles.contains(where: { $0.byFamily[index].macs > 0 })
    {
      add("  \(family.rawValue)") { .count($0.byFamily[index].macs) }
    }
    add("FLOPs") { .count($0.totals.flops) }
    if let convention = profiles.first?.options.convention, convention != .zoo {
      add("\(convention.rawValue) \(convention.unit.rawValue)") { .count($0.totals.operations) }
    }
    add("activations") { .bytes($0.totals.activationBytes) }
    add("  at once") { .bytes($0.memory.peak) }
    add("parameter memory") { .bytes($0.parameterBytes) }
    add("largest field") { profile in
      .text(AnalysisColumn.perAxis(profile.rows.last { !$0.field.seesWholeInput }?.field.axes.map(\.size) ?? []))
    }
    return Table(columns: columns, rows: rows)
  }

  private var comparisons: [(title: String, table: Table)] {
    profiles.dropFirst().map { other in
      let pairs = LayerAlignment(profiles[0].rows, other.rows).pairs
      let differing = pairs.filter { !$0.isSame }
      let same = pairs.count - differing.count
      let first = profiles[0].network.model.name
      let second = other.network.model.name
      let title =
        differing.isEmpty
        ? "\(first) and \(second) have the same \(same) layers"
        : "\(first) and \(second): \(differing.count) layers differ, \(same) are the same"
      let columns = [
        Table.Column("first", first, .left, importance: 100), Table.Column("first_shape", "", .left, importance: 80),
        Table.Column("second", second, .left, importance: 90), Table.Column("second_shape", "", .left, importance: 70),
        Table.Column("difference", "difference", .left, importance: 95),
      ]
      let rows = differing.map { pair -> [Table.Cell] in
        [
          .text(pair.first?.layer.name ?? "—"), .text(pair.first.map { Self.describe($0.layer) } ?? ""),
          .text(pair.second?.layer.name ?? "—"), .text(pair.second.map { Self.describe($0.layer) } ?? ""),
          .text(pair.difference),
        ]
      }
      return (title, Table(columns: columns, rows: rows))
    }
  }

  /// The table made to fit: without the arguments of the layers, which the differences repeat, and with the differences
  /// broken into lines.
  private static func wrapping(_ table: Table, to width: Int?) -> Table {
    let whole = TerminalTable.render(table, width: width, style: .plain)
    guard let width, !whole.dropped.isEmpty else { return table }
    let narrow = table.dropping([1, 3])
    let names = TerminalTable.render(narrow.dropping([2]), width: nil, style: .plain).lines
    let room = max(20, width - (names.map(TerminalTable.columns).max() ?? 0) - TerminalTable.gap.count)
    let rows = narrow.rows.flatMap { row in
      Paragraph.lines(parts(of: row[2].text, width: room), width: room).enumerated().map { index, part in
        index == 0 ? [row[0], row[1], .text(part)] : [.blank, .blank, .text(part)]
      }
    }
    return Table(columns: narrow.columns, rows: rows)
  }

  /// `pad 0 → 2,` and what follows: split behind a comma and a blank, since a number has commas without one.
  /// Parts that do not fit are split into words.
  private static func parts(of text: String, width: Int) -> [String] {
    let words = text.split(separator: " ").map(String.init)
    let parts = words.reduce(into: [""]) { parts, word in
      parts[parts.count - 1] += parts[parts.count - 1].isEmpty ? word : " " + word
      if word.last == "," { parts.append("") }
    }
    return parts.allSatisfy { TerminalTable.columns(of: $0) <= width } ? parts : words
  }

  /// `conv 11×11 stride 4 → 96×55×55`.
  private static func describe(_ layer: Layer) -> String {
    "\(LayerAlignment.arguments(of: layer)) → \(layer.shape)"
  }

  public var document: ComparisonDocument {
    ComparisonDocument(
      models: profiles.map { profile in
        ComparisonDocument.Model(
          name: profile.network.model.name, input: profile.network.input.dimensions, layers: profile.rows.count,
          parameters: profile.totals.parameters.total, macs: profile.totals.macs, flops: profile.totals.flops,
          operations: profile.totals.operations, activationBytes: profile.totals.activationBytes,
          peakActivationBytes: profile.memory.peak,
          byFamily: profile.byFamily.map {
            ComparisonDocument.FamilyShare(kind: $0.kind, parameters: $0.parameters.total, macs: $0.macs)
          })
      },
      differences: profiles.dropFirst().map { other in
        ComparisonDocument.Difference(
          first: profiles[0].network.model.name, second: other.network.model.name,
          layers: LayerAlignment(profiles[0].rows, other.rows).pairs.filter { !$0.isSame }.map {
            ComparisonDocument.Pair(
              first: $0.first?.layer.name, second: $0.second?.layer.name, difference: $0.difference)
          })
      })
  }
}
