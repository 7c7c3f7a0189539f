import Analysis
import Architecture
import Charts
import Report

extension GuideTopic {
  /// The receptive field: what a unit sees of the image.
  static let receptiveField = GuideTopic(name: "receptive-field", title: "guide.field.title") { writer in
    let profile = try writer.profile(
      [
        ("conv1", Convolution(1, kernel: 3, padding: 1)), ("conv2", Convolution(1, kernel: 3, padding: 1)),
        ("pool", MaxPooling(window: WindowArguments(kernel: [2], stride: [2]))),
        ("conv3", Convolution(1, kernel: 3, padding: 1)),
      ], on: [1, 20])
    writer.say("guide.field.what")
    let unit = profile.output.extent[0] / 2
    writer.picture(
      "pyramid",
      PyramidPicture(
        title: writer.text("guide.field.picture"),
        description: writer.text("guide.field.description", ["size": writer.count(profile.fieldSize)]),
        profile: profile,
        unit: unit, inputName: writer.text("guide.words.input"), language: writer.language
      ).svg)
    writer.heading("guide.field.grows")
    writer.say("guide.field.recurrence")
    var field = 1
    var jump = 1
    var rows: [[Table.Cell]] = []
    for row in profile.rows {
      guard let window = row.layer.windows.first, let axis = row.field.axes.first, let stride = axis.stride else {
        continue
      }
      rows.append([
        .text(row.layer.name), .count(window.kernel), .count(window.stride),
        .text("\(field) + (\(window.kernel) − 1)·\(jump) = \(axis.size)"),
        .text("\(jump)·\(window.stride) = \(stride)"),
      ])
      (field, jump) = (axis.size, stride)
    }
    writer.table(
      [
        writer.text("guide.words.layer"), writer.text("guide.words.kernel"), writer.text("guide.words.stride"),
        writer.text("guide.words.field"), writer.text("guide.words.jump"),
      ], rows)
    try grows(&writer, profile)
    try experiment(&writer, profile, unit: unit)
    try networks(&writer, small: profile, unit: unit)
    exercises(&writer)
  }

  /// How much more a kernel adds behind a stride.
  private static func grows(_ writer: inout GuideWriter, _ profile: Profile) throws {
    guard let pool = profile.row("pool"), let before = profile.row("conv2"), let behind = profile.row("conv3") else {
      return
    }
    let kernel = behind.layer.windows[0].kernel
    func size(_ row: Profile.Row) -> Int { row.field.axes[0].size }
    let added = size(behind) - size(pool)
    try writer.claim(
      "guide.field.jump",
      [
        "stride": "\(pool.layer.windows[0].stride)", "kernel": "\(kernel)", "behind": writer.count(added),
        "before": writer.count(size(before) - (profile.row("conv1").map(size) ?? 0)),
      ],
      holds: before.layer.windows[0].kernel == kernel && added > kernel - 1)
  }

  /// The small network on a signal, one number of it changed at a time.
  private static func experiment(_ writer: inout GuideWriter, _ profile: Profile, unit: Int) throws {
    let size = profile.network.input.extent[0]
    // Numbers without a pattern, that are the same everywhere: the remainders of the squares.
    let signal = (0..<size).map { Double($0 * $0 % 23 + 1) }
    func output(_ signal: [Double]) throws -> Double {
      try profile.rows.reduce(Planes.Plane(signal: signal)) { plane, row in
        let window = row.layer.windows[0]
        if row.layer.family == .pooling { return Planes.pooled(signal: plane, window.kernel, Planes.largest) }
        return try Correlation.of(
          plane, with: Planes.Plane(signal: [3, 1, 2]), windows: (Window(kernel: 1), window))
      }.values[unit]
    }
    let reference = try output(signal)
    let changed = try signal.indices.filter { index in
      var signal = signal
      // Larger than all others, so that no maximum hides it.
      signal[index] += 1000
      return try output(signal) != reference
    }
    writer.heading("guide.field.experiment_title")
    writer.say(
      "guide.field.experiment",
      ["pixels": "\(size)", "unit": "\(unit)", "layer": profile.rows[profile.rows.count - 1].layer.name])
    let mark = { (index: Int) -> Table.Cell in .text(changed.contains(index) ? "×" : "·") }
    writer.table(
      [writer.text("guide.field.pixel")] + signal.indices.map(String.init),
      [[.text(writer.text("guide.field.changed"))] + signal.indices.map(mark)])
    try writer.claim(
      "guide.field.experiment_result",
      ["count": writer.count(changed.count), "first": "\(changed.first ?? 0)", "last": "\(changed.last ?? 0)"],
      holds: changed.count == profile.fieldSize && (changed.last ?? 0) - (changed.first ?? 0) + 1 == changed.count)
  }

  /// How far the convolutions of the zoo's networks see.
  private static func networks(_ writer: inout GuideWriter, small: Profile, unit: Int) throws {
    writer.heading("guide.field.zoo")
    var rows: [[Table.Cell]] = []
    var beyond: (network: String, size: String, image: String)?
    for name in ["lenet5", "alexnet", "vgg16", "googlenet"] {
      let profile = try writer.profile(zoo: name)
      func size(_ row: Profile.Row) -> Int { row.field.axes.first?.size ?? 0 }
      let convolutions = profile.rows.filter { $0.layer.family == .convolution }
      guard let row = convolutions.max(by: { size($0) < size($1) }), let axis = row.field.axes.first else { continue }
      rows.append([
        .text(writer.title(profile.network)), .text(row.layer.name), .text("\(axis.size)×\(axis.size)"),
        .text(writer.size(profile.network.input.extent)),
      ])
      if axis.size > profile.network.input.extent[0] {
        beyond = (
          writer.title(profile.network), "\(axis.size)×\(axis.size)", writer.size(profile.network.input.extent)
        )
      }
    }
    writer.table(
      [
        writer.text("guide.words.network"), writer.text("guide.field.last"), writer.text("guide.words.field"),
        writer.text("guide.words.image"),
      ], rows)
    let vgg = try writer.profile(zoo: "vgg16")
    writer.page.picture(
      "\(writer.name)-vgg16", FieldChart(profile: vgg, language: writer.language).svg,
      writer.text("charts.field_title", ["model": writer.title(vgg.network)]))
    try writer.claim(
      "guide.field.beyond",
      ["network": beyond?.network ?? "", "size": beyond?.size ?? "", "image": beyond?.image ?? ""], holds: beyond != nil
    )
    try middle(&writer, small: small, unit: unit, vgg)
    writer.commands([
      "zoo receptive-field vgg16 --layer conv5_3 -o field.png",
      "zoo receptive-field lenet5 --layer C3 --experiment -o experiment.png",
    ])
  }

  /// Ways from the image to a unit: more from the middle of its field than from the rim.
  private static func middle(_ writer: inout GuideWriter, small: Profile, unit: Int, _ vgg: Profile) throws {
    guard let index = vgg.network.layers.lastIndex(where: { $0.family == .convolution }),
      let ways = PathCount.counts(in: small.network, layer: small.network.layers.count - 1, unit: unit),
      let far = PathCount.counts(
        in: vgg.network, layer: index, unit: vgg.network.layers[index].shape.extent[0] / 2)
    else { return }
    let seen = ways.indices.filter { ways[$0] > 0 }
    let most = seen.max { ways[$0] < ways[$1] } ?? 0
    let ends = (ways[seen.first ?? 0], ways[seen.last ?? 0])
    let field = far.indices.filter { far[$0] > 0 }
    let middle = field.dropFirst(field.count / 4).prefix(field.count / 2)
    let share = middle.reduce(0) { $0 + far[$1] } / far.reduce(0, +)
    // Rows and columns have the same windows: a quarter of the area is half of each.
    try writer.claim(
      "guide.field.middle",
      [
        "most": writer.plain(ways[most]), "center": "\(most)", "least": writer.plain(ends.0),
        "layer": vgg.network.layers[index].name,
        "share": writer.language.fixed(share * share * 100, decimals: 1) + " %",
      ],
      holds: ends.0 == ends.1 && ways[most] > ends.0 && share * share > 0.5)
    writer.say("guide.field.middle_caution")
  }

  private static func exercises(_ writer: inout GuideWriter) {
    func field(_ strides: [Int]) -> Int {
      let layers = strides.map { Convolution(1, kernel: 3, stride: $0) as any LayerKind }
      return (try? writer.profile(layers, on: [1, 64]).fieldSize) ?? 0
    }
    writer.exercise(
      .byHand, "guide.field.question_stack", "guide.field.reason_stack", answer: "\(field([1, 1, 1, 1]))")
    writer.exercise(
      .byHand, "guide.field.question_stride", "guide.field.reason_stride", answer: "\(field([2, 1, 1, 1]))")
    let layer = "conv4_3"
    let size = (try? writer.profile(zoo: "vgg16").row(layer)?.field.axes.first?.size) ?? 0
    writer.exercise(
      .compute, "guide.field.question_vgg", "guide.field.reason_vgg", answer: "\(size)", ["layer": layer],
      command: "zoo explain vgg16 \(layer)")
  }
}
