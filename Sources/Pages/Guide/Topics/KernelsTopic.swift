import Analysis
import Architecture
import Report

extension GuideTopic {
  /// Kernels, feature maps and shared weights.
  static let kernels = GuideTopic(name: "kernels", title: "guide.kernels.title") { writer in
    let image = Planes.image
    let kernels = [
      (Planes.leftToRight, "guide.kernels.vertical"), (Planes.topToBottom, "guide.kernels.horizontal"),
      (Planes.everyEdge, "guide.kernels.edges"), (Planes.mean, "guide.kernels.mean"),
    ]
    writer.say("guide.kernels.maps", ["kernels": writer.count(kernels.count)])
    let maps = try kernels.map { kernel, name in
      PlanesPicture.Panel(
        caption: writer.text(name), plane: try Planes.convolved(image, kernel),
        look: kernel == Planes.mean ? .gray : .signed)
    }
    let panels = kernels.map { kernel, name in
      PlanesPicture.Panel(caption: writer.text(name), plane: kernel, look: .numbers)
    }
    writer.picture(
      "maps",
      PlanesPicture(
        title: writer.text("guide.kernels.picture"),
        description: writer.text("guide.kernels.description"), rows: [panels, maps], language: writer.language
      ).svg)
    try depth(&writer, kernels: kernels.count, size: Planes.mean.height, image: image)
    try sharing(&writer)
    try moving(&writer)
    writer.commands(["zoo convolve picture.png --kernel laplacian -o map.png"])
    try exercises(&writer)
  }

  /// A kernel is as deep as its input.
  private static func depth(
    _ writer: inout GuideWriter, kernels: Int, size: Int, image: Correlation.Plane
  ) throws {
    writer.heading("guide.kernels.depth")
    writer.say("guide.kernels.deep")
    var rows: [[Table.Cell]] = []
    for channels in [1, 3, 64] {
      let profile = try writer.profile(
        [Convolution(kernels, kernel: size)], on: [channels, image.height, image.width])
      rows.append([
        .text(profile.network.input.description), .text("\(channels)×\(size)×\(size)"),
        .text(profile.output.description), .count(profile.totals.parameters.total), .count(profile.totals.macs),
      ])
    }
    writer.table(
      [
        writer.text("guide.words.input"), writer.text("guide.kernels.each_kernel"), writer.text("guide.words.output"),
        writer.text("guide.words.parameters"), writer.text("guide.words.macs"),
      ], rows)
  }

  /// The same layer with its weights shared, with weights of its own for each position, and fully connected.
  private static func sharing(_ writer: inout GuideWriter) throws {
    let lenet = try writer.zoo("lenet5")
    guard let layer = lenet.layers.first(where: { $0.family == .convolution }), let window = layer.windows.first else {
      return
    }
    let input = lenet.input
    let shared = try writer.profile([Convolution(layer.shape.channels, kernel: window.kernel)], on: input.dimensions)
    let full = try writer.profile([FullyConnected(layer.shape.count)], on: input.dimensions)
    // Every output with a kernel and a bias of its own.
    let local = shared.totals.parameters.total * layer.shape.area
    writer.heading("guide.kernels.sharing")
    writer.say(
      "guide.kernels.share",
      [
        "layer": layer.name, "kernel": "\(window.kernel)×\(window.kernel)", "input": input.description,
        "output": layer.shape.description, "positions": writer.count(layer.shape.area),
      ])
    let bars = [
      (writer.text("guide.kernels.full"), full.totals.parameters.total), (writer.text("guide.kernels.local"), local),
      (writer.text("guide.kernels.shared"), shared.totals.parameters.total),
    ]
    writer.picture(
      "sharing",
      QuantitiesPicture(
        title: writer.text("guide.kernels.sharing_picture", ["output": layer.shape.description]),
        quantities: [QuantitiesPicture.Quantity(name: writer.text("guide.words.parameters"), bars: bars)],
        language: writer.language
      ).svg)
    writer.say(
      "guide.kernels.shared_numbers",
      [
        "full": writer.count(full.totals.parameters.total), "local": writer.count(local),
        "shared": writer.count(shared.totals.parameters.total),
        "local_macs": writer.count(shared.totals.macs), "full_macs": writer.count(full.totals.macs),
      ])
  }

  /// What moves in the image moves in the map.
  private static func moving(_ writer: inout GuideWriter) throws {
    let shift = 5
    let kernel = Planes.leftToRight
    let map = try Planes.convolved(Planes.image, kernel)
    let moved = try Planes.convolved(Planes.image(movedBy: shift), kernel)
    var compared = 0
    var different = 0
    for row in 0..<map.height {
      for column in shift..<map.width {
        compared += 1
        if (moved[row, column] - map[row, column - shift]).magnitude > 1e-12 { different += 1 }
      }
    }
    try writer.claim(
      "guide.kernels.moving", ["shift": writer.count(shift), "compared": writer.count(compared)], holds: different == 0)
  }

  private static func exercises(_ writer: inout GuideWriter) throws {
    let kernels = 64
    let small = try writer.profile([Convolution(kernels, kernel: 3)], on: [3, 34, 34])
    let large = try writer.profile([Convolution(kernels, kernel: 3)], on: [3, 66, 66])
    writer.exercise(
      .byHand, "guide.kernels.question_layer", "guide.kernels.reason_layer",
      answer: writer.count(small.totals.parameters.total), ["kernels": "\(kernels)", "size": "3×3", "channels": "3"],
      command: "zoo explain vgg16 conv1_1")
    writer.exercise(
      .byHand, "guide.kernels.question_size", "guide.kernels.reason_size",
      answer: writer.ratio(large.totals.macs, small.totals.macs))
  }
}
