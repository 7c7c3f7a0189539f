import Analysis
import Architecture
import Charts
import Report

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension GuideTopic {
  /// The effective receptive field: how strongly a unit depends on each pixel of its field.
  static let effectiveField = GuideTopic(name: "effective-field", title: "guide.effective.title") { writer in
    writer.say("guide.effective.what")
    writer.say("guide.effective.definitions")
    try middle(&writer)
    try growth(&writer)
    try training(&writer)
    try doubts(&writer)
    writer.commands([
      "zoo receptive-field lenet5-modern --layer S4 --effective -o random.png",
      "zoo receptive-field lenet5-modern --layer S4 --effective --weights lenet5-digits.safetensors -o trained.png",
    ])
    exercises(&writer)
  }

  private static let chains = [4, 9, 16, 25, 36]
  /// Networks that were trained, or have random weights, on the guide's digits.
  private static let small = ["4×3×3", "8×3×3", "16×3×3", "2×9×9", "lenet5-modern"]
  private static let definitions: [(name: String, key: String)] = [
    ("signed", "guide.effective.signed"), ("absolute", "guide.effective.absolute"),
    ("rectified", "guide.effective.rectified"), ("squared", "guide.effective.squared"),
  ]

  /// As people write it.
  private static func title(_ network: String, _ writer: GuideWriter) throws -> String {
    network.contains("×") ? network : writer.title(try writer.zoo(network))
  }

  private static func state(_ field: RecordedField, _ writer: GuideWriter) -> String {
    writer.text(field.weights == "trained" ? "guide.effective.trained" : "guide.effective.random")
  }

  private static func percent(_ share: Double, _ writer: GuideWriter) -> String {
    writer.language.fixed(share * 100, decimals: 0) + " %"
  }

  // MARK: The middle

  private static func middle(_ writer: inout GuideWriter) throws {
    writer.heading("guide.effective.middle_title")
    writer.say("guide.effective.middle_what")
    let fields = [
      RecordedField.of("lenet5-modern"), .of("lenet5-modern", "trained"), .of("8×3×3"), .of("8×3×3", "trained"),
      .of("alexnet", size: 224), .of("vgg16", size: 224),
    ]
    writer.table(
      [
        writer.text("guide.words.network"), writer.text("guide.words.layer"), writer.text("guide.effective.weights"),
        writer.text("guide.words.field"), writer.text("guide.effective.half"), writer.text("guide.effective.most"),
        writer.text("guide.effective.quarter"),
      ],
      try fields.map { field in
        [
          .text(try title(field.network, writer)), .text(field.layer), .text(state(field, writer)),
          .text("\(field.theory)×\(field.theory)"), .text("\(field.sides[2])×\(field.sides[2])"),
          .text("\(field.sides[3])×\(field.sides[3])"), .text(percent(field.quarter ?? 0, writer)),
        ]
      }, words: [0, 1, 2])
    func panel(_ network: String, _ weights: String) throws -> PlanesPicture.Panel {
      let field = RecordedField.of(network, weights)
      return PlanesPicture.Panel(
        caption: "\(try title(network, writer)), \(state(field, writer))", plane: RecordedMass.heat(network, weights),
        look: .signed)
    }
    writer.picture(
      "heats",
      PlanesPicture(
        title: writer.text("guide.effective.heats"), description: writer.text("guide.effective.heats_description"),
        rows: [
          [try panel("lenet5-modern", "random"), try panel("8×3×3", "random"), try panel("2×9×9", "random")],
          [try panel("lenet5-modern", "trained"), try panel("8×3×3", "trained"), try panel("2×9×9", "trained")],
          [try panel("vgg16", "random")],
        ], language: writer.language
      ).svg)
    let shares = fields.compactMap(\.quarter)
    try writer.claim(
      "guide.effective.middle",
      [
        "least": percent(shares.min() ?? 0, writer), "most": percent(shares.max() ?? 0, writer),
        "half": "\(fields[5].sides[2])×\(fields[5].sides[2])", "field": "\(fields[5].theory)×\(fields[5].theory)",
      ], holds: shares.count == fields.count && shares.allSatisfy { $0 > 0.25 })
  }

  // MARK: Growth

  private static func growth(_ writer: inout GuideWriter) throws {
    writer.heading("guide.effective.growth_title")
    writer.say("guide.effective.growth")
    func field(_ count: Int, _ weights: String) -> RecordedField {
      .of("\(count)×3×3", weights, size: 2 * count + 9, "squared")
    }
    let (plain, rectified) = (chains.map { field($0, "linear") }, chains.map { field($0, "random") })
    writer.table(
      [
        writer.text("guide.effective.count"), writer.text("guide.words.field"), writer.text("guide.effective.expected"),
        writer.text("guide.effective.linear"), writer.text("guide.effective.relu"), writer.text("guide.effective.part"),
      ],
      zip(chains, zip(plain, rectified)).map { count, fields in
        [
          .count(count), .count(fields.0.theory), .text(writer.language.fixed(deviation(count), decimals: 2)),
          .text(writer.language.fixed(fields.0.deviation, decimals: 2)),
          .text(writer.language.fixed(fields.1.deviation, decimals: 2)),
          .text(percent(2 * fields.1.deviation / Double(fields.1.theory), writer)),
        ]
      }, words: [])
    let masses = RecordedMass.profile("16×3×3", "linear")
    writer.picture(
      "gaussian",
      ProfilesPicture(
        title: writer.text("guide.effective.gaussian_picture"),
        description: writer.text("guide.effective.gaussian_description"),
        axes: (writer.text("guide.effective.pixels"), writer.text("guide.effective.mass")), masses: masses,
        names: (writer.text("guide.effective.computed"), writer.text("guide.effective.gaussian")),
        language: writer.language
      ).svg)
    let differences = (plain + rectified).map { abs($0.deviation / deviation(count(of: $0)) - 1) }
    let elsewhere = (plain + rectified).compactMap(\.elsewhere)
    try writer.claim(
      "guide.effective.root",
      [
        "difference": percent(differences.max() ?? 0, writer), "least": percent(elsewhere.min() ?? 0, writer),
        "most": percent(elsewhere.max() ?? 0, writer),
      ],
      holds: (differences.max() ?? 1) < 0.1 && (elsewhere.max() ?? 1) < 0.1
        && zip(rectified, rectified.dropFirst()).allSatisfy {
          $0.deviation < $1.deviation && $0.deviation / Double($0.theory) > $1.deviation / Double($1.theory)
        })
  }

  /// √(2n/3): each of n independent steps of −1, 0 or 1 has a variance of 2/3.
  private static func deviation(_ count: Int) -> Double { (2 * Double(count) / 3).squareRoot() }

  /// How many convolutions a chain has: `16` of `16×3×3`.
  private static func count(of field: RecordedField) -> Int { Int(field.network.prefix { $0 != "×" }) ?? 0 }

  // MARK: Training

  private static func training(_ writer: inout GuideWriter) throws {
    writer.heading("guide.effective.training_title")
    let held = 597
    writer.say("guide.effective.training", ["held": "\(held)"])
    let pairs = small.map { (before: RecordedField.of($0, "random", size: 32), after: RecordedField.of($0, "trained")) }
    writer.table(
      [
        writer.text("guide.words.network"), writer.text("guide.words.field"),
        writer.text("guide.effective.right", ["held": "\(held)"]), writer.text("guide.effective.deviation_random"),
        writer.text("guide.effective.deviation_trained"), writer.text("guide.effective.elsewhere_random"),
        writer.text("guide.effective.elsewhere_trained"),
      ],
      try pairs.map { pair in
        [
          .text(try title(pair.after.network, writer)), .count(pair.after.theory),
          .count(pair.after.right ?? DigitResults.heldOut.right),
          .text(writer.language.fixed(pair.before.deviation, decimals: 1)),
          .text(writer.language.fixed(pair.after.deviation, decimals: 1)),
          .text(percent(pair.before.elsewhere ?? 0, writer)), .text(percent(pair.after.elsewhere ?? 0, writer)),
        ]
      })
    let elsewhere = pairs.compactMap(\.after.elsewhere).max() ?? 1
    try writer.claim(
      "guide.effective.trained_result", ["all": "\(pairs.count)", "most": percent(elsewhere, writer)],
      holds: pairs.allSatisfy { $0.after.deviation < $0.before.deviation } && elsewhere < 0.2)
    let (few, many) = (pairs.filter { $0.after.network == "2×9×9" }, pairs.filter { $0.after.network == "8×3×3" })
    guard let few = few.first, let many = many.first else { return }
    try writer.claim(
      "guide.effective.large",
      [
        "field": "\(few.after.theory)", "few": "\(few.before.sides[2])", "many": "\(many.before.sides[2])",
        "few_trained": "\(few.after.sides[2])", "many_trained": "\(many.after.sides[2])",
      ],
      holds: few.after.theory == many.after.theory && few.before.sides[2] > many.before.sides[2]
        && few.after.sides[2] > many.after.sides[2])
  }

  // MARK: Doubts

  private static func doubts(_ writer: inout GuideWriter) throws {
    writer.heading("guide.effective.doubts_title")
    writer.say("guide.effective.doubts")
    let zoo = ["alexnet", "vgg16", "googlenet"]
    let rows =
      [224, 320].flatMap { size in zoo.map { ($0, "random", size) } }
      + ["random", "trained"].flatMap { state in small.map { ($0, state, 32) } }
    writer.table(
      [writer.text("guide.words.network"), writer.text("guide.effective.weights"), writer.text("guide.words.input")]
        + definitions.map { writer.text($0.key) },
      try rows.map { network, state, size in
        let fields = definitions.map { RecordedField.of(network, state, size: size, $0.name) }
        return [
          .text(try title(network, writer)), .text(Self.state(fields[0], writer)), .text("\(size)×\(size)"),
        ] + fields.map { .text("\($0.sides[2]) / \($0.sides[3])") }
      }, words: [0, 1])
    writer.say("guide.effective.table")
    // Half of the mass, and nearly all.
    let measures = [2, 3]
    func orders(_ cases: [(label: String, fields: [RecordedField])]) throws -> [(label: String, order: String)] {
      try measures.flatMap { measure in
        try cases.map { item in
          ("\(item.label), \(measure == 2 ? 50 : 99) %", try order(item.fields, by: { $0.sides[measure] }, writer))
        }
      }
    }
    func fields(_ names: [String], _ state: String, _ size: Int, _ definition: String) -> [RecordedField] {
      names.map { RecordedField.of($0, state, size: size, definition) }
    }
    answer(
      &writer, "guide.effective.by_definition",
      try orders(
        definitions.map { (writer.text($0.key), fields(zoo, "random", 224, $0.name)) }))
    let all = definitions.flatMap { definition in [224, 320].map { fields(zoo, "random", $0, definition.name) } }
    try writer.claim(
      "guide.effective.near",
      ["pixels": "\(all.map { abs($0[0].sides[2] - $0[1].sides[2]) }.max() ?? 0)"],
      holds: all.allSatisfy { networks in
        zip(networks, networks.dropFirst()).allSatisfy { $0.sides[3] < $1.sides[3] }
      })
    answer(
      &writer, "guide.effective.by_size",
      try orders([224, 320].map { ("\($0)×\($0)", fields(zoo, "random", $0, "absolute")) }))
    answer(
      &writer, "guide.effective.by_training",
      try orders(
        ["random", "trained"].map { state in
          let found = fields(small, state, 32, "absolute")
          return (Self.state(found[0], writer), found)
        }))
    writer.say("guide.effective.moral")
  }

  /// Networks from the smallest number to the largest: `AlexNet < VGG-16 = GoogLeNet`.
  private static func order(
    _ fields: [RecordedField], by number: (RecordedField) -> Int, _ writer: GuideWriter
  ) throws -> String {
    let sorted = fields.enumerated().sorted { (number($0.element), $0.offset) < (number($1.element), $1.offset) }
      .map(\.element)
    var text = ""
    for (index, field) in sorted.enumerated() {
      if index > 0 { text += number(sorted[index - 1]) == number(field) ? " = " : " < " }
      text += try title(field.network, writer)
    }
    return text
  }

  /// A question, the orders with what gives each, and whether there is more than one.
  private static func answer(
    _ writer: inout GuideWriter, _ question: String, _ orders: [(label: String, order: String)]
  ) {
    var distinct: [String] = []
    for item in orders where !distinct.contains(item.order) { distinct.append(item.order) }
    let verdict = distinct.count > 1 ? "guide.effective.turns" : "guide.effective.stays"
    writer.say(question, ["verdict": writer.text(verdict, ["count": "\(distinct.count)"])])
    writer.page.list(
      distinct.map { order in
        let labels = orders.filter { $0.order == order }.map(\.label)
        return "\(order): \(labels.joined(separator: "; "))"
      })
  }

  private static func exercises(_ writer: inout GuideWriter) {
    writer.exercise(
      .byHand, "guide.effective.question_root", "guide.effective.reason_root",
      answer: writer.plain(deviation(24)))
    let gradients = [3.0, -3]
    func mean(_ of: (Double) -> Double) -> Double { gradients.map(of).reduce(0, +) / Double(gradients.count) }
    let numbers = [abs(mean { $0 }), mean(abs), mean { max($0, 0) }, mean { $0 * $0 }]
    writer.exercise(
      .byHand, "guide.effective.question_definitions", "guide.effective.reason_definitions",
      answer: numbers.map(writer.plain).joined(separator: "; "))
  }
}
