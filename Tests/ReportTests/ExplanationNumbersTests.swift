import Analysis
import Architecture
import TestSupport
import Testing

@testable import Report

/// The numbers of all explanations: what stands left of a sign is computed.
@Suite struct ExplanationNumbersTests {
  @Test(arguments: familyNames, Mode.allCases)
  func everyLayerOfTheZooIsExplainedWithItsNumbers(model: String, mode: Mode) throws {
    try expectRightNumbers(try profile(try zoo(model), mode))
  }

  @Test(arguments: [classicalKinds, laterKinds], [1, 3])
  func everyKindIsExplainedWithItsNumbers(text: String, batch: Int) throws {
    for mode in Mode.allCases { try expectRightNumbers(try profile(try network(text), mode, batch: batch)) }
  }

  @Test(arguments: 1...2)
  func randomNetworksAreExplainedWithTheirNumbers(axes: Int) throws {
    for (seed, network) in RandomNetwork.networks(60, axes: axes, hasBranches: true, seed: 1) {
      try expectRightNumbers(try profile(network), "seed \(seed)")
    }
  }

  /// Sums and products left of every sign come to what stands right of it, and that is the layer's number.
  private func expectRightNumbers(_ profile: Profile, _ comment: Comment? = nil) throws {
    let blocks = Explanation(of: profile).text().split(separator: "\n\n")
    try #require(blocks.count == profile.rows.count)
    for (block, row) in zip(blocks, profile.rows) {
      #expect(block.hasPrefix("\(row.layer.name)   "))
      for equation in Equation.all(in: block) where equation.isComputed {
        #expect(equation.holds, "\(row.layer.name): \(equation)")
      }
      func equation(_ label: String) -> Equation? {
        let line = block.split(separator: "\n").first { $0.hasPrefix("  \(label) ") }
        return line.flatMap { Equation.all(in: $0).first }
      }
      let parameters = row.parameters.total
      if parameters > 0 {
        #expect(equation("parameters")?.value == Double(parameters), "\(row.layer.name) \(comment ?? "")")
      }
      if row.macs > 0 { #expect(equation("MACs")?.value == Double(row.macs), "\(row.layer.name) \(comment ?? "")") }
      if row.flops > 0, let flops = equation("FLOPs") { #expect(flops.value == Double(row.flops)) }
    }
  }

  @Test func equationsAreComputed() {
    func equations(_ text: String) -> [String] {
      Equation.all(in: text).map { "\($0.terms) is \($0.value ?? -1), \($0.holds)" }
    }
    #expect(equations("5·5·(96/2)·256 + 256 = 307,456") == ["5·5·(96/2)·256 + 256 is 307456.0, true"])
    #expect(equations("5·5·60 connected pairs of maps + 16 = 1,517") == ["5·5·60     + 16 is 1516.0, false"])
    #expect(
      equations("⌊(8 + 2·2 − 5)/3⌋ + 1 = 3, rounded down; 1 of 12 cells") == ["⌊(8 + 2·2 − 5)/3⌋ + 1 is 3.0, true"])
    #expect(equations("the image of 3×3 (1 + (8 − 1)·2 = 15 with padding)") == ["1 + (8 − 1)·2 is 15.0, true"])
    #expect(equations("no sign") == [])
    #expect(equations("less one = 7").first == " is -1.0, false" || !Equation.all(in: "less one = 7")[0].isComputed)
  }
}
