import Analysis
import Architecture
import Report

extension GuideTopic {
  /// Why three 3×3 cost less than one 7×7.
  static let smallKernels = GuideTopic(name: "small-kernels", title: "guide.small.title") { writer in
    let vgg = try writer.zoo("vgg16")
    guard let layer = vgg.layers.first(where: { $0.name == "conv3_2" }) else { return }
    let channels = layer.shape.channels
    func stack(_ kernels: [Int]) throws -> Profile {
      let layers = kernels.flatMap { kernel -> [any LayerKind] in
        [Convolution(channels, kernel: kernel, padding: kernel / 2), ReLU()]
      }
      return try writer.profile(layers, on: layer.shape.dimensions)
    }
    let kernels = vgg.layers.filter { $0.family == .convolution }.flatMap { $0.windows.map(\.kernel) }
    try writer.claim(
      "guide.small.question",
      ["channels": writer.count(channels), "shape": layer.shape.description, "layer": layer.name],
      holds: kernels.allSatisfy { $0 == 3 } && (try stack([3, 3, 3]).fieldSize) == 7)
    var rows: [[Table.Cell]] = []
    for kernels in [[7], [3, 3, 3], [5], [3, 3]] {
      let profile = try stack(kernels)
      rows.append([
        .text(kernels.map { "\($0)×\($0)" }.joined(separator: " → ")),
        .text("\(profile.fieldSize)×\(profile.fieldSize)"), .count(profile.totals.parameters.total),
        .count(profile.totals.macs), .count(kernels.count), .bytes(profile.totals.activationBytes),
      ])
    }
    writer.table(
      [
        writer.text("guide.words.kernels"), writer.text("guide.words.field"), writer.text("guide.words.parameters"),
        writer.text("guide.words.macs"), writer.text("guide.small.rectifiers"), writer.text("guide.words.activations"),
      ], rows)
    let (one, three) = (try stack([7]), try stack([3, 3, 3]))
    let names = [writer.text("guide.small.large"), writer.text("guide.small.stacked")]
    writer.picture(
      "cost",
      QuantitiesPicture(
        title: writer.text("guide.small.picture", ["channels": writer.count(channels)]),
        quantities: [
          (writer.text("guide.words.parameters"), one.totals.parameters.total, three.totals.parameters.total),
          (writer.text("guide.words.macs"), one.totals.macs, three.totals.macs),
        ].map { name, large, small in
          QuantitiesPicture.Quantity(name: name, bars: [(names[0], large), (names[1], small)])
        }, language: writer.language
      ).svg)
    writer.say(
      "guide.small.why",
      [
        "one": writer.count(7 * 7), "three": writer.count(3 * 3 * 3), "ratio": writer.ratio(7 * 7, 3 * 3 * 3),
        "macs_ratio": writer.ratio(one.totals.macs, three.totals.macs),
      ])
    writer.say(
      "guide.small.price",
      [
        "one": writer.language.bytes(one.totals.activationBytes),
        "three": writer.language.bytes(three.totals.activationBytes),
      ])
    writer.exercise(
      .byHand, "guide.small.question_five", "guide.small.reason_five", answer: writer.counts(5 * 5, 2 * 3 * 3))
    writer.exercise(
      .byHand, "guide.small.question_eleven", "guide.small.reason_eleven", answer: "\((11 - 1) / (3 - 1))")
  }
}
