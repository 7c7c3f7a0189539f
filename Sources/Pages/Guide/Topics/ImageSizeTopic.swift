import Analysis
import Architecture
import Report

extension GuideTopic {
  /// Why LeNet's image size is fixed and GoogLeNet's is not.
  static let imageSize = GuideTopic(name: "image-size", title: "guide.size.title") { writer in
    try fixed(&writer)
    try free(&writer)
    writer.commands(["zoo analyze googlenet --input 3x320x320", "zoo analyze lenet5-modern --sizes"])
    try exercises(&writer)
  }

  private static func exercises(_ writer: inout GuideWriter) throws {
    let lenet = try writer.zoo("lenet5-modern")
    let googlenet = try writer.zoo("googlenet").network(for: .inference)
    guard let layer = lenet.layers.first(where: { $0.family == .fullyConnected }) else { return }
    let arriving = try lenet.numbers(reaching: layer, from: 40)
    writer.exercise(
      .byHand, "guide.size.question_forty", "guide.size.reason_forty", answer: writer.count(arriving),
      ["layer": layer.name, "network": lenet.model.name, "size": "40×40"])
    let range = AcceptedSizes(of: lenet).ranges[0]
    writer.exercise(
      .compute, "guide.size.question_largest", "guide.size.reason_largest",
      answer: writer.text("guide.size.range", ["from": "\(range.lowerBound)", "to": "\(range.upperBound)"]),
      ["network": lenet.model.name], command: "zoo analyze lenet5-modern --sizes")
    let (small, large) = try (Profile(of: googlenet), Profile(of: resized(googlenet, 448)))
    writer.exercise(
      .compute, "guide.size.question_areas", "guide.size.reason_areas",
      answer: writer.language.fixed(Double(large.totals.macs) / Double(small.totals.macs), decimals: 3))
  }

  private static func resized(_ network: Network, _ size: Int) throws -> Network {
    try network.resized(to: Shape(channels: network.input.channels, extent: network.input.extent.map { _ in size }))
  }

  /// A network whose first fully connected layer reads flattened maps.
  private static func fixed(_ writer: inout GuideWriter) throws {
    let lenet = try writer.zoo("lenet5-modern")
    guard let layer = lenet.layers.first(where: { $0.family == .fullyConnected }) else { return }
    let own = lenet.input.extent[0]
    let wanted = layer.inputShapes[0].count
    let maps = lenet.layers[lenet.layers[layer.inputs[0]].inputs[0]].shape
    writer.heading("guide.size.fixed")
    writer.say(
      "guide.size.flattened",
      [
        "network": lenet.model.name, "layer": layer.name, "maps": maps.description, "size": "\(own)×\(own)",
        "inputs": writer.count(wanted), "outputs": writer.count(layer.shape.count),
        "weights": writer.count(wanted * layer.shape.count),
      ])
    var rows: [[Table.Cell]] = []
    for size in [28, own, 36, 40] {
      let arriving = try lenet.numbers(reaching: layer, from: size)
      rows.append([
        .text("\(size)×\(size)"), .count(arriving), .count(arriving * layer.shape.count),
        .text(writer.text(arriving == wanted ? "guide.size.fits" : "guide.size.differs")),
      ])
    }
    writer.table(
      [
        writer.text("guide.words.image"), writer.text("guide.size.arriving", ["layer": layer.name]),
        writer.text("guide.size.needed"), writer.text("guide.size.result"),
      ], rows)
    let ranges = AcceptedSizes(of: lenet).ranges.map { range in
      range.count == 1
        ? writer.count(range.lowerBound)
        : writer.text(
          "guide.size.range", ["from": writer.count(range.lowerBound), "to": writer.count(range.upperBound)])
    }
    writer.say("guide.size.accepted", ["sizes": writer.language.list(ranges)])
  }

  /// A network that averages its last maps.
  private static func free(_ writer: inout GuideWriter) throws {
    let googlenet = try writer.zoo("googlenet").network(for: .inference)
    guard let pool = googlenet.layers.last(where: { $0.family == .pooling && $0.connectivity == .whole }) else {
      return
    }
    writer.heading("guide.size.free")
    writer.say(
      "guide.size.averaged",
      ["network": googlenet.model.title, "channels": writer.count(pool.shape.count), "layer": pool.name])
    var rows: [[Table.Cell]] = []
    for size in [128, 224, 256, 320] {
      let profile = try Profile(of: try resized(googlenet, size))
      guard let row = profile.row(pool.name) else { continue }
      rows.append([
        .text("\(size)×\(size)"), .text(row.layer.inputShapes[0].description), .count(row.layer.shape.count),
        .count(profile.totals.parameters.total), .count(profile.totals.macs), .bytes(profile.memory.peak),
      ])
    }
    writer.table(
      [
        writer.text("guide.words.image"), writer.text("guide.size.last_maps"), writer.text("guide.size.averages"),
        writer.text("guide.words.parameters"), writer.text("guide.words.macs"), writer.text("guide.words.memory"),
      ], rows)
    writer.say("guide.size.caution")
  }
}
