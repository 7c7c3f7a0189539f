import Analysis
import Architecture
import Report

extension GuideTopic {
  /// VGG: deep, of small kernels, and large all the same.
  static let vgg = GuideTopic(name: "vgg", title: "guide.vgg.title") { writer in
    let names = ["vgg11", "vgg13", "vgg16-c", "vgg16", "vgg19"]
    let profiles = try names.map { try writer.profile(zoo: $0) }
    let alexnet = try writer.profile(zoo: "alexnet")
    let vgg = profiles[3]
    try family(&writer, profiles, alexnet)
    try economy(&writer, vgg)
    try large(&writer, vgg, alexnet)
    writer.commands(["zoo compare alexnet vgg16", "zoo analyze vgg16 --columns layer,kernel,output,parameters,macs"])
    try exercises(&writer, vgg)
  }

  /// Sizes of the windows that a file states: an adaptive pooling's are made to fit.
  private static func kernels(_ profile: Profile, _ family: Family) -> Set<[Int]> {
    let layers = profile.rows.map(\.layer).filter {
      $0.family == family && $0.kind.attributes.value("kernel") != nil
    }
    return Set(layers.map { $0.windows.map(\.kernel) })
  }

  /// The configurations of the paper.
  private static func family(_ writer: inout GuideWriter, _ profiles: [Profile], _ alexnet: Profile) throws {
    writer.say("guide.vgg.what")
    writer.table(
      [
        writer.text("guide.words.network"), writer.text("guide.both.depth"), writer.text("guide.vgg.kernels"),
        writer.text("guide.vgg.pools"), writer.text("guide.words.parameters"), writer.text("guide.words.macs"),
      ],
      ([alexnet] + profiles).map { profile in
        func sizes(_ family: Family) -> String {
          kernels(profile, family).sorted { $0[0] > $1[0] }.map(writer.size).joined(separator: ", ")
        }
        return [
          .text(writer.title(profile.network)), .count(Depth.of(profile.network)),
          .text(sizes(.convolution)), .text(sizes(.pooling)), .count(profile.totals.parameters.total),
          .count(profile.totals.macs),
        ]
      })
    let depths = profiles.map { Depth.of($0.network) }
    try writer.claim(
      "guide.vgg.only",
      ["depth": "\(depths.min() ?? 0)", "deepest": "\(depths.max() ?? 0)", "alexnet": "\(Depth.of(alexnet.network))"],
      holds: profiles.enumerated().allSatisfy { index, profile in
        kernels(profile, .convolution) == (index == 2 ? [[3, 3], [1, 1]] : [[3, 3]])
          && kernels(profile, .pooling) == [[2, 2]] && depths[index] > Depth.of(alexnet.network)
      })
  }

  /// What the small kernels save in VGG-16's convolutions: against kernels that see as much, and against large ones
  /// everywhere.
  private static func economy(_ writer: inout GuideWriter, _ vgg: Profile) throws {
    writer.heading("guide.vgg.economy")
    writer.say("guide.vgg.stages")
    var stages: [[Profile.Row]] = [[]]
    for row in vgg.rows {
      if row.layer.family == .pooling { stages.append([]) }
      if row.layer.family == .convolution { stages[stages.count - 1].append(row) }
    }
    stages.removeAll(where: \.isEmpty)
    var rows: [[Table.Cell]] = []
    var sums = (small: 0, one: 0)
    var isFirstLarger = false
    for (index, stage) in stages.enumerated() {
      let (first, last) = (stage[0].layer, stage[stage.count - 1].layer)
      // Kernels of k one behind the other see as much as one of n·(k − 1) + 1.
      let kernel = stage.reduce(1) { $0 + $1.layer.windows[0].kernel - 1 }
      let one = try writer.profile(
        [Convolution(last.shape.channels, kernel: kernel, padding: kernel / 2)], on: first.inputShapes[0].dimensions
      ).totals.parameters.total
      let small = stage.reduce(0) { $0 + $1.parameters.total }
      sums = (sums.small + small, sums.one + one)
      if index == 0 { isFirstLarger = small > one }
      rows.append([
        .text("\(index + 1)"), .text("\(stage.count) · 3×3"), .count(small), .text("\(kernel)×\(kernel)"), .count(one),
      ])
    }
    writer.table(
      [
        writer.text("guide.vgg.stage"), writer.text("guide.words.kernels"), writer.text("guide.words.parameters"),
        writer.text("guide.vgg.as_one"), writer.text("guide.words.parameters"),
      ], rows)
    let seven = vgg.rows.filter { $0.layer.family == .convolution }.reduce(0) { sum, row in
      sum + row.layer.inputShapes[0].channels * row.layer.shape.channels * 7 * 7 + row.layer.shape.channels
    }
    try writer.claim(
      "guide.vgg.saved",
      [
        "small": writer.count(sums.small), "one": writer.count(sums.one),
        "saved": writer.language.percent(sums.one - sums.small, of: sums.one), "seven": writer.count(seven),
      ],
      holds: sums.small == vgg.byFamily[0].parameters.total && sums.small < sums.one && sums.one < seven
        && isFirstLarger)
  }

  /// Why VGG-16 has more than twice AlexNet's parameters.
  private static func large(_ writer: inout GuideWriter, _ vgg: Profile, _ alexnet: Profile) throws {
    writer.heading("guide.vgg.large")
    let connected = vgg.rows.filter { $0.layer.family == .fullyConnected }
    guard let first = connected.first else { return }
    try writer.claim(
      "guide.vgg.yet",
      [
        "vgg": writer.count(vgg.totals.parameters.total), "alexnet": writer.count(alexnet.totals.parameters.total),
      ], holds: vgg.totals.parameters.total > 2 * alexnet.totals.parameters.total)
    writer.table(
      [writer.text("guide.words.network")]
        + ["guide.vgg.convolutions", "guide.vgg.first_connected", "guide.vgg.other_connected", "guide.words.total"].map
      {
        writer.text($0)
      },
      [alexnet, vgg].map { profile in
        let reader = profile.rows.first { $0.layer.family == .fullyConnected }?.parameters.total ?? 0
        return [
          .text(writer.title(profile.network)), .count(profile.byFamily[0].parameters.total), .count(reader),
          .count(profile.byFamily[1].parameters.total - reader), .count(profile.totals.parameters.total),
        ]
      })
    let averaged = try writer.profile(
      [GlobalAveragePooling(), FullyConnected(vgg.output.channels)],
      on: vgg.rows.last { !$0.layer.shape.isVector }?.layer.shape.dimensions ?? [1])
    try writer.claim(
      "guide.vgg.why",
      [
        "layer": first.layer.name, "inputs": writer.count(first.layer.inputShapes[0].count),
        "outputs": writer.count(first.layer.shape.count), "weights": writer.count(first.parameters.total),
        "share": writer.language.percent(first.parameters.total, of: vgg.totals.parameters.total),
        "averaged": writer.count(vgg.byFamily[0].parameters.total + averaged.totals.parameters.total),
      ],
      holds: 2 * first.parameters.total > vgg.totals.parameters.total
        && vgg.byFamily[1].parameters.total > alexnet.byFamily[1].parameters.total
        && vgg.byFamily[0].parameters.total > alexnet.byFamily[0].parameters.total)
  }

  private static func exercises(_ writer: inout GuideWriter, _ vgg: Profile) throws {
    let layer = vgg.rows.last { $0.layer.family == .convolution }
    writer.exercise(
      .byHand, "guide.vgg.question_layer", "guide.vgg.reason_layer", answer: writer.count(layer?.parameters.total ?? 0),
      command: "zoo explain vgg16 conv5_3")
    writer.exercise(
      .byHand, "guide.vgg.question_depth", "guide.vgg.reason_depth", answer: "\(Depth.of(vgg.network))")
    let deepest = try writer.profile(zoo: "vgg19")
    writer.exercise(
      .compute, "guide.vgg.question_nineteen", "guide.vgg.reason_nineteen",
      answer: writer.count(deepest.totals.parameters.total - vgg.totals.parameters.total))
  }
}
