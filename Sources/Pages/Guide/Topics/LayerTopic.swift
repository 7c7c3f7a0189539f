import Analysis
import Architecture
import Report

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension GuideTopic {
  /// A convolutional layer on a picture in colour, number by number: inner products, bias, activation.
  static let layer = GuideTopic(name: "layer", title: "guide.layer.title") { writer in
    let outputs = try inColor.maps(of: colors)[0]
    writer.say("guide.layer.what")
    try picture(&writer, outputs)
    let start = 0
    writer.say("guide.layer.first_window")
    let names = [writer.text("guide.layer.red"), writer.text("guide.layer.green"), writer.text("guide.layer.blue")]
    let products = zip(colors, inColor.kernels[0]).map { channel, kernel in
      (0..<kernel.values.count).map { index in
        let (row, column) = index.quotientAndRemainder(dividingBy: kernel.width)
        return (channel[row + start, column + start], kernel[row, column])
      }
    }
    writer.page.code(zip(names, products).map { "\($0): " + writer.sum($1) })
    let sums = products.map { $0.reduce(0) { $0 + $1.0 * $1.1 } }
    let bias = inColor.biases[0]
    try writer.claim(
      "guide.layer.sum",
      [
        "sum": (sums + [bias]).map { $0 < 0 ? "(\(writer.plain($0)))" : writer.plain($0) }.joined(separator: " + ")
          + " = \(writer.plain(outputs[0, 0]))",
        "bias": writer.plain(bias),
      ], holds: sums.reduce(bias, +) == outputs[0, 0])
    try activation(&writer, outputs)
    try cost(&writer, outputs)
    exercises(&writer, outputs)
  }

  /// Red, green and blue of a picture of four by four pixels.
  private static let colors: [Planes.Plane] = [
    Planes.plane([[0, 0, 3, 3], [0, 0, 3, 3], [3, 3, 0, 0], [3, 3, 0, 0]]),
    Planes.plane([[0, 1, 2, 3], [0, 1, 2, 3], [0, 1, 2, 3], [0, 1, 2, 3]]),
    Planes.plane([[2, 2, 0, 0], [2, 2, 0, 0], [0, 0, 2, 2], [0, 0, 2, 2]]),
  ]

  /// One kernel: more red and less blue to the right, and some green in the middle.
  private static let inColor = SmallLayer(
    kernels: [
      [
        Planes.plane([[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]]), Planes.plane([[0, 0, 0], [0, 1, 0], [0, 0, 0]]),
        Planes.plane([[1, 0, -1], [1, 0, -1], [1, 0, -1]]),
      ]
    ], biases: [-2])

  private static func grid(
    _ writer: GuideWriter, _ caption: String, _ plane: Planes.Plane, isMarked: (Int, Int) -> Bool = { _, _ in false }
  ) -> GridsPicture.Item {
    .grid(
      caption: caption,
      rows: (0..<plane.height).map { row in
        (0..<plane.width).map { column in
          let value = plane[row, column]
          return (writer.plain(value), isMarked(row, column) ? .marked : value < 0 ? .negative : .plain)
        }
      })
  }

  private static func picture(_ writer: inout GuideWriter, _ outputs: Planes.Plane) throws {
    let names = [writer.text("guide.layer.red"), writer.text("guide.layer.green"), writer.text("guide.layer.blue")]
    let kernels = inColor.kernels[0]
    let parts = try zip(colors, kernels).map { try Planes.convolved($0, $1) }
    let size = kernels[0].height
    let kernelOf = { (name: String, writer: GuideWriter) in writer.text("guide.layer.kernel_of", ["channel": name]) }
    var last: [GridsPicture.Item] = []
    for (name, part) in zip(names, parts) {
      if !last.isEmpty { last.append(.sign("+")) }
      last.append(grid(writer, name, part) { row, column in row == 0 && column == 0 })
    }
    last += [
      .sign(writer.text("guide.layer.and_bias", ["bias": writer.plain(inColor.biases[0])])), .sign("="),
      grid(writer, writer.text("guide.layer.before"), outputs), .sign("→"),
      grid(writer, "ReLU", Planes.rectified(outputs)),
    ]
    writer.picture(
      "color",
      GridsPicture(
        title: writer.text("guide.layer.picture"), description: writer.text("guide.layer.description"),
        rows: [
          zip(names, colors).map { name, channel in grid(writer, name, channel) { $0 < size && $1 < size } },
          zip(names, kernels).map { grid(writer, kernelOf($0, writer), $1) }, last,
        ]
      ).svg)
  }

  /// The same numbers through several activations.
  private static func activation(_ writer: inout GuideWriter, _ outputs: Planes.Plane) throws {
    writer.heading("guide.layer.activation")
    writer.say("guide.layer.applied")
    let functions: [(name: String, apply: (Double) -> Double)] = [
      ("ReLU", { max(0, $0) }), ("tanh", { tanh($0) }), ("sigmoid", { 1 / (1 + exp(-$0)) }),
    ]
    writer.table(
      [writer.text("guide.layer.before")] + functions.map(\.name),
      outputs.values.map { value in
        [.text(writer.plain(value))] + functions.map { .text(writer.language.fixed($0.apply(value), decimals: 4)) }
      })
    writer.say("guide.layer.why")
  }

  private static func cost(_ writer: inout GuideWriter, _ outputs: Planes.Plane) throws {
    let profile = try writer.profile([Convolution(1, kernel: 3), ReLU()], on: [3, 4, 4])
    try writer.claim(
      "guide.layer.cost",
      [
        "weights": "3·3·3", "parameters": writer.count(profile.totals.parameters.total),
        "outputs": writer.count(outputs.values.count), "macs": writer.count(profile.totals.macs),
      ], holds: profile.output.count == outputs.values.count)
  }

  private static func exercises(_ writer: inout GuideWriter, _ outputs: Planes.Plane) {
    writer.exercise(
      .byHand, "guide.layer.question_second", "guide.layer.reason_second", answer: writer.plain(outputs[0, 1]))
    writer.exercise(
      .byHand, "guide.layer.question_bias", "guide.layer.reason_bias",
      answer: "\(outputs.values.filter { $0 - inColor.biases[0] > 0 }.count)")
    let first = (try? writer.profile(zoo: "alexnet").rows.first { $0.layer.family == .convolution })
    writer.exercise(
      .compute, "guide.layer.question_alexnet", "guide.layer.reason_alexnet",
      answer: writer.count(first?.parameters.total ?? 0), command: "zoo explain alexnet conv1")
  }
}
