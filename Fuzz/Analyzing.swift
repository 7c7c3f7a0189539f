import Analysis
import Architecture
import Report

/// A network for comparisons, whose layers are called as many are.
private let other: Network? = try? NetworkBuilder.chain(
  [
    ("conv1", Convolution(channels: 4, window: WindowArguments(kernel: [3]), groups: 1, hasBias: true)),
    ("relu1", ReLU()), ("fc", FullyConnected(outputs: 2, hasBias: true)),
  ], on: [Shape(channels: 3, extent: [32, 32])], of: Model(name: "other"))

/// Every number and every text of a network.
func analyze(_ network: Network) {
  // More layers make a run slow, and say the same again.
  guard network.layers.count <= 50 else { return }
  for mode in Mode.allCases {
    var options = Profile.Options()
    options.mode = mode
    for convention in Convention.allCases.reversed() {
      options.convention = convention
      guard let profile = try? Profile(of: network, options: options) else { continue }
      precondition(profile.rows.count == profile.network.body.count)
      if convention == .zoo {
        describe(profile)
      } else {
        precondition(profile.totals.operations >= 0)
      }
    }
    options.batch = 1 << 30
    _ = try? Profile(of: network, options: options)
  }
}

private func describe(_ profile: Profile) {
  let network = profile.network
  for depth in 1...3 {
    let parts = Folding(of: profile, depth: depth).parts
    precondition(parts.reduce(0) { $0 + $1.rows.count } == profile.rows.count)
    precondition(parts.reduce(0) { $0 + $1.totals.flops } == profile.totals.flops)
  }
  precondition(Outline(of: profile, by: .blocks).parts.reduce(0) { $0 + $1.rows.count } == profile.rows.count)
  // One of them in each run, which halves its time.
  let language = Language.all[network.layers.count % Language.all.count]
  _ = Explanation(of: profile, in: language).text()
  _ = AnalysisReport(profile, depth: 1).text(.markdown, in: language)
  _ = AnalysisReport(profile, columns: AnalysisColumn.all).text(.table, canvas: Canvas(width: 80, style: .plain))
  _ = AnalysisReport(profile).document.json.text
  let last = network.layers.count - 1
  let shape = network.layers[last].shape
  if let row = profile.rows.last, !shape.isVector {
    _ = try? Explanation(of: profile).text(of: row, unit: shape.extent.map { $0 / 2 })
    _ = UnitField(of: shape.extent.map { $0 - 1 }, layer: last, in: network)
  }
  let questions = FieldQuestions(network)
  // Units are asked one by one: millions of them would take half of the time of all runs.
  if network.layers.allSatisfy({ $0.shape.extent.allSatisfy { $0 <= 1 << 14 } }) {
    _ = questions.units(of: last, seeing: network.input.extent.map { ($0 / 2)...($0 / 2) })
  }
  _ = questions.field(of: last, from: last / 2)
  _ = Depth.of(network)
  // What does not differ from itself has the same layers.
  precondition(ComparisonReport([profile, profile]).document.json.text.utf8.count > 0)
  precondition(ComparisonReport([profile, profile]).comparisons.allSatisfy { $0.differing.isEmpty })
  if let other, let profile2 = try? Profile(of: other) {
    _ = ComparisonReport([profile, profile2]).text(.table, canvas: Canvas(width: 80, style: .plain))
    _ = ComparisonReport([profile2, profile]).document.json.text
  }
}
