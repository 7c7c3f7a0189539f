import Analysis
import Architecture

/// A column that the table of an analysis can have.
public struct AnalysisColumn: Sendable {
  /// As it is called on the command line and in CSV.
  public let id: String
  package let alignment: Table.Alignment
  private let importance: Int
  /// One sentence for `--help`.
  public let meaning: String
  /// Whether it is shown unless columns are chosen.
  public let isDefault: Bool
  package let value: @Sendable (Profile.Row) -> Table.Cell
  /// What stands under the column for several layers together; blank where there is no sum.
  let sum: @Sendable (KindTotals) -> Table.Cell
  /// What stands under the column for the whole network, where it is not the sum.
  private let footer: (@Sendable (Profile) -> Table.Cell)?

  package func column(in language: Language) -> Table.Column {
    Table.Column(
      id, language.text("columns.\(id)"), alignment, importance: importance, wraps: id == "layer" || id == "inputs")
  }

  /// What stands in the column for a module that is folded to one row: of its last layer what is of its output, else the
  /// sum.
  func folded(_ part: Folding.Part, _ profile: Profile) -> Table.Cell {
    switch id {
    case "layer": .text(part.module?.name ?? "")
    case "kind": .text(part.module?.kind ?? "")
    case "inputs": .text(part.inputs.joined(separator: " "))
    case "output", "field", "ungated", "jump", "offset", "center": value(profile.rows[part.rows.upperBound - 1])
    default: sum(part.totals)
    }
  }

  /// - Parameter totals: those of the profile, which all columns share.
  package func total(_ profile: Profile, _ totals: KindTotals) -> Table.Cell { footer?(profile) ?? sum(totals) }

  private init(
    _ id: String, _ alignment: Table.Alignment, importance: Int, _ meaning: String,
    isDefault: Bool = false, footer: (@Sendable (Profile) -> Table.Cell)? = nil,
    sum: @escaping @Sendable (KindTotals) -> Table.Cell = { _ in .blank },
    _ value: @escaping @Sendable (Profile.Row) -> Table.Cell
  ) {
    self.id = id
    self.alignment = alignment
    self.importance = importance
    self.meaning = meaning
    self.isDefault = isDefault
    self.value = value
    self.sum = sum
    self.footer = footer
  }

  public static let all: [AnalysisColumn] = [
    AnalysisColumn("layer", .left, importance: 100, "the layer's name in the reference", isDefault: true) {
      .text($0.layer.name)
    },
    AnalysisColumn(
      "kind", .left, importance: 80, "the kind of layer", isDefault: true, sum: { kind($0) }
    ) { .text(words($0.layer.kind.name)) },
    AnalysisColumn("inputs", .left, importance: 30, "the layers that it reads") {
      .text($0.inputs.joined(separator: " "))
    },
    AnalysisColumn("output", .left, importance: 90, "output size, C×H×W", isDefault: true) {
      .text($0.layer.shape.description)
    },
    AnalysisColumn("kernel", .right, importance: 66, "kernel, height × width", isDefault: true) {
      .text(kernel($0.layer))
    },
    AnalysisColumn("stride", .right, importance: 62, "stride", isDefault: true) {
      unless(1, $0.layer.windows.map(\.stride))
    },
    AnalysisColumn("pad", .right, importance: 58, "padding of the input", isDefault: true) {
      let text = padding($0.layer.windows)
      return text.isEmpty && !$0.layer.windows.isEmpty ? .silent(0) : .text(text)
    },
    AnalysisColumn("dilation", .right, importance: 20, "dilation of the kernel") {
      unless(1, $0.layer.windows.map(\.dilation))
    },
    AnalysisColumn("groups", .right, importance: 20, "groups of channels") {
      guard case .integer(let groups) = $0.layer.kind.attributes.value("groups") else { return .blank }
      return unless(1, [groups])
    },
    AnalysisColumn("rounding", .left, importance: 15, "floor, or ceil for pooling as Caffe does it") {
      guard !$0.layer.windows.isEmpty else { return .blank }
      return $0.layer.windows.contains { $0.rounding == .ceil } ? .text("ceil") : .hidden("floor")
    },
    AnalysisColumn("unreached", .right, importance: 15, "rows and columns that no window reaches") { row in
      unless(0, zip(row.layer.windows, row.layer.inputShapes[0].extent).map { (try? $0.unreached($1)) ?? 0 })
    },
    AnalysisColumn(
      "parameters", .right, importance: 85, "weights and biases", isDefault: true,
      sum: { .count($0.parameters.total) }
    ) { $0.layer.family == .unknown ? unknown : count($0.parameters.total) },
    AnalysisColumn(
      "weights", .right, importance: 25, "weights alone", sum: { .count($0.parameters.weights) }
    ) { count($0.parameters.weights) },
    AnalysisColumn(
      "biases", .right, importance: 25, "biases alone", sum: { .count($0.parameters.biases) }
    ) { count($0.parameters.biases) },
    AnalysisColumn(
      "trainable", .right, importance: 25, "parameters that training changes",
      sum: { .count($0.parameters.trainable) }
    ) { count($0.parameters.trainable) },
    AnalysisColumn(
      "macs", .right, importance: 84, "multiply–adds of convolutions and fully connected layers",
      isDefault: true, sum: { .count($0.macs) }
    ) { $0.layer.family == .unknown ? unknown : count($0.macs) },
    AnalysisColumn(
      "flops", .right, importance: 40, "all floating-point operations, two for a MAC",
      sum: { .count($0.flops) }
    ) { $0.layer.family == .unknown ? unknown : count($0.flops) },
    AnalysisColumn(
      "operations", .right, importance: 83, "operations by the chosen convention",
      sum: { .count($0.operations) }
    ) { $0.operations.number.map(count) ?? unknown },
    AnalysisColumn(
      "adds", .right, importance: 18, "additions beside those of MACs",
      sum: { .count($0.arithmetic.adds) }
    ) { count($0.arithmetic.adds) },
    AnalysisColumn(
      "multiplies", .right, importance: 18, "multiplications beside those of MACs",
      sum: { .count($0.arithmetic.multiplies) }
    ) { count($0.arithmetic.multiplies) },
    AnalysisColumn(
      "compares", .right, importance: 18, "comparisons", sum: { .count($0.arithmetic.compares) }
    ) { count($0.arithmetic.compares) },
    AnalysisColumn(
      "divides", .right, importance: 18, "divisions", sum: { .count($0.arithmetic.divides) }
    ) { count($0.arithmetic.divides) },
    AnalysisColumn(
      "exponentials", .right, importance: 18, "exponentials, powers and roots",
      sum: { .count($0.arithmetic.exponentials) }
    ) { count($0.arithmetic.exponentials) },
    AnalysisColumn(
      "field", .right, importance: 75, "receptive field: pixels that a unit sees", isDefault: true
    ) { field($0.field) },
    AnalysisColumn(
      "ungated", .right, importance: 74, "receptive field without gates, which bring something of the whole image"
    ) { $0.fieldWithoutGates.map(field) ?? .blank },
    AnalysisColumn(
      "jump", .right, importance: 50, "pixels from one unit's field to the next", isDefault: true
    ) { $0.windowedField.seesWholeInput ? .blank : .axes($0.windowedField.axes.map(\.stride)) },
    AnalysisColumn("offset", .right, importance: 15, "padding of the first unit's field") {
      $0.field.seesWholeInput ? .blank : .axes($0.field.axes.map(\.padding))
    },
    AnalysisColumn("center", .right, importance: 15, "the pixel at the middle of the first unit's field") {
      row in
      guard !row.field.seesWholeInput else { return .blank }
      return .centers(row.field.axes.map(\.center))
    },
    AnalysisColumn(
      "activations", .right, importance: 60, "memory of the output; none for a layer in place",
      isDefault: true, footer: { peak($0.memory.peak) }, sum: { .bytes($0.activationBytes) }
    ) { $0.activationBytes == 0 ? .silent(0) : .bytes($0.activationBytes) },
    AnalysisColumn("traffic", .right, importance: 17, "bytes read and written") { .bytes($0.trafficBytes) },
    AnalysisColumn("intensity", .right, importance: 35, "arithmetic intensity: FLOPs per byte moved") {
      $0.intensity.map { .real($0, decimals: 2) } ?? .blank
    },
    AnalysisColumn("bound", .left, importance: 34, "what limits the layer on the stated machine") {
      $0.flops == 0 ? .blank : .text($0.roofline.bound.rawValue)
    },
    AnalysisColumn(
      "time", .right, importance: 33, "the least time on the stated machine; seconds in CSV",
      footer: { .seconds($0.rows.reduce(0) { $0 + $1.roofline.seconds }) }
    ) { .seconds($0.roofline.seconds) },
    AnalysisColumn(
      "gradient", .right, importance: 16, "layers with parameters up to the nearest classifier"
    ) { $0.gradientPath.map { .count($0) } ?? .blank },
  ]

  /// The columns of these names, in this order; nil and the first unknown name where there is one.
  public static func named(_ ids: [String]) -> Result<[AnalysisColumn], UnknownColumn> {
    var columns: [AnalysisColumn] = []
    for id in ids {
      if id == "all" {
        columns += all
      } else if let column = all.first(where: { $0.id == id }) {
        columns.append(column)
      } else {
        return .failure(UnknownColumn(name: id))
      }
    }
    return .success(columns)
  }

  /// Those shown unless others are chosen.
  public static func standard(for profile: Profile) -> [AnalysisColumn] {
    all.filter { column in
      column.isDefault || column.id == "operations" && profile.options.convention != .zoo
        || column.id == "ungated" && profile.rows.contains { $0.fieldWithoutGates != nil }
    }
  }

  /// The name of a sum: families and all layers have one in each language, kinds of layers the same in all.
  static func kind(_ totals: KindTotals) -> Table.Cell {
    if totals.kind == "shown" { return .message("columns.shown", raw: totals.kind) }
    if totals.kind == "total" { return .message("columns.total", raw: totals.kind) }
    return FamilyShare(rawValue: totals.kind).map { .message("analysis.\($0.rawValue)", raw: totals.kind) }
      ?? .text(totals.kind)
  }

  private static func peak(_ bytes: Int) -> Table.Cell {
    let bytes = Table.Cell.bytes(bytes)
    return .message("columns.peak", ["bytes": bytes], raw: "peak \(bytes.text(.english))")
  }

  /// What nobody knows, which programs read as nothing.
  private static let unknown = Table.Cell.message("columns.unknown", raw: "")

  private static func field(_ field: ReceptiveField) -> Table.Cell {
    if field.seesWholeInput { return .message("columns.image", raw: "image") }
    return field.isKnown ? .axes(field.axes.map(\.size)) : unknown
  }

  private static func count(_ number: Int) -> Table.Cell { number == 0 ? .silent(0) : .count(number) }

  /// Numbers per axis, which go without saying where all are the usual one.
  private static func unless(_ usual: Int, _ numbers: [Int]) -> Table.Cell {
    if numbers.isEmpty { return .blank }
    return numbers.allSatisfy { $0 == usual } ? .silent(usual) : .axes(numbers)
  }

  /// `max pool` for `max_pool`.
  package static func words(_ kind: String) -> String {
    kind.utf8.contains(UInt8(ascii: "_")) ? kind.split(separator: "_").joined(separator: " ") : kind
  }

  /// `11×11`; of a normalization the window over channels.
  package static func kernel(_ layer: Layer) -> String {
    if layer.family == .normalization { return layer.kind.attributes.value("size")?.description ?? "" }
    return layer.windows.map { String($0.kernel) }.joined(separator: "×")
  }

  /// `2`, or `2×1` where axes differ, `1+2` where the two sides differ, nothing for none.
  package static func padding(_ windows: [Window]) -> String {
    if windows.allSatisfy({ $0.before == 0 && $0.after == 0 }) { return "" }
    let axes = windows.map { $0.before == $0.after ? String($0.before) : "\($0.before)+\($0.after)" }
    return Set(axes).count == 1 ? axes[0] : axes.joined(separator: "×")
  }
}

/// A column name that there is none of.
public struct UnknownColumn: Error, Sendable {
  public let name: String
}
