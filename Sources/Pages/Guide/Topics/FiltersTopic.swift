import Analysis
import Architecture
import Report

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension GuideTopic {
  /// Learned filters: a LeNet that the project trained, its kernels before and after, and what its layers make of a digit.
  static let filters = GuideTopic(name: "filters", title: "guide.filters.title") { writer in
    let results = DigitResults.heldOut
    let lenet = try writer.profile(zoo: "lenet5-modern")
    writer.say(
      "guide.filters.what",
      [
        "network": writer.title(lenet.network), "parameters": writer.count(lenet.totals.parameters.total),
        "held": writer.count(results.count),
      ])
    try kernels(&writer, results, lenet)
    try digit(&writer)
    try strongest(&writer, results)
    accuracy(&writer, results)
    try layers(&writer, results)
    writer.commands([
      "zoo filters lenet5-modern --weights lenet5-digits.safetensors --layer C1 -o kernels.png",
      "zoo predict lenet5-modern --weights lenet5-digits.safetensors picture.png",
    ])
    writer.say("guide.filters.file")
    exercises(&writer, results, lenet)
  }

  // MARK: Kernels

  private static func kernels(_ writer: inout GuideWriter, _ results: DigitResults, _ lenet: Profile) throws {
    writer.heading("guide.filters.kernels")
    writer.say("guide.filters.start")
    let before = DigitSet.heldOut.kernelsBefore
    let after = TrainedLeNet.trained.c1.kernels.map { $0[0] }
    let names = after.indices.map { "\($0 + 1)" }
    writer.picture(
      "kernels",
      MapsPicture(
        title: writer.text("guide.filters.kernels_picture"),
        description: writer.text("guide.filters.kernels_description"),
        rows: [
          MapsPicture.Row(caption: writer.text("guide.filters.before"), planes: before, names: names),
          MapsPicture.Row(caption: writer.text("guide.filters.after"), planes: after, names: names),
        ], side: 90
      ).svg)
    func length(_ plane: Planes.Plane) -> Double { plane.values.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    func cosine(_ a: Planes.Plane, _ b: Planes.Plane) -> Double {
      zip(a.values, b.values).reduce(0) { $0 + $1.0 * $1.1 } / (length(a) * length(b))
    }
    writer.table(
      [
        writer.text("guide.words.kernel"), writer.text("guide.filters.length_before"),
        writer.text("guide.filters.length_after"), writer.text("guide.filters.cosine"),
      ],
      zip(before, after).enumerated().map { index, pair in
        [.text("\(index + 1)")]
          + [length(pair.0), length(pair.1), cosine(pair.0, pair.1)].map {
            Table.Cell.text(writer.language.fixed($0, decimals: 3))
          }
      })
    let cosines = zip(before, after).map(cosine)
    try writer.claim(
      "guide.filters.little",
      [
        "least": writer.language.fixed(cosines.min() ?? 0, decimals: 2), "right": writer.count(results.right),
        "before": writer.count(results.rightBefore), "held": writer.count(results.count),
      ],
      holds: cosines.allSatisfy { $0 > 0.8 } && zip(before, after).allSatisfy { length($0) < length($1) }
        && 2 * results.rightBefore < results.right)
    let convolutions = lenet.byFamily[0].parameters.total
    writer.say(
      "guide.filters.parameters",
      [
        "filters": writer.count(convolutions),
        "share": writer.language.percent(convolutions, of: lenet.totals.parameters.total),
      ])
  }

  // MARK: A digit

  /// The first of the digits that were held out and is a 2.
  private static let shown = DigitSet.heldOut.classes.firstIndex(of: 2) ?? 0

  private static func digit(_ writer: inout GuideWriter) throws {
    let image = DigitSet.heldOut.images[shown]
    let input = DigitSet.input(image)
    let answer = try TrainedLeNet.trained.answer(input)
    writer.heading("guide.filters.maps")
    writer.say("guide.filters.through", ["digit": "\(DigitSet.heldOut.classes[shown])"])
    writer.picture(
      "maps",
      MapsPicture(
        title: writer.text("guide.filters.maps_picture"), description: writer.text("guide.filters.maps_description"),
        rows: [
          MapsPicture.Row(caption: writer.text("guide.filters.input"), planes: [input], isGray: true),
          MapsPicture.Row(caption: "C1", planes: answer.c1), MapsPicture.Row(caption: "S2", planes: answer.s2),
          MapsPicture.Row(caption: "C3", planes: Array(answer.c3.prefix(8))),
          MapsPicture.Row(caption: "", planes: Array(answer.c3.dropFirst(8))),
          MapsPicture.Row(caption: "S4", planes: answer.s4),
        ], side: 120
      ).svg)
    writer.say("guide.filters.maps_words")
    let sum = answer.scores.reduce(0) { $0 + exp($1) }
    writer.table(
      [writer.text("guide.filters.class")] + (0..<10).map(String.init),
      [
        [.text(writer.text("guide.filters.score"))]
          + answer.scores.map { .text(writer.language.fixed($0, decimals: 1)) },
        [.text(writer.text("guide.filters.probability"))]
          + answer.scores.map { .text(writer.language.fixed(exp($0) / sum, decimals: 3)) },
      ])
  }

  // MARK: What maps answer to

  private static func strongest(_ writer: inout GuideWriter, _ results: DigitResults) throws {
    writer.heading("guide.filters.strongest")
    writer.say("guide.filters.strongest_what", ["kept": "\(StrongestAnswers.kept)"])
    writer.picture(
      "strongest",
      MapsPicture(
        title: writer.text("guide.filters.strongest_picture"),
        description: writer.text("guide.filters.strongest_description"),
        rows: results.strongest.flatMap { layer in
          layer.maps.prefix(3).enumerated().map { number, sights in
            MapsPicture.Row(
              caption: writer.text("guide.filters.map_of", ["layer": layer.layer, "number": "\(number + 1)"]),
              planes: sights.map(\.seen), names: sights.map { "\($0.digit)" }, isGray: true)
          }
        }, side: 64
      ).svg)
    writer.table(
      [
        writer.text("guide.words.layer"), writer.text("guide.filters.maps_of"),
        writer.text("guide.filters.agreement", ["kept": "\(StrongestAnswers.kept)"]),
      ],
      results.strongest.map {
        [.text($0.layer), .count($0.maps.count), .text(writer.language.fixed($0.agreement, decimals: 1))]
      })
    let agreements = results.strongest.map(\.agreement)
    try writer.claim(
      "guide.filters.strongest_result",
      [
        "first": writer.plain(agreements[0]), "middle": writer.plain(agreements[1]),
        "last": writer.plain(agreements[2]),
        "kept": "\(StrongestAnswers.kept)",
      ], holds: agreements[0] < agreements[1] && agreements[1] < agreements[2])
  }

  // MARK: Accuracy

  private static func accuracy(_ writer: inout GuideWriter, _ results: DigitResults) {
    writer.heading("guide.filters.accuracy")
    writer.say(
      "guide.filters.right",
      [
        "right": writer.count(results.right), "held": writer.count(results.count),
        "share": writer.language.percent(results.right, of: results.count),
        "wrong": writer.count(results.mistakes.count),
      ])
    let rows = stride(from: 0, to: results.mistakes.count, by: 6).map { start in
      let mistakes = results.mistakes[start..<min(start + 6, results.mistakes.count)]
      return MapsPicture.Row(
        caption: "", planes: mistakes.map { inked(DigitSet.heldOut.images[$0.index]) },
        names: mistakes.map { "\($0.digit) → \($0.answer)" }, isGray: true)
    }
    writer.picture(
      "mistakes",
      MapsPicture(
        title: writer.text("guide.filters.mistakes_picture"),
        description: writer.text(
          "guide.filters.mistakes_description",
          ["list": results.mistakes.map { "\($0.digit) → \($0.answer)" }.joined(separator: ", ")]),
        rows: rows, side: 90
      ).svg)
  }

  /// From 0 to 1.
  private static func inked(_ image: Planes.Plane) -> Planes.Plane {
    Planes.plane(like: image, image.values.map { $0 / 16 })
  }

  // MARK: Representations

  private static func layers(_ writer: inout GuideWriter, _ results: DigitResults) throws {
    writer.heading("guide.filters.representations")
    writer.say("guide.filters.nearest")
    writer.table(
      [
        writer.text("guide.words.layer"), writer.text("guide.classes.numbers"),
        writer.text("guide.filters.nearest_right"),
        writer.text("guide.averaging.share"),
      ],
      results.nearest.map { layer, numbers, right in
        [
          .text(layer.isEmpty ? writer.text("guide.words.input") : layer), .count(numbers), .count(right),
          .text(writer.language.percent(right, of: results.count)),
        ]
      })
    let right = results.nearest.map(\.right)
    try writer.claim(
      "guide.filters.nearest_result",
      ["input": writer.count(right[0]), "maps": writer.count(right[2]), "last": writer.count(right[4])],
      holds: right[2] - right[0] < results.count / 50 && right[3] > right[2] && right[4] > right[3])
  }

  private static func exercises(_ writer: inout GuideWriter, _ results: DigitResults, _ lenet: Profile) {
    writer.exercise(
      .byHand, "guide.filters.question_weights", "guide.filters.reason_weights",
      answer: writer.count(lenet.row("C3")?.parameters.total ?? 0), command: "zoo explain lenet5-modern C3")
    writer.exercise(
      .findOut, "guide.filters.question_nine", "guide.filters.reason_nine",
      answer: "\(results.mistakes.filter { $0.digit == 9 }.count)")
  }
}
