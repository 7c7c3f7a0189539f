import Analysis
import Architecture
import Report

extension GuideTopic {
  /// From the eye to the network: local fields, a hierarchy, and a network of three layers that is built by hand.
  static let eye = GuideTopic(name: "eye", title: "guide.eye.title") { writer in
    writer.say("guide.eye.cortex")
    writer.say("guide.eye.machines")
    try networks(&writer)
    try hierarchy(&writer)
    writer.commands(["zoo analyze lenet5 --columns layer,kind,output,field", "zoo list"])
    try exercises(&writer)
  }

  /// What makes a network convolutional, counted in the zoo's.
  private static func networks(_ writer: inout GuideWriter) throws {
    writer.heading("guide.eye.convolutional")
    writer.say("guide.eye.definition")
    let profiles = try ["lenet5", "alexnet", "vgg16", "googlenet"].map { try writer.profile(zoo: $0) }
    func convolutions(_ profile: Profile) -> [Profile.Row] { profile.rows.filter { $0.layer.family == .convolution } }
    writer.table(
      [
        writer.text("guide.words.network"), writer.text("guide.eye.convolutions"), writer.text("guide.eye.connected"),
        writer.text("guide.eye.first_field"), writer.text("guide.eye.last_field"),
      ],
      profiles.map { profile in
        let fields = convolutions(profile).compactMap { $0.field.axes.first?.size }
        return [
          .text(writer.title(profile.network)), .count(fields.count),
          .count(profile.rows.filter { $0.layer.family == .fullyConnected }.count),
          .text("\(fields.min() ?? 0)×\(fields.min() ?? 0)"), .text("\(fields.max() ?? 0)×\(fields.max() ?? 0)"),
        ]
      })
    try writer.claim(
      "guide.eye.grows",
      holds: profiles.allSatisfy { profile in
        let fields = convolutions(profile).compactMap { $0.field.axes.first?.size }
        return fields.first == fields.min() && fields[0] < (fields.max() ?? 0)
      })
  }

  // MARK: A hierarchy by hand

  /// The letters L, T and O, of strokes one pixel wide.
  private static let letters: Planes.Plane = {
    let shapes = [
      ["#....", "#....", "#....", "#....", "#....", "#....", "#####"],
      ["#####", "..#..", "..#..", "..#..", "..#..", "..#..", "..#.."],
      ["#####", "#...#", "#...#", "#...#", "#...#", "#...#", "#####"],
    ]
    var rows = [[Double]](repeating: [Double](repeating: 0, count: 30), count: 13)
    for (letter, lines) in shapes.enumerated() {
      for (row, line) in lines.enumerated() {
        for (column, mark) in line.enumerated() where mark == "#" { rows[3 + row][3 + 9 * letter + column] = 1 }
      }
    }
    return Planes.plane(rows)
  }()

  /// A kernel that is zero but for some cells.
  private static func kernel(_ height: Int, _ width: Int, _ cells: [(row: Int, column: Int, value: Double)])
    -> Planes.Plane
  {
    var rows = [[Double]](repeating: [Double](repeating: 0, count: width), count: height)
    for cell in cells { rows[cell.row][cell.column] = cell.value }
    return Planes.plane(rows)
  }

  /// Strokes: bright in the middle of three columns, or rows.
  private static let strokes = SmallLayer(
    kernels: [
      [Planes.plane([[-1, 2, -1], [-1, 2, -1], [-1, 2, -1]])],
      [Planes.plane([[-1, -1, -1], [2, 2, 2], [-1, -1, -1]])],
    ], biases: [-3, -3], padding: (1, 1))

  /// Corners: a vertical stroke above or below, a horizontal one left or right, and none on the other sides.
  private static let corners = SmallLayer(
    kernels: [(above: true, right: true), (false, true), (false, false), (true, false)].map { above, right in
      [
        kernel(5, 5, [(0, 2, above ? 1 : -1), (4, 2, above ? -1 : 1)]),
        kernel(5, 5, [(2, 0, right ? -1 : 1), (2, 4, right ? 1 : -1)]),
      ]
    }, biases: [-3, -3, -3, -3], padding: (2, 2))

  /// Letters: one corner below left and no other, or all four, where a letter has them.
  private static let objects: SmallLayer = {
    let places = [(6, 0), (0, 0), (0, 4), (6, 4)]
    func kernels(_ values: [Double]) -> [Planes.Plane] {
      zip(places, values).map { kernel(7, 5, [($0.0, $0.1, $1)]) }
    }
    return SmallLayer(kernels: [kernels([1, -1, -1, -1]), kernels([1, 1, 1, 1])], biases: [0, -9], padding: (3, 2))
  }()

  private static func hierarchy(_ writer: inout GuideWriter) throws {
    writer.heading("guide.eye.hierarchy")
    writer.say("guide.eye.by_hand")
    let layers = [strokes, corners, objects]
    var planes = [letters]
    var rows = [MapsPicture.Row(caption: writer.text("guide.words.image"), planes: planes, isGray: true)]
    let captions = [
      writer.text("guide.eye.strokes"), writer.text("guide.eye.corners"), writer.text("guide.eye.letters"),
    ]
    for (layer, caption) in zip(layers, captions) {
      planes = try layer.maps(of: planes).map(Planes.rectified)
      rows.append(MapsPicture.Row(caption: caption, planes: planes))
    }
    writer.picture(
      "hierarchy",
      MapsPicture(
        title: writer.text("guide.eye.picture"), description: writer.text("guide.eye.description"), rows: rows
      ).svg)
    let network = try profile(of: layers, &writer)
    let convolutions = network.rows.filter { $0.layer.family == .convolution }
    writer.table(
      [
        writer.text("guide.words.layer"), writer.text("guide.words.kernels"), writer.text("guide.words.field"),
        writer.text("guide.words.parameters"), writer.text("guide.eye.answers"),
      ],
      zip(zip(convolutions, captions), rows.dropFirst()).map { layer, row in
        let sizes = layer.0.layer.windows.map { String($0.kernel) }.joined(separator: "×")
        return [
          .text(layer.1), .text("\(layer.0.layer.shape.channels) · \(sizes)"),
          .text(writer.size(layer.0.field.axes.map(\.size))), .count(layer.0.parameters.total),
          .count(row.planes.reduce(0) { $0 + $1.values.filter { $0 > 0 }.count }),
        ]
      })
    // Where each letter's middle is: behind nine columns the next.
    let middles = (0..<3).map { (row: 6, column: 5 + 9 * $0) }
    func answers(_ map: Planes.Plane) -> [Bool] { middles.map { map[$0.row, $0.column] > 0 } }
    try writer.claim(
      "guide.eye.result",
      holds: answers(planes[0]) == [true, false, false] && answers(planes[1]) == [false, false, true]
        && planes.allSatisfy { $0.values.filter { $0 > 0 }.count == 1 })
    writer.say("guide.eye.caution")
  }

  private static func profile(of layers: [SmallLayer], _ writer: inout GuideWriter) throws -> Profile {
    let kinds = layers.flatMap { layer -> [any LayerKind] in
      let kernel = layer.kernels[0][0]
      let padding = [layer.padding.rows, layer.padding.columns].map {
        WindowArguments.Padding.Pair(before: $0, after: $0)
      }
      return [
        Convolution(
          channels: layer.kernels.count,
          window: WindowArguments(kernel: [kernel.height, kernel.width], padding: .cells(padding)), groups: 1,
          hasBias: true), ReLU(),
      ]
    }
    return try writer.profile(kinds, on: [1, letters.height, letters.width])
  }

  private static func exercises(_ writer: inout GuideWriter) throws {
    let network = try profile(of: [strokes, corners, objects], &writer)
    let corner = network.rows.filter { $0.layer.family == .convolution }[1]
    writer.exercise(
      .byHand, "guide.eye.question_corner", "guide.eye.reason_corner", answer: writer.count(corner.parameters.total))
    let stroke = try strokes.maps(of: [letters])[0]
    writer.exercise(
      .byHand, "guide.eye.question_stroke", "guide.eye.reason_stroke", answer: writer.plain(stroke[6, 3]))
    let lenet = try writer.profile(zoo: "lenet5")
    writer.exercise(
      .compute, "guide.eye.question_lenet", "guide.eye.reason_lenet",
      answer: "\(lenet.row("C3")?.field.axes.first?.size ?? 0)", command: "zoo explain lenet5 C3")
  }
}
