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
  /// Gradients: where they vanish, and what auxiliary classifiers do about it.
  static let gradients = GuideTopic(name: "gradients", title: "guide.gradients.title") { writer in
    writer.say("guide.gradients.what")
    writer.say("guide.gradients.measure")
    try chains(&writer)
    try auxiliaries(&writer)
    writer.heading("guide.gradients.later_title")
    writer.say("guide.gradients.later")
    writer.say("guide.gradients.robust")
    writer.commands([
      "zoo gradient-norms --chain relu --init glorot", "zoo gradient-norms --chain relu --init he --svg chain.svg",
      "zoo gradient-norms googlenet --init glorot --svg googlenet.svg",
    ])
    exercises(&writer)
  }

  // MARK: Chains

  private static func chains(_ writer: inout GuideWriter) throws {
    writer.heading("guide.gradients.chains")
    let layers = RecordedNorms.of("relu", "he").layers("fc").count - 1
    writer.say("guide.gradients.chain", ["layers": "\(layers)"])
    let cases = [("relu", "glorot"), ("relu", "he"), ("tanh", "glorot"), ("tanh", "he")]
    /// Of the first and the last layer before the classifier.
    func ends(_ activation: String, _ scheme: String) -> (first: Double, last: Double) {
      let norms = RecordedNorms.of(activation, scheme)
      return (norms.layer("fc1").with, norms.layer("fc\(layers)").with)
    }
    writer.table(
      [
        writer.text("guide.gradients.activation"), writer.text("guide.gradients.weights"),
        writer.text("guide.gradients.at_last", ["layer": "fc\(layers)"]), writer.text("guide.gradients.at_first"),
        writer.text("guide.gradients.first_part"),
      ],
      cases.map { activation, scheme in
        let (first, last) = ends(activation, scheme)
        return [
          .text(title(activation)), .text(title(scheme)), .text(writer.power(last)), .text(writer.power(first)),
          .text(writer.power(first / last)),
        ]
      }, words: [0, 1])
    writer.picture(
      "chains",
      LayerCurves(
        title: writer.text("guide.gradients.chains_picture", ["layers": "\(layers)"]),
        description: writer.text("guide.gradients.chains_description"),
        axis: writer.text("guide.gradients.axis"), layers: (1...layers).map { "fc\($0)" },
        curves: cases.prefix(3).map { activation, scheme in
          let norms = RecordedNorms.of(activation, scheme)
          return LayerCurves.Curve(
            "\(title(activation)), \(title(scheme))", (1...layers).map { norms.layer("fc\($0)").with })
        }, language: writer.language
      ).picture)
    let (vanishing, kept) = (ends("relu", "glorot"), ends("relu", "he"))
    let expected = pow(0.5, Double(layers - 1) / 2)
    try writer.claim(
      "guide.gradients.vanishes",
      [
        "steps": "\(layers - 1)", "expected": writer.count(Int((1 / expected).rounded())),
        "times": writer.count(Int(writer.rounded(vanishing.last / vanishing.first))),
        "kept": writer.power(kept.first / kept.last),
      ],
      holds: vanishing.first / vanishing.last < 2 * expected && vanishing.first / vanishing.last > expected / 2
        && (0.1...10).contains(kept.first / kept.last))
    let (small, large) = (ends("tanh", "glorot"), ends("tanh", "he"))
    try writer.claim(
      "guide.gradients.tanh",
      ["glorot": writer.power(small.first / small.last), "he": writer.power(large.first / large.last)],
      holds: small.first < small.last && large.first > large.last)
  }

  /// As people write it.
  private static func title(_ word: String) -> String {
    ["relu": "ReLU", "glorot": "Glorot", "he": "He"][word] ?? word
  }

  // MARK: Auxiliary classifiers

  private static func auxiliaries(_ writer: inout GuideWriter) throws {
    let network = try writer.zoo("googlenet")
    let schemes = ["glorot", "he"]
    let norms = schemes.map { RecordedNorms.of("googlenet", $0) }
    writer.heading("guide.gradients.auxiliaries")
    writer.say("guide.gradients.loss")
    let modules = network.layers.filter { $0.family == .join && $0.auxiliary == nil }.map(\.name)
    let first = network.layers.first { $0.hasParameters }?.name ?? ""
    let shown = [first, "conv2/3x3"] + modules
    writer.table(
      [writer.text("guide.words.layer")]
        + schemes.flatMap { scheme in
          ["guide.gradients.with", "guide.gradients.without", "guide.gradients.times"].map {
            writer.text($0, ["scheme": title(scheme)])
          }
        },
      shown.map { name in
        [.text(name)]
          + norms.flatMap { norms -> [Table.Cell] in
            let layer = norms.layer(name)
            return [
              .text(writer.power(layer.with)), .text(writer.power(layer.without)),
              .text(writer.language.fixed(layer.ratio, decimals: 2)),
            ]
          }
      })
    for norms in norms {
      let layers = norms.layers.filter { ["conv", "concat", "fc"].contains($0.kind) }
      writer.picture(
        norms.scheme,
        LayerCurves(
          title: writer.text("guide.gradients.picture", ["scheme": title(norms.scheme)]),
          description: writer.text("guide.gradients.description", ["scheme": title(norms.scheme)]),
          axis: writer.text("guide.gradients.axis"), layers: layers.map(\.name),
          curves: [
            LayerCurves.Curve(writer.text("gradients.with"), layers.map(\.with)),
            LayerCurves.Curve(writer.text("gradients.without"), layers.map(\.without)),
          ], language: writer.language
        ).picture)
    }
    let (glorot, he) = (norms[0], norms[1])
    let last = modules.last ?? ""
    /// How many times smaller it is at the first layer than behind the last module, without auxiliary classifiers.
    func fall(_ norms: RecordedNorms) -> Double { norms.layer(last).without / norms.layer(first).without }
    try writer.claim(
      "guide.gradients.result",
      [
        "layer": first, "last": last, "fall": writer.count(Int(writer.rounded(fall(glorot)))),
        "glorot": writer.plain(glorot.layer(first).ratio), "he_fall": writer.plain(fall(he)),
        "he": writer.language.fixed((he.layer(first).ratio - 1) * 100, decimals: 0) + " %",
      ],
      holds: fall(glorot) > 10 && fall(he) < 2 && glorot.layer(first).ratio > 2 && he.layer(first).ratio < 1.5)
    // The second one reads 4d.
    let behind = modules.drop { $0 != "inception_4e/output" }
    try writer.claim(
      "guide.gradients.behind", ["layer": behind.first ?? ""],
      holds: norms.allSatisfy { norms in behind.allSatisfy { abs(norms.layer($0).ratio - 1) < 1e-3 } })
    writer.say("guide.gradients.verdict")
  }

  private static func exercises(_ writer: inout GuideWriter) {
    writer.exercise(
      .byHand, "guide.gradients.question_half", "guide.gradients.reason_half",
      answer: writer.count(Int(pow(2, 20.0 / 2))))
    writer.exercise(
      .byHand, "guide.gradients.question_loss", "guide.gradients.reason_loss",
      answer: writer.language.fixed(1.6 * log(1000), decimals: 2))
    let chain = RecordedNorms.of("relu", "glorot").layers("fc").dropLast()
    let bound = (chain.last?.with ?? 0) / 100
    writer.exercise(
      .compute, "guide.gradients.question_hundredth", "guide.gradients.reason_hundredth",
      answer: chain.last { $0.with < bound }?.name ?? "",
      command: "zoo gradient-norms --chain relu --init glorot")
  }
}
