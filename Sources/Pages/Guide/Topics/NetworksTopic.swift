import Analysis
import Architecture
import Report

extension GuideTopic {
  /// Four networks side by side.
  static let networks = GuideTopic(name: "networks", title: "guide.networks.title") { writer in
    let names = ["lenet5", "alexnet", "vgg16", "googlenet"]
    let profiles = try names.map { try writer.profile(zoo: $0) }
    writer.say("guide.networks.what")
    func row(_ key: String, _ value: (Profile) -> Table.Cell) -> [Table.Cell] {
      [.text(writer.text(key))] + profiles.map(value)
    }
    let years = ["1998", "2012", "2014", "2014"]
    writer.table(
      [""] + profiles.map { writer.title($0.network) },
      [
        [.text(writer.text("guide.networks.year"))] + years.map { .text($0) },
        row("guide.words.input") { .text($0.network.input.description) },
        row("guide.networks.sizes") { profile in
          .text(kernels(profile).map { "\($0)" }.joined(separator: ", "))
        },
        row("guide.networks.kernels") { profile in
          .count(profile.rows.filter { $0.layer.family == .convolution }.reduce(0) { $0 + $1.layer.shape.channels })
        },
        row("guide.networks.convolutions") { profile in
          .count(profile.rows.filter { $0.layer.family == .convolution }.count)
        },
        row("guide.both.depth") { .count(Depth.of($0.network)) },
        row("guide.words.parameters") { .count($0.totals.parameters.total) },
        row("guide.networks.in_connected") { profile in
          .text(writer.language.percent(profile.byFamily[1].parameters.total, of: profile.totals.parameters.total))
        },
        row("guide.words.macs") { .count($0.totals.macs) },
        row("guide.words.activations") { .bytes($0.memory.peak) },
        row("guide.words.field") { profile in
          .count(
            profile.rows.filter { $0.layer.family == .convolution }.compactMap { $0.field.axes.first?.size }.max() ?? 0)
        },
      ])
    for (name, value) in [
      ("parameters", { (profile: Profile) in profile.totals.parameters.total }),
      ("macs", { (profile: Profile) in profile.totals.macs }),
    ] {
      let title = writer.text(name == "macs" ? "guide.networks.macs_picture" : "guide.networks.parameters_picture")
      let quantity = writer.text(name == "macs" ? "guide.words.macs" : "guide.words.parameters")
      writer.picture(
        name,
        QuantitiesPicture(
          title: title,
          quantities: [
            QuantitiesPicture.Quantity(
              name: quantity, bars: profiles.map { (writer.title($0.network), value($0)) })
          ], language: writer.language
        ).svg)
    }
    let (alexnet, vgg, googlenet) = (profiles[1], profiles[2], profiles[3])
    try writer.claim(
      "guide.networks.fewer",
      [
        "ratio": writer.ratio(alexnet.totals.parameters.total, googlenet.totals.parameters.total),
        "vgg_ratio": writer.ratio(vgg.totals.parameters.total, googlenet.totals.parameters.total),
        "depth": "\(Depth.of(googlenet.network))", "macs_ratio": writer.ratio(vgg.totals.macs, googlenet.totals.macs),
      ],
      holds: profiles.max { Depth.of($0.network) < Depth.of($1.network) }?.network.model.name == "googlenet"
        && googlenet.totals.parameters.total < alexnet.totals.parameters.total
        && googlenet.totals.macs > alexnet.totals.macs)
    errors(&writer)
    writer.commands(["zoo compare \(names.joined(separator: " "))", "zoo list"])
    writer.exercise(
      .compute, "guide.networks.question_ratio", "guide.networks.reason_ratio",
      answer: writer.ratio(vgg.totals.parameters.total, alexnet.totals.parameters.total),
      [
        "vgg": writer.count(vgg.totals.parameters.total), "alexnet": writer.count(alexnet.totals.parameters.total),
      ])
    writer.exercise(
      .findOut, "guide.networks.question_work", "guide.networks.reason_work",
      answer: writer.plain((Double(vgg.totals.macs) / Double(vgg.totals.parameters.total)).rounded()))
    writer.exercise(
      .findOut, "guide.networks.question_depth", "guide.networks.reason_depth",
      answer: "\(Depth.of(googlenet.network))",
      ["layers": "\(googlenet.rows.filter { $0.layer.family.isWeighted }.count)"])
  }

  /// Kernel sizes of the convolutions, largest first.
  private static func kernels(_ profile: Profile) -> [Int] {
    Set(profile.rows.filter { $0.layer.family == .convolution }.flatMap { $0.layer.windows.map(\.kernel) }).sorted(
      by: >)
  }

  /// Errors that others published; they are the only numbers of the guide that are not computed.
  private static func errors(_ writer: inout GuideWriter) {
    writer.heading("guide.networks.errors")
    writer.say("guide.networks.published")
    let rows: [(name: String, error: Double, decimals: Int, of: String, source: String)] = [
      ("LeNet-5", 0.95, 2, "guide.networks.digits", "guide.networks.source_lenet"),
      ("AlexNet", 18.2, 1, "guide.networks.photographs", "guide.networks.source_alexnet"),
      ("VGG-16", 8.1, 1, "guide.networks.photographs", "guide.networks.source_vgg"),
      ("GoogLeNet", 7.89, 2, "guide.networks.photographs", "guide.networks.source_googlenet"),
    ]
    writer.table(
      [
        writer.text("guide.words.network"), writer.text("guide.networks.error"), writer.text("guide.networks.of"),
        writer.text("guide.networks.source"),
      ],
      rows.map { row in
        [
          .text(row.name), .text(writer.language.fixed(row.error, decimals: row.decimals) + " %"),
          .text(writer.text(row.of)), .text(writer.text(row.source)),
        ]
      }, words: [0, 2, 3])
    writer.say("guide.networks.careful")
  }
}
