import Analysis
import Architecture
import Report

extension GuideTopic {
  /// Pooling, and global average pooling.
  static let pooling = GuideTopic(name: "pooling", title: "guide.pooling.title") { writer in
    let size = 2
    let plane = Planes.plane([[1, 3, 0, 0], [5, 3, 2, 2], [0, 4, 7, 1], [0, 0, 3, 9]])
    writer.say("guide.pooling.windows", ["size": "\(size)×\(size)"])
    writer.picture(
      "numbers",
      PlanesPicture(
        title: writer.text("guide.pooling.numbers_picture"),
        description: writer.text("guide.pooling.numbers_description"),
        rows: [
          [
            PlanesPicture.Panel(caption: writer.text("guide.pooling.map"), plane: plane, look: .windows(size)),
            PlanesPicture.Panel(
              caption: writer.text("guide.pooling.max"), plane: Planes.pooled(plane, size, Planes.largest),
              look: .windows(1)),
            PlanesPicture.Panel(
              caption: writer.text("guide.pooling.average"), plane: Planes.pooled(plane, size, Planes.average),
              look: .windows(1)),
            PlanesPicture.Panel(
              caption: writer.text("guide.pooling.global"), plane: Planes.pooled(plane, plane.height, Planes.average),
              look: .plain),
          ]
        ], language: writer.language
      ).svg)
    let window = Window(kernel: size, stride: size)
    writer.picture(
      "steps",
      try WindowAnimation(
        title: writer.text("guide.pooling.steps"), input: plane, .largest, windows: (window, window),
        language: writer.language
      ).svg)
    try onMap(&writer, size: size)
    try global(&writer)
    try exercises(&writer)
  }

  private static func exercises(_ writer: inout GuideWriter) throws {
    let plane = Planes.plane([[4, 1, 0, 2], [3, 8, 6, 4]])
    func answer(_ pool: ([Double]) -> Double) -> String {
      Planes.pooled(plane, 2, pool).values.map(writer.plain).joined(separator: "; ")
    }
    writer.exercise(
      .byHand, "guide.pooling.question_max", "guide.pooling.reason_max", answer: answer(Planes.largest))
    writer.exercise(
      .byHand, "guide.pooling.question_average", "guide.pooling.reason_average", answer: answer(Planes.average))
    let name = "pool5/7x7_s1"
    let last = try writer.zoo("googlenet").layers.first { $0.name == name }
    writer.exercise(
      .compute, "guide.pooling.question_googlenet", "guide.pooling.reason_googlenet",
      answer: writer.count(last?.shape.count ?? 0),
      [
        "maps": writer.count(last?.inputShapes[0].channels ?? 0),
        "size": writer.size(last?.inputShapes[0].extent ?? []),
      ],
      command: "zoo explain googlenet \(name)")
  }

  /// The map of an edge kernel, before and after.
  private static func onMap(_ writer: inout GuideWriter, size: Int) throws {
    let image = Planes.image
    let map = Planes.rectified(try Planes.convolved(image, Planes.leftToRight))
    writer.heading("guide.pooling.on_map")
    writer.picture(
      "maps",
      PlanesPicture(
        title: writer.text("guide.pooling.maps_picture"), description: writer.text("guide.pooling.maps_description"),
        rows: [
          [
            PlanesPicture.Panel(caption: writer.text("guide.pooling.rectified"), plane: map, look: .signed),
            PlanesPicture.Panel(
              caption: writer.text("guide.pooling.max"), plane: Planes.pooled(map, size, Planes.largest), look: .signed),
            PlanesPicture.Panel(
              caption: writer.text("guide.pooling.average"), plane: Planes.pooled(map, size, Planes.average),
              look: .signed),
          ]
        ], language: writer.language
      ).svg)
    let maps = 16
    let input = [1, image.height, image.width]
    let convolution = Convolution(maps, kernel: 3, padding: 1)
    let pooling = MaxPooling(window: WindowArguments(kernel: [size], stride: [size]))
    let start: [(name: String, kind: any LayerKind)] = [("first", convolution), ("relu", ReLU())]
    let plain = try writer.profile(start + [("second", convolution)], on: input)
    let pooled = try writer.profile(start + [("pool", pooling), ("second", convolution)], on: input)
    guard let before = plain.row("second"), let after = pooled.row("second"), let pool = pooled.row("pool") else {
      return
    }
    try writer.claim(
      "guide.pooling.cost",
      [
        "before": pool.layer.inputShapes[0].description, "after": pool.layer.shape.description,
        "kernels": writer.count(maps), "macs_before": writer.count(before.macs),
        "macs_after": writer.count(after.macs), "ratio": writer.ratio(before.macs, after.macs),
      ], holds: pool.parameters.total == 0)
    let (near, far) = (before.field.axes[0], after.field.axes[0])
    try writer.claim(
      "guide.pooling.farther",
      ["field_before": writer.count(near.size), "field_after": writer.count(far.size)],
      holds: far.stride == near.stride.map { 2 * $0 } && far.size > near.size)
  }

  private static func global(_ writer: inout GuideWriter) throws {
    writer.heading("guide.pooling.global_title")
    writer.say("guide.pooling.global_average")
    let profile = try writer.profile(
      [
        ("conv", Convolution(16, kernel: 3, stride: 2, padding: 1)), ("relu", ReLU()), ("pool", GlobalAveragePooling()),
        ("fc", FullyConnected(10)),
      ], on: [3, 32, 32])
    var rows: [[Table.Cell]] = []
    for size in [32, 48, 64, 100] {
      let resized = try Profile(of: profile.network.resized(to: Shape(channels: 3, extent: [size, size])))
      guard let conv = resized.row("conv"), let pool = resized.row("pool") else { continue }
      rows.append([
        .text(resized.network.input.description), .text(conv.layer.shape.description), .count(pool.layer.shape.count),
        .text(resized.output.description), .count(resized.totals.parameters.total),
      ])
    }
    writer.table(
      [
        writer.text("guide.words.input"), writer.text("guide.pooling.maps"), writer.text("guide.pooling.averages"),
        writer.text("guide.words.output"), writer.text("guide.words.parameters"),
      ], rows)
  }
}
