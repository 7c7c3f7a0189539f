import Analysis
import Architecture
import Report

extension GuideTopic {
  /// What global average pooling saves against fully connected layers.
  static let averaging = GuideTopic(name: "averaging", title: "guide.averaging.title") { writer in
    let names = ["lenet5", "alexnet", "vgg16", "googlenet"]
    let profiles = try names.map { try writer.profile(zoo: $0) }
    let isConnected = profiles.map { 2 * $0.byFamily[1].parameters.total > $0.totals.parameters.total }
    try writer.claim(
      "guide.averaging.where",
      holds: isConnected == [false, true, true, false]
        && profiles[3].rows.filter { $0.layer.family == .fullyConnected }.count == 1)
    writer.table(
      [
        writer.text("guide.words.network"), writer.text("guide.averaging.all"),
        writer.text("guide.averaging.connected"),
        writer.text("guide.averaging.share"),
      ],
      profiles.map { profile in
        let (all, connected) = (profile.totals.parameters.total, profile.byFamily[1].parameters.total)
        return [
          .text(writer.title(profile.network)), .count(all), .count(connected),
          .text(writer.language.percent(connected, of: all)),
        ]
      })
    let lenet = profiles[0]
    let last = lenet.rows.last { $0.layer.family == .convolution }?.layer
    try writer.claim(
      "guide.averaging.lenet",
      [
        "layer": "`\(last?.name ?? "")`",
        "share": writer.language.percent(lenet.byFamily[0].parameters.total, of: lenet.totals.parameters.total),
      ], holds: last?.shape.area == 1 && 2 * lenet.byFamily[0].parameters.total > lenet.totals.parameters.total)
    try head(&writer, googlenet: profiles[3], vgg: profiles[2])
    try exercises(&writer, googlenet: profiles[3], vgg: profiles[2])
  }

  private static func exercises(_ writer: inout GuideWriter, googlenet: Profile, vgg: Profile) throws {
    let classes = googlenet.output.channels
    let last = vgg.rows.last { $0.layer.family == .convolution }
    guard let maps = averaged(in: googlenet)?.inputShapes[0] else { return }
    func end(_ channels: Int) throws -> Int {
      try writer.profile([GlobalAveragePooling(), FullyConnected(classes)], on: [channels, 7, 7])
        .totals.parameters.total
    }
    writer.exercise(
      .byHand, "guide.averaging.question_gap", "guide.averaging.reason_gap",
      answer: try writer.count(end(maps.channels)),
      ["maps": maps.description, "channels": "\(maps.channels)", "classes": "\(classes)"],
      command: "zoo explain googlenet loss3/classifier")
    let convolutions = vgg.byFamily[0].parameters.total
    writer.exercise(
      .compute, "guide.averaging.question_vgg", "guide.averaging.reason_vgg",
      answer: writer.count(try convolutions + end(last?.layer.shape.channels ?? 0)),
      ["convolutions": writer.count(convolutions), "all": writer.count(vgg.totals.parameters.total)])
  }

  /// The pooling that leaves one number of each map.
  private static func averaged(in profile: Profile) -> Layer? {
    profile.rows.last { $0.layer.family == .pooling && $0.layer.connectivity == .whole }?.layer
  }

  /// GoogLeNet's last layers, as they are and as VGG-16 would have them.
  private static func head(_ writer: inout GuideWriter, googlenet: Profile, vgg: Profile) throws {
    guard let pool = averaged(in: googlenet) else { return }
    let maps = pool.inputShapes[0]
    let classes = googlenet.output.channels
    let hidden = vgg.rows.map(\.layer).filter { $0.family == .fullyConnected }.map(\.shape.channels).dropLast()
    let averaged = try writer.profile([GlobalAveragePooling(), FullyConnected(classes)], on: maps.dimensions)
    let direct = try writer.profile([Flatten(), FullyConnected(classes)], on: maps.dimensions)
    let like = try writer.profile(
      [Flatten()] + hidden.flatMap { [FullyConnected($0), ReLU()] as [any LayerKind] } + [FullyConnected(classes)],
      on: maps.dimensions)
    let heads = [
      (writer.text("guide.averaging.like_vgg"), like), (writer.text("guide.averaging.flattened"), direct),
      (writer.text("guide.averaging.averaged"), averaged),
    ]
    writer.heading("guide.averaging.heads")
    writer.say("guide.averaging.head", ["maps": maps.description, "classes": writer.count(classes)])
    writer.picture(
      "heads",
      QuantitiesPicture(
        title: writer.text("guide.averaging.picture", ["maps": maps.description]),
        quantities: [
          QuantitiesPicture.Quantity(
            name: writer.text("guide.words.parameters"), bars: heads.map { ($0, $1.totals.parameters.total) }),
          QuantitiesPicture.Quantity(name: writer.text("guide.words.macs"), bars: heads.map { ($0, $1.totals.macs) }),
        ], language: writer.language
      ).svg)
    writer.table(
      [
        writer.text("guide.averaging.form"), writer.text("guide.averaging.numbers"),
        writer.text("guide.words.parameters"),
        writer.text("guide.words.macs"),
      ],
      heads.map { name, profile in
        let first = profile.rows.first { $0.layer.family == .fullyConnected }
        return [
          .text(name), .count(first?.layer.inputShapes[0].count ?? 0), .count(profile.totals.parameters.total),
          .count(profile.totals.macs),
        ]
      })
    writer.say(
      "guide.averaging.saving",
      [
        "averaged": writer.count(averaged.totals.parameters.total),
        "direct": writer.count(direct.totals.parameters.total),
        "ratio": writer.ratio(direct.totals.parameters.total, averaged.totals.parameters.total),
        "area": writer.count(maps.area),
        "larger": writer.ratio(direct.totals.parameters.total, googlenet.totals.parameters.total),
        "network": writer.count(googlenet.totals.parameters.total),
      ])
    writer.say("guide.averaging.price")
  }
}
