import Analysis
import Architecture

/// Networks side by side: totals, kinds, and the layers in which each differs from the first.
public struct ComparisonReport: Sendable {
  private let profiles: [Profile]

  /// - Parameter profiles: two or more.
  public init(_ profiles: [Profile]) { self.profiles = profiles }

  public func text(_ format: Format, in language: Language = .english, canvas: Canvas = .plain) -> String {
    switch format {
    case .json: return document.json.text
    case .csv: return CSVTable.render(totals(in: .english)).joined(separator: "\n") + "\n"
    case .markdown:
      let title = language.chain(profiles.map { MarkdownTable.escape($0.network.model.name) })
      var lines = ["# \(title)", ""] + MarkdownTable.render(totals(in: language), language)
      for note in changes(in: language) { lines += ["", MarkdownTable.escape(note)] }
      for comparison in comparisons {
        lines += ["", "## \(MarkdownTable.escape(comparison.title(in: language)))", ""]
        if let note = comparison.note(in: language) { lines += [note, ""] }
        lines += MarkdownTable.render(comparison.table(in: language), language)
      }
      return lines.joined(separator: "\n") + "\n"
    case .table:
      var lines = TerminalTable.lines(totals(in: language), language, canvas)
      let notes = changes(in: language)
      if !notes.isEmpty { lines += [""] + notes.flatMap { Paragraph.wrap($0, width: canvas.width) } }
      for comparison in comparisons {
        lines += ["", canvas.style.bold(comparison.title(in: language))]
        if let note = comparison.note(in: language) { lines += Paragraph.wrap(note, width: canvas.width) }
        let table = comparison.table(in: language)
        if table.rows.isEmpty { continue }
        lines += TerminalTable.lines(Self.wrapping(table, language, to: canvas.width), language, canvas)
      }
      return lines.joined(separator: "\n") + "\n"
    }
  }

  /// Which networks are none of their name: `alexnet-changed is changed: conv1.stride=2`.
  package func changes(in language: Language) -> [String] {
    profiles.map(\.network.model).compactMap { model in language.changes(of: model).map { "\(model.name): \($0)" } }
  }

  /// One row per quantity, one column per network.
  package func totals(in language: Language) -> Table {
    var columns = [Table.Column("quantity", "", .left, importance: 1000)]
    columns += profiles.enumerated().map {
      Table.Column($1.network.model.name, $1.network.model.name, importance: 500 - $0)
    }
    var rows: [[Table.Cell]] = []
    func add(_ label: Table.Cell, _ value: (Profile) -> Table.Cell) { rows.append([label] + profiles.map(value)) }
    func add(_ key: String, _ raw: String, _ value: (Profile) -> Table.Cell) { add(.message(key, raw: raw), value) }
    func addFamilies(_ value: (KindTotals) -> Int) {
      for (index, family) in FamilyShare.allCases.enumerated()
      where profiles.contains(where: { value($0.byFamily[index]) > 0 }) {
        let name = Table.Cell.message("analysis.\(family.rawValue)", raw: family.rawValue)
        add(.message("comparison.part", ["name": name], raw: "  \(family.rawValue)")) {
          .count(value($0.byFamily[index]))
        }
      }
    }
    add("comparison.input", "input") { .text($0.network.input.description) }
    add("comparison.layers", "layers") { .count($0.rows.count) }
    add("columns.parameters", "parameters") { .count($0.totals.parameters.total) }
    addFamilies(\.parameters.total)
    add("columns.macs", "MACs") { .count($0.totals.macs) }
    addFamilies(\.macs)
    add("columns.flops", "FLOPs") { .count($0.totals.flops) }
    if let convention = profiles.first?.options.convention, convention != .zoo {
      add(.text("\(convention.rawValue) \(convention.unit.rawValue)")) { .count($0.totals.operations) }
    }
    add("columns.activations", "activations") { .bytes($0.totals.activationBytes) }
    add("comparison.at_once", "  at once") { .bytes($0.memory.peak) }
    add("comparison.parameter_memory", "parameter memory") { .bytes($0.parameterBytes) }
    add("comparison.least_time", "least time") { profile in
      .seconds(profile.rows.reduce(0) { $0 + $1.roofline.seconds })
    }
    add("comparison.largest_field", "largest field") { profile in
      .axes(profile.lastWindowed?.windowedField.axes.map(\.size) ?? [])
    }
    return Table(columns: columns, rows: rows)
  }

  /// How each further network differs from the first.
  package var comparisons: [NetworkComparison] {
    profiles.dropFirst().map { NetworkComparison(profiles[0], $0) }
  }

  /// The table made to fit: without the arguments of the layers, which the differences repeat, and with the differences
  /// broken into lines.
  private static func wrapping(_ table: Table, _ language: Language, to width: Int?) -> Table {
    let whole = TerminalTable.render(table, language, Canvas(width: width, style: .plain))
    guard let width, !whole.dropped.isEmpty else { return table }
    let narrow = table.dropping([1, 3])
    let names = TerminalTable.render(narrow.dropping([2]), language, .plain).lines
    let room = max(20, width - (names.map(TerminalTable.columns).max() ?? 0) - TerminalTable.gap.count)
    let rows = narrow.rows.flatMap { row in
      Paragraph.lines(parts(of: row[2].text(language), width: room), width: room).enumerated().map { index, part in
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

  public var document: ComparisonDocument {
    ComparisonDocument(
      models: profiles.map { profile in
        ComparisonDocument.Model(
          name: profile.network.model.name, changes: profile.network.model.changes,
          input: profile.network.input.dimensions, layers: profile.rows.count,
          parameters: profile.totals.parameters.total, macs: profile.totals.macs, flops: profile.totals.flops,
          operations: profile.totals.operations, activationBytes: profile.totals.activationBytes,
          peakActivationBytes: profile.memory.peak,
          byFamily: profile.byFamily.map {
            ComparisonDocument.FamilyShare(kind: $0.kind, parameters: $0.parameters.total, macs: $0.macs)
          })
      },
      differences: comparisons.map { comparison in
        ComparisonDocument.Difference(
          first: comparison.first, second: comparison.second, byPosition: comparison.isByPosition,
          layers: comparison.differing.map {
            ComparisonDocument.Pair(
              first: $0.first?.layer.name, second: $0.second?.layer.name, difference: $0.difference(in: .english))
          })
      })
  }
}
