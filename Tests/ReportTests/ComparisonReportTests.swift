import Analysis
import Architecture
import TestSupport
import Testing

@testable import Report

/// Networks side by side.
@Suite struct ComparisonReportTests {
  @Test(arguments: [nil, 80, 60] as [Int?])
  func alexNetAndTorchvisions(width: Int?) throws {
    let text = try compare("alexnet", "alexnet-torchvision").text(.table, canvas: Canvas(width: width, style: .plain))
    try expectSnapshot(text, "compare-alexnet-\(width.map(String.init) ?? "wide")")
  }

  @Test func theTwoInceptionModulesInMarkdown() throws {
    try expectSnapshot(try compare("inception-naive", "inception").text(.markdown), "compare-inception.md")
  }

  @Test func theTwoInceptionModulesInJSON() throws {
    try expectSnapshot(try compare("inception-naive", "inception").text(.json), "compare-inception.json")
  }

  @Test func equalNetworksHaveTheSameLayers() throws {
    #expect(try compare("lenet5", "lenet5").text(.table).hasSuffix("\nlenet5 and lenet5 have the same 13 layers\n"))
  }

  @Test func aWhatIfShowsTheLayersItChanges() throws {
    let profiles = [
      try profile(try network(tiny)), try profile(try network(tiny, name: "other", set: ["conv.stride=2"])),
    ]
    let text = ComparisonReport(profiles).text(.table)
    #expect(
      text.split(separator: "\n").suffix(5).joined(separator: "\n") == """
        sample and other-changed: 3 layers differ, 0 are the same
          sample                    other-changed                             difference
          conv    conv 3×3 → 2×2×2  conv           conv 3×3 stride 2 → 2×1×1  stride 1 → 2, output 2×2×2 → 2×1×1
          relu    relu → 2×2×2      relu           relu → 2×1×1               output 2×2×2 → 2×1×1
          fc      fc → 3            fc             fc → 3                     parameters 27 → 9
        """)
  }

  @Test(arguments: [
    ("alexnet", "norm1.k=2", "k 1 → 2"), ("alexnet", "norm1.alpha=0.5", "alpha 0.0001 → 0.5"),
    ("alexnet", "norm1.size=3", "kernel 5 → 3"), ("alexnet", "drop6.rate=0.25", "rate 0.5 → 0.25"),
    ("vgg16-bn", "bn1_1.epsilon=0.001", "epsilon 1e-05 → 0.001"),
    ("lenet5", "C1.bias=false", "bias yes → no, parameters 156 → 150"),
  ])
  func aChangedArgumentIsNamed(model: String, change: String, difference: String) throws {
    try expectDifference(try zoo(model), try zoo(model, set: [change]), difference)
  }

  @Test(arguments: [
    ("{avgpool: 3, pad: 1, name: a}", "a.count_padding=false", "count_padding yes → no"),
    ("{tanh: , name: a}", "a.amplitude=1.7159", "amplitude 1 → 1.7159"),
    ("{clip: , max: 2, name: a}", "a.min=-1", "min none → −1"),
    ("{affine: , scale: [1, 2], name: a}", "a.scale=[1, 3]", "scale [1.0, 2.0] → [1.0, 3.0]"),
    ("{pad: 1, name: a}", "a.mode=reflect", "mode constant → reflect"),
    ("{conv: 2, kernel: 1, connections: [[0], [1]], name: a}", "a.connections=[[1], [0]]", "connections of maps"),
    ("{layernorm: , name: a}", "a.over=all", "over channels → all, parameters 4 → 256"),
    ("{maxpool: 3, name: a}", "a.rounding=ceil", "rounding floor → ceil, output 2×2×2 → 2×3×3"),
    ("{gelu: , name: a}", "a.approximation=tanh", "approximation none → tanh"),
    ("{shuffle: 1, name: a}", "a.groups=2", "groups 1 → 2"),
  ])
  func aChangedArgumentOfEveryFamilyIsNamed(item: String, change: String, difference: String) throws {
    let text = "input: [2, 8, 8]\nlayers: [\(item), relu]"
    let changed = try network(text, set: [change])
    let pairs = LayerAlignment(try profile(try network(text)).rows, try profile(changed).rows).pairs
    #expect(pairs.first?.difference(in: .english).replacing(".0", with: "") == difference.replacing(".0", with: ""))
  }

  @Test func aPaddingThatIsSpeltOtherwiseIsTheSame() throws {
    let text = "input: [2, 8, 8]\nlayers: [{conv: 2, kernel: 3, pad: 1, name: a}]"
    try expectSame(try network(text), try network(text, set: ["a.pad=same"]))
  }

  @Test func argumentsSpeakTheLanguage() throws {
    let pairs = LayerAlignment(
      try profile(try zoo("alexnet")).rows,
      try profile(try zoo("alexnet", set: ["drop6.rate=0.25", "conv1.bias=false"])).rows
    ).pairs
    let differences = pairs.map { $0.difference(in: .spanish) }.filter { !$0.isEmpty }
    #expect(differences == ["sesgo sí → no, parámetros 34\u{202F}944 → 34\u{202F}848", "rate 0,5 → 0,25"])
  }

  private func expectDifference(_ first: Network, _ second: Network, _ difference: String) throws {
    let pairs = LayerAlignment(try profile(first).rows, try profile(second).rows).pairs
    #expect(pairs.filter { !$0.isSame }.map { $0.difference(in: .english) } == [difference])
    let text = ComparisonReport([try profile(first), try profile(second)]).text(.table)
    #expect(text.contains("1 layer differs"))
  }

  private func expectSame(_ first: Network, _ second: Network) throws {
    let pairs = LayerAlignment(try profile(first).rows, try profile(second).rows).pairs
    #expect(pairs.filter { !$0.isSame }.isEmpty)
  }

  @Test func networksThatDoNotFitAreNamed() throws {
    let profiles = try ["alexnet", "caffenet", "alexnet-torchvision"].map { try profile(try zoo($0)) }
    let text = ComparisonReport(profiles).text(.table, canvas: Canvas(width: 50, style: .plain))
    #expect(text.contains("  too narrow for: alexnet-torchvision\n"))
  }

  @Test(arguments: familyNames)
  func linesFitTheTerminal(model: String) throws {
    let text = try compare("googlenet", model).text(.table, canvas: Canvas(width: 80, style: .plain))
    let tooLong = text.split(separator: "\n").filter { $0.count > 80 }
    #expect(tooLong == [])
  }

  private func compare(_ first: String, _ second: String) throws -> ComparisonReport {
    ComparisonReport([try profile(try zoo(first)), try profile(try zoo(second))])
  }
}
