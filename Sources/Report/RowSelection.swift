import Analysis
import Architecture

/// Which rows of an analysis a table shows, and in which order.
public struct RowSelection: Sendable {
  /// The column by which rows are sorted, the largest number first; nil for the order of the network.
  public var order: AnalysisColumn?
  /// How many rows are shown at most; nil for all.
  public var most: Int?
  /// Kinds of layers, or `conv`, `fc` and `rest` for families, of which rows are shown; empty for all.
  public var kinds: Set<String> = []
  /// Whether sums are shown instead of rows.
  public var isTotals = false

  public init() {}

  /// One row: a layer, or a module with its layers.
  struct Entry {
    /// Of the profile.
    let rows: Range<Int>
    /// The module; nil for a layer.
    var module: Folding.Part?

    /// What stands in the columns.
    func cells(_ columns: [AnalysisColumn], of profile: Profile) -> [Table.Cell] {
      // Looked up once, which copies it once.
      let row = profile.rows[rows.lowerBound]
      return columns.map { column in module.map { column.folded($0, profile) } ?? column.value(row) }
    }
  }

  func chosen(_ entries: [Entry], of profile: Profile) -> [Entry] {
    var entries = kinds.isEmpty ? entries : entries.filter { $0.rows.contains { isOfKind(profile.rows[$0].layer) } }
    if let order { entries = sorted(entries, of: profile, by: order) }
    return most.map { Array(entries.prefix($0)) } ?? entries
  }

  private func isOfKind(_ layer: Layer) -> Bool {
    kinds.contains(layer.kind.name) || kinds.contains(Analysis.FamilyShare(of: layer).rawValue)
  }

  /// By numbers from the largest, by texts from A; rows without a number last; equal ones in the network's order.
  private func sorted(_ entries: [Entry], of profile: Profile, by column: AnalysisColumn) -> [Entry] {
    let keyed = entries.enumerated().map { (index: $0, entry: $1, cell: $1.cells([column], of: profile)[0]) }
    return keyed.sorted { a, b in
      switch (a.cell.number, b.cell.number) {
      case (let first?, let second?) where first != second: return first > second
      case (nil, .some): return false
      case (.some, nil): return true
      case (nil, nil) where a.cell.raw != b.cell.raw: return a.cell.raw < b.cell.raw
      default: return a.index < b.index
      }
    }.map(\.entry)
  }

  /// The names that `kinds` can have.
  public static var names: [String] {
    let families = Analysis.FamilyShare.allCases.map(\.rawValue)
    return families + LayerKinds.all.map { $0.name }.filter { !families.contains($0) }
  }
}
