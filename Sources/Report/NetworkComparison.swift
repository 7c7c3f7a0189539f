import Analysis
import Architecture

/// The layers in which a network differs from another.
package struct NetworkComparison {
  /// The networks' names.
  package let first: String
  package let second: String
  /// Layers that differ, and layers that only one of them has.
  package let differing: [LayerAlignment.Pair]
  /// How many layers are the same.
  package let same: Int

  init(_ first: Profile, _ second: Profile) {
    let pairs = LayerAlignment(first.rows, second.rows).pairs
    (self.first, self.second) = (first.network.model.name, second.network.model.name)
    differing = pairs.filter { !$0.isSame }
    same = pairs.count - differing.count
  }

  /// How many layers differ.
  package func title(in language: Language) -> String {
    let values: KeyValuePairs = ["first": first, "second": second, "same": language.grouped(same)]
    return differing.isEmpty
      ? language.text("comparison.same", count: same, values)
      : language.text("comparison.differ", count: differing.count, values)
  }

  /// A row for each layer that differs: what it is in both networks, and the difference.
  package func table(in language: Language) -> Table {
    let columns = [
      Table.Column("first", first, .left, importance: 100), Table.Column("first_shape", "", .left, importance: 80),
      Table.Column("second", second, .left, importance: 90), Table.Column("second_shape", "", .left, importance: 70),
      Table.Column("difference", language.text("comparison.difference"), .left, importance: 95),
    ]
    func cells(_ row: Profile.Row?) -> [Table.Cell] {
      guard let layer = row?.layer else { return [.text("—"), .blank] }
      return [.text(layer.name), .text("\(LayerAlignment.arguments(of: layer, in: language)) → \(layer.shape)")]
    }
    return Table(
      columns: columns,
      rows: differing.map { cells($0.first) + cells($0.second) + [.text($0.difference(in: language))] })
  }
}
