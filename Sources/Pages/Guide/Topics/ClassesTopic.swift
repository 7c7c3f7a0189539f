import Analysis
import Architecture
import Report

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension GuideTopic {
  /// From maps to a vector to classes: what stands at the end of LeNet.
  static let classes = GuideTopic(name: "classes", title: "guide.classes.title") { writer in
    let lenet = try writer.profile(zoo: "lenet5-modern")
    try alternation(&writer, lenet)
    let scores = try flattening(&writer)
    softmax(&writer, scores)
    try connected(&writer, lenet)
    writer.commands(["zoo analyze lenet5-modern", "zoo explain lenet5-modern F5"])
    try exercises(&writer, lenet, scores)
  }

  /// Convolution and pooling in turn, until the maps are small.
  private static func alternation(_ writer: inout GuideWriter, _ lenet: Profile) throws {
    writer.say("guide.classes.alternate", ["network": writer.title(lenet.network)])
    let rows = lenet.rows.filter {
      [.convolution, .pooling, .fullyConnected].contains($0.layer.family)
        || $0.layer.shape.isVector && $0.layer.inputShapes[0].extent.count > 0
    }
    writer.table(
      [
        writer.text("guide.words.layer"), writer.text("guide.classes.kind"), writer.text("guide.words.output"),
        writer.text("guide.classes.numbers"), writer.text("guide.words.parameters"),
      ],
      rows.map { row in
        [
          .text(row.layer.name), .text(writer.language.arguments(of: row.layer)), .text(row.layer.shape.description),
          .count(row.layer.shape.count), .count(row.parameters.total),
        ]
      }, words: [0, 1], total: [.count(lenet.totals.parameters.total)])
    let maps = rows.filter { !$0.layer.shape.isVector }
    let families = maps.map(\.layer.family)
    try writer.claim(
      "guide.classes.shrink",
      holds: families == [.convolution, .pooling, .convolution, .pooling]
        && zip(maps, maps.dropFirst()).allSatisfy {
          $0.layer.shape.area > $1.layer.shape.area && $0.layer.shape.channels <= $1.layer.shape.channels
        })
  }

  /// Two maps of two by two, laid out as a vector, and the scores of three classes.
  private static let maps = [Planes.plane([[0, 2], [1, 0]]), Planes.plane([[3, 0], [0, 1]])]
  private static let weights: [[Double]] = [
    [1, 0, 0, 1, 0, 0, 0, -1], [0, 1, 1, 0, 1, 0, 0, 0], [0, 0, 0, 0, 0, 1, 1, 1],
  ]
  private static let biases: [Double] = [1, -1, 0]

  private static func flattening(_ writer: inout GuideWriter) throws -> [Double] {
    writer.heading("guide.classes.flatten_title")
    writer.say("guide.classes.flatten")
    let vector = maps.flatMap(\.values)
    let scores = zip(weights, biases).map { row, bias in zip(row, vector).reduce(bias) { $0 + $1.0 * $1.1 } }
    func cells(_ values: [Double]) -> [(text: String, look: GridsPicture.Look)] {
      values.map { (writer.plain($0), $0 < 0 ? .negative : $0 > 0 ? .marked : .plain) }
    }
    let panels = maps.enumerated().map { index, map in
      GridsPicture.Item.grid(
        caption: writer.text("guide.classes.map", ["number": "\(index + 1)"]),
        rows: [cells(Array(map.values[0..<2])), cells(Array(map.values[2..<4]))])
    }
    writer.picture(
      "flatten",
      GridsPicture(
        title: writer.text("guide.classes.picture"), description: writer.text("guide.classes.description"),
        rows: [
          panels + [.sign("→"), .grid(caption: writer.text("guide.classes.vector"), rows: [cells(vector)])],
          [
            .grid(caption: writer.text("guide.classes.weights"), rows: weights.map(cells)), .sign("·"),
            .grid(caption: writer.text("guide.classes.vector"), rows: vector.map { cells([$0]) }), .sign("+"),
            .grid(caption: writer.text("guide.classes.biases"), rows: biases.map { cells([$0]) }), .sign("="),
            .grid(caption: writer.text("guide.classes.scores"), rows: scores.map { cells([$0]) }),
          ],
        ]
      ).svg)
    let network = try writer.profile([Flatten(), FullyConnected(scores.count)], on: [2, 2, 2])
    writer.say(
      "guide.classes.inner",
      [
        "parameters": writer.count(network.totals.parameters.total), "inputs": writer.count(vector.count),
        "classes": writer.count(scores.count),
      ])
    return scores
  }

  private static func softmax(_ writer: inout GuideWriter, _ scores: [Double]) {
    let exponentials = scores.map { exp($0) }
    let sum = exponentials.reduce(0, +)
    writer.say("guide.classes.softmax")
    writer.page.code(
      zip(scores, exponentials).map { score, exponential in
        "e^\(writer.plain(score)) / (" + scores.map { "e^\(writer.plain($0))" }.joined(separator: " + ")
          + ") = \(writer.language.fixed(exponential / sum, decimals: 4))"
      })
  }

  /// The multilayer perceptron of LeNet, and the one size that it takes.
  private static func connected(_ writer: inout GuideWriter, _ lenet: Profile) throws {
    let layers = lenet.rows.filter { $0.layer.family == .fullyConnected }
    guard let first = layers.first?.layer else { return }
    writer.heading("guide.classes.perceptron")
    writer.say(
      "guide.classes.layers",
      [
        "network": writer.title(lenet.network),
        "sizes": ([first.inputShapes[0].count] + layers.map(\.layer.shape.count)).map(writer.count)
          .joined(separator: " → "),
        "share": writer.language.percent(
          lenet.byFamily[1].parameters.total, of: lenet.totals.parameters.total),
      ])
    let arriving = try [32, 40].map { try lenet.network.numbers(reaching: first, from: $0) }
    try writer.claim(
      "guide.classes.fixed",
      [
        "layer": first.name, "own": writer.count(arriving[0]), "larger": writer.count(arriving[1]),
        "weights": writer.count(arriving[0] * first.shape.count),
        "needed": writer.count(arriving[1] * first.shape.count),
      ], holds: arriving[0] == first.inputShapes[0].count && arriving[1] > arriving[0])
  }

  private static func exercises(_ writer: inout GuideWriter, _ lenet: Profile, _ scores: [Double]) throws {
    writer.exercise(
      .byHand, "guide.classes.question_position", "guide.classes.reason_position", answer: "\(3 * 25 + 2 * 5 + 4)")
    writer.exercise(
      .byHand, "guide.classes.question_score", "guide.classes.reason_score", answer: writer.plain(scores[1]))
    writer.exercise(
      .compute, "guide.classes.question_connected", "guide.classes.reason_connected",
      answer: writer.count(lenet.byFamily[1].parameters.total), ["network": writer.title(lenet.network)])
    let vgg = try writer.profile(zoo: "vgg16")
    let reader = vgg.rows.first { $0.layer.family == .fullyConnected }
    writer.exercise(
      .compute, "guide.classes.question_vgg", "guide.classes.reason_vgg",
      answer: writer.count(reader?.layer.inputShapes[0].count ?? 0), command: "zoo explain vgg16 fc6")
  }
}
