import Analysis
import Architecture
import Report

extension GuideTopic {
  /// AlexNet beside LeNet: layer by layer, fourteen years apart.
  static let lenetAlexnet = GuideTopic(name: "lenet-alexnet", title: "guide.both.title") { writer in
    let lenet = try writer.profile(zoo: "lenet5")
    let alexnet = try writer.profile(zoo: "alexnet")
    writer.say("guide.both.what")
    let (old, new) = (convolutions(lenet), convolutions(alexnet))
    func cells(_ rows: [Profile.Row], _ index: Int) -> [Table.Cell] {
      guard index < rows.count else { return [.text("–"), .text("–")] }
      let layer = rows[index].layer
      return [
        .text("\(layer.shape.channels) · \(writer.size(layer.windows.map(\.kernel)))"),
        .text(writer.size(layer.shape.extent)),
      ]
    }
    let names = [lenet, alexnet].map { writer.title($0.network) }
    writer.table(
      [writer.text("guide.both.convolution")]
        + names.flatMap { name in
          [
            writer.text("guide.both.kernels_of", ["network": name]),
            writer.text("guide.both.maps_of", ["network": name]),
          ]
        },
      (0..<max(old.count, new.count)).map { [.text("\($0 + 1)")] + cells(old, $0) + cells(new, $0) })
    let pairs = zip(old, new).map { ($0.layer.shape.channels, $1.layer.shape.channels) }
    let factors = pairs.map { Double($0.1) / Double($0.0) }
    try writer.claim(
      "guide.both.more",
      [
        "least": writer.language.fixed(factors.min() ?? 0, decimals: 1),
        "most": writer.language.fixed(factors.max() ?? 0, decimals: 1),
      ], holds: pairs.allSatisfy { $0 < $1 } && new.count > old.count)
    try whole(&writer, lenet, alexnet)
    writer.picture(
      "cost",
      QuantitiesPicture(
        title: writer.text("guide.both.picture"),
        quantities: [
          (writer.text("guide.words.parameters"), lenet.totals.parameters.total, alexnet.totals.parameters.total),
          (writer.text("guide.words.macs"), lenet.totals.macs, alexnet.totals.macs),
        ].map { name, small, large in
          QuantitiesPicture.Quantity(name: name, bars: [(names[0], small), (names[1], large)])
        }, language: writer.language
      ).svg)
    try same(&writer, lenet, alexnet)
    writer.commands(["zoo compare lenet5 alexnet"])
    exercises(&writer, lenet, alexnet)
  }

  private static func convolutions(_ profile: Profile) -> [Profile.Row] {
    profile.rows.filter { $0.layer.family == .convolution }
  }

  /// Numbers of the whole networks.
  private static func whole(_ writer: inout GuideWriter, _ lenet: Profile, _ alexnet: Profile) throws {
    let profiles = [lenet, alexnet]
    func row(_ name: String, _ value: (Profile) -> Table.Cell) -> [Table.Cell] {
      [.text(name)] + profiles.map(value)
    }
    writer.table(
      [""] + profiles.map { writer.title($0.network) },
      [
        row(writer.text("guide.words.input")) { .text($0.network.input.description) },
        row(writer.text("guide.both.classes")) { .count($0.output.channels) },
        row(writer.text("guide.both.depth")) { .count(Depth.of($0.network)) },
        row(writer.text("guide.words.parameters")) { .count($0.totals.parameters.total) },
        row(writer.text("guide.words.macs")) { .count($0.totals.macs) },
        row(writer.text("guide.both.activation")) { .text(kinds($0, .activation).first ?? "–") },
        row(writer.text("guide.both.pooling")) { .text(kinds($0, .pooling).first ?? "–") },
        row(writer.text("guide.both.also")) {
          .text((kinds($0, .normalization) + kinds($0, .regularization)).joined(separator: ", "))
        },
      ])
    writer.say(
      "guide.both.times",
      [
        "parameters": writer.count(alexnet.totals.parameters.total / lenet.totals.parameters.total),
        "macs": writer.count(alexnet.totals.macs / lenet.totals.macs),
      ])
  }

  /// Kinds of a family with their windows, in the order in which they first occur.
  private static func kinds(_ profile: Profile, _ family: Family) -> [String] {
    profile.rows.filter { $0.layer.family == family }.map { row in
      let kind = row.layer.kind.name.split(separator: "_").joined(separator: " ")
      let window = row.layer.windows.map { String($0.kernel) }.joined(separator: "×")
      return window.isEmpty ? kind : "\(kind) \(window)"
    }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// What has not changed, and where the parameters went.
  private static func same(_ writer: inout GuideWriter, _ lenet: Profile, _ alexnet: Profile) throws {
    func share(_ profile: Profile) -> String {
      writer.language.percent(profile.byFamily[1].parameters.total, of: profile.totals.parameters.total)
    }
    func windows(_ profile: Profile) -> Window? {
      profile.rows.first { $0.layer.family == .pooling }?.layer.windows.first
    }
    let pools = [lenet, alexnet].compactMap(windows)
    try writer.claim(
      "guide.both.overlap",
      ["kernel": "\(pools[1].kernel)", "stride": "\(pools[1].stride)"],
      holds: pools[0].kernel == pools[0].stride && pools[1].kernel > pools[1].stride)
    writer.say(
      "guide.both.shares",
      [
        "connected": writer.count(alexnet.byFamily[1].parameters.total),
        "convolutions": writer.count(alexnet.byFamily[0].parameters.total), "share": share(alexnet),
        "lenet_share": share(lenet),
      ])
  }

  private static func exercises(_ writer: inout GuideWriter, _ lenet: Profile, _ alexnet: Profile) {
    func kernels(_ profile: Profile) -> Int { convolutions(profile).reduce(0) { $0 + $1.layer.shape.channels } }
    writer.exercise(
      .byHand, "guide.both.question_kernels", "guide.both.reason_kernels",
      answer: writer.counts(kernels(lenet), kernels(alexnet)))
    let first = convolutions(alexnet)[0]
    writer.exercise(
      .byHand, "guide.both.question_size", "guide.both.reason_size", answer: "\(first.layer.shape.extent[0])",
      command: "zoo explain alexnet conv1")
    let reader = alexnet.rows.first { $0.layer.family == .fullyConnected }
    writer.exercise(
      .compute, "guide.both.question_largest", "guide.both.reason_largest",
      answer: writer.language.percent(reader?.parameters.total ?? 0, of: alexnet.totals.parameters.total),
      [
        "part": writer.count(reader?.parameters.total ?? 0), "all": writer.count(alexnet.totals.parameters.total),
      ])
  }
}
