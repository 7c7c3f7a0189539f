import ArgumentParser
import PlainText
import Report

/// Which rows of an analysis are shown.
struct RowOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Sort the rows by a column, the largest first.", valueName: "column"),
    completion: columnCompletion)
  var sort: String?

  @Option(help: ArgumentHelp("Show so many rows, the first ones.", valueName: "n"))
  var top: Int?

  @Option(
    help: ArgumentHelp(
      "Show layers of these kinds, separated by commas; conv, fc and rest are families.", valueName: "kinds"))
  var only: String?

  @Flag(help: "Show sums instead of layers: of convolutions, fully connected layers, the rest, and all.")
  var totals = false

  /// Whether every row is shown, in the network's order.
  var isPlain: Bool { sort == nil && top == nil && only == nil && !totals }

  func validate() throws {
    _ = try selection()
    if let top, top < 1 { throw misuse("--top is at least 1") }
    if totals, sort != nil || top != nil || only != nil {
      throw misuse("--totals shows no layers that --sort, --top or --only could choose")
    }
  }

  func selection() throws -> RowSelection {
    var selection = RowSelection()
    if let sort {
      let columns = try AnalysisColumn.chosen(sort)
      guard let column = columns.first, columns.count == 1 else { throw misuse("--sort takes one column") }
      selection.order = column
    }
    selection.most = top
    selection.isTotals = totals
    for kind in (only ?? "").commaSeparated {
      guard RowSelection.names.contains(kind) else {
        throw misuse(
          "no kind of layer is called '\(kind)'\(NearestWord.hint(for: kind, among: RowSelection.names)) ('zoo layers' lists them)"
        )
      }
      selection.kinds.insert(kind)
    }
    return selection
  }
}

extension AnalysisColumn {
  /// The columns of a name; several for `all`.
  ///
  /// - Throws: `ValidationError` with the nearest name.
  static func chosen(_ name: String) throws -> [AnalysisColumn] {
    switch named([name]) {
    case .success(let columns): return columns
    case .failure:
      let names = all.map(\.id) + ["all"]
      // What begins with the word, `params` aside, is nearer than what is spelt like it.
      let begun = names.filter { $0.hasPrefix(name.prefix(5).lowercased()) }
      let hint =
        begun.count == 1 ? ", did you mean '\(begun[0])'?" : NearestWord.hint(for: name, among: names)
      throw misuse("no column is called '\(name)'\(hint) ('zoo help analyze' lists them)")
    }
  }
}

extension String {
  /// The words of a list: `layer, macs`.
  var commaSeparated: [String] {
    split(separator: ",").map { part in
      var part = part
      while part.first == " " { part.removeFirst() }
      while part.last == " " { part.removeLast() }
      return String(part)
    }.filter { !$0.isEmpty }
  }
}
