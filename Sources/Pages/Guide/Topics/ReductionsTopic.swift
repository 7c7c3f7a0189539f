import Analysis
import Architecture
import Report

extension GuideTopic {
  /// What 1×1 reductions save in an Inception module.
  static let reductions = GuideTopic(name: "reductions", title: "guide.reductions.title") { writer in
    let naive = try writer.profile(zoo: "inception-naive")
    let reduced = try writer.profile(zoo: "inception")
    writer.say("guide.reductions.module", ["input": naive.network.input.description])
    try branch(&writer, naive, reduced)
    writer.heading("guide.reductions.whole")
    writer.picture(
      "naive",
      ModulePicture(
        title: writer.text("guide.reductions.naive_picture"),
        description: writer.text(
          "guide.reductions.naive_description",
          ["input": naive.network.input.description, "output": naive.output.description]),
        network: naive.network, language: writer.language, inputName: writer.text("guide.words.input")
      ).svg)
    for (profile, name) in [(naive, "guide.reductions.naive"), (reduced, "guide.reductions.reduced")] {
      writer.say(name, ["output": profile.output.description])
      writer.table(
        [
          writer.text("guide.words.layer"), writer.text("guide.words.input"), writer.text("guide.words.kernel"),
          writer.text("guide.words.output"), writer.text("guide.words.parameters"), writer.text("guide.words.macs"),
        ],
        profile.rows.filter { $0.layer.family == .convolution }.map { row in
          [
            .text(row.layer.name), .text(row.layer.inputShapes[0].description),
            .text(writer.size(row.layer.windows.map(\.kernel))), .text(row.layer.shape.description),
            .count(row.parameters.total), .count(row.macs),
          ]
        }, total: [.count(profile.totals.parameters.total), .count(profile.totals.macs)])
    }
    let names = [writer.text("guide.reductions.naive_name"), writer.text("guide.reductions.reduced_name")]
    writer.picture(
      "cost",
      QuantitiesPicture(
        title: writer.text("guide.reductions.picture"),
        quantities: [
          (writer.text("guide.words.parameters"), naive.totals.parameters.total, reduced.totals.parameters.total),
          (writer.text("guide.words.macs"), naive.totals.macs, reduced.totals.macs),
          (writer.text("guide.reductions.channels"), naive.output.channels, reduced.output.channels),
        ].map { name, large, small in
          QuantitiesPicture.Quantity(name: name, bars: [(names[0], large), (names[1], small)])
        }, language: writer.language
      ).svg)
    writer.say(
      "guide.reductions.saving",
      [
        "parameters": writer.ratio(naive.totals.parameters.total, reduced.totals.parameters.total),
        "macs": writer.ratio(naive.totals.macs, reduced.totals.macs),
      ])
    writer.say(
      "guide.reductions.growth",
      [
        "input": writer.count(naive.network.input.channels), "naive": writer.count(naive.output.channels),
        "reduced": writer.count(reduced.output.channels),
      ])
    let thin = try writer.profile([Convolution(24, kernel: 1)], on: [512, 14, 14])
    writer.exercise(
      .byHand, "guide.reductions.question_thin", "guide.reductions.reason_thin",
      answer: writer.count(thin.totals.parameters.total), ["input": "512", "thin": "24"],
      command: "zoo explain googlenet inception_4b/5x5_reduce")
    writer.exercise(
      .byHand, "guide.reductions.question_channels", "guide.reductions.reason_channels",
      answer: writer.counts(256 + 384, 256 + 384 + 384))
  }

  /// The branch with the largest kernel, by hand.
  private static func branch(_ writer: inout GuideWriter, _ naive: Profile, _ reduced: Profile) throws {
    func largest(_ profile: Profile) -> Profile.Row? {
      profile.rows.filter { $0.layer.family == .convolution }.max {
        $0.layer.windows[0].kernel < $1.layer.windows[0].kernel
      }
    }
    guard let direct = largest(naive), let second = largest(reduced) else { return }
    // Behind a rectifier stands the convolution that makes the input thinner.
    let thin = reduced.network.layers[second.layer.inputs[0]].inputs[0]
    guard let first = reduced.row(reduced.network.layers[thin].name) else { return }
    func product(_ row: Profile.Row) -> String {
      let kernel = row.layer.windows[0].kernel
      let extent = writer.size(row.layer.shape.extent).replacing("×", with: "·")
      return "\(extent)·\(kernel)·\(kernel)·\(row.layer.inputShapes[0].channels)·\(row.layer.shape.channels)"
        + " = \(writer.count(row.macs))"
    }
    writer.heading("guide.reductions.one_branch")
    writer.say(
      "guide.reductions.thinner",
      [
        "kernel": writer.size(direct.layer.windows.map(\.kernel)),
        "input": writer.count(direct.layer.inputShapes[0].channels),
        "output": writer.count(direct.layer.shape.channels), "thin": writer.count(first.layer.shape.channels),
      ])
    writer.page.code([
      "\(writer.text("guide.reductions.naive_name")): \(direct.layer.name) \(product(direct))",
      "\(writer.text("guide.reductions.reduced_name")): \(first.layer.name) \(product(first))",
      "\(writer.text("guide.reductions.reduced_name")): \(second.layer.name) \(product(second))",
    ])
    writer.say(
      "guide.reductions.branch_saving",
      [
        "direct": writer.count(direct.macs), "reduced": writer.count(first.macs + second.macs),
        "ratio": writer.ratio(direct.macs, first.macs + second.macs),
      ])
  }
}
