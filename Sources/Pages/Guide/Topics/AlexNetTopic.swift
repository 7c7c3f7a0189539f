import Analysis
import Architecture
import Charts
import Report

extension GuideTopic {
  /// AlexNet as it was, and as torchvision has it.
  static let alexnet = GuideTopic(name: "alexnet", title: "guide.alexnet.title") { writer in
    let then = try writer.profile(zoo: "alexnet")
    let now = try writer.profile(zoo: "alexnet-torchvision")
    writer.say("guide.alexnet.two")
    func weighted(_ profile: Profile) -> [Profile.Row] { profile.rows.filter(\.layer.hasParameters) }
    func cells(_ row: Profile.Row) -> [Table.Cell] {
      let count = Self.groups(of: row.layer)
      let groups = count > 1 ? " · \(writer.text("guide.alexnet.groups")) \(count)" : ""
      let kernel = row.layer.windows.isEmpty ? "" : writer.size(row.layer.windows.map(\.kernel)) + groups
      return [.text(row.layer.shape.description), .text(kernel), .count(row.parameters.total), .count(row.macs)]
    }
    for (profile, name) in [(then, "guide.alexnet.then"), (now, "guide.alexnet.now")] {
      writer.heading(name)
      writer.say("guide.alexnet.input", ["input": profile.network.input.description])
      writer.table(
        [
          writer.text("guide.words.layer"), writer.text("guide.words.output"), writer.text("guide.words.kernel"),
          writer.text("guide.words.parameters"), writer.text("guide.words.macs"),
        ],
        weighted(profile).map { [.text($0.layer.name)] + cells($0) },
        total: [.count(profile.totals.parameters.total), .count(profile.totals.macs)])
    }
    writer.heading("guide.alexnet.compared")
    writer.page.picture(
      "alexnet-compared", CompareChart(profiles: [then, now], language: writer.language).svg,
      writer.text("guide.alexnet.compared"))
    try groups(&writer, then)
    try size(&writer, then, now)
    let normalizations = then.rows.filter { $0.layer.family == .normalization }
    try writer.claim(
      "guide.alexnet.normalization",
      [
        "layers": writer.language.list(normalizations.map(\.layer.name)),
        "flops": writer.count(normalizations.reduce(0) { $0 + $1.flops }),
        "share": writer.language.percent(normalizations.reduce(0) { $0 + $1.flops }, of: then.totals.flops),
      ], holds: !now.rows.contains { $0.layer.family == .normalization })
    writer.commands(["zoo compare alexnet alexnet-torchvision"])
    for (groups, question, reason) in [
      (2, "guide.alexnet.question_groups", "guide.alexnet.reason_groups"),
      (1, "guide.alexnet.question_whole", "guide.alexnet.reason_whole"),
    ] {
      writer.exercise(
        .byHand, question, reason, answer: writer.count(256 * (384 / groups) * 3 * 3 + 256),
        command: groups == 2 ? "zoo explain alexnet conv5" : "zoo explain alexnet-torchvision features.8")
    }
  }

  private static func groups(of layer: Layer) -> Int {
    guard case .integer(let groups) = layer.kind.attributes.value("groups") else { return 1 }
    return groups
  }

  /// What the two columns for two processors save.
  private static func groups(_ writer: inout GuideWriter, _ then: Profile) throws {
    guard let row = then.rows.first(where: { Self.groups(of: $0.layer) > 1 }) else { return }
    let groups = Self.groups(of: row.layer)
    let window = row.layer.windows[0]
    let whole = try writer.profile(
      [Convolution(row.layer.shape.channels, kernel: window.kernel, padding: window.before)],
      on: row.layer.inputShapes[0].dimensions)
    writer.say(
      "guide.alexnet.columns",
      [
        "layer": row.layer.name, "groups": writer.count(groups), "parameters": writer.count(row.parameters.total),
        "whole": writer.count(whole.totals.parameters.total), "macs": writer.count(row.macs),
        "whole_macs": writer.count(whole.totals.macs),
      ])
  }

  /// Why 224 does not come out, and how each form mends it.
  private static func size(_ writer: inout GuideWriter, _ then: Profile, _ now: Profile) throws {
    let (old, new) = (then.rows[0].layer, now.rows[0].layer)
    let (window, padded) = (old.windows[0], new.windows[0])
    let (own, paper) = (then.network.input.extent[0], now.network.input.extent[0])
    let steps = Double(paper - window.kernel) / Double(window.stride) + 1
    writer.say(
      "guide.alexnet.size",
      [
        "paper": "\(paper)", "own": "\(own)", "kernel": "\(window.kernel)", "stride": "\(window.stride)",
        "steps": writer.language.fixed(steps, decimals: 2), "output": "\(old.shape.extent[0])",
        "pad": "\(padded.before)",
        "new": "\(new.shape.extent[0])", "unread": "\(try padded.unreached(paper))",
      ])
  }
}
