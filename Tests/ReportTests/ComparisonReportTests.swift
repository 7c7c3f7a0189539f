import Analysis
import Architecture
import Report
import TestSupport
import Testing

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
        sample and other: 3 layers differ, 0 are the same
          sample                    other                             difference
          conv    conv 3×3 → 2×2×2  conv   conv 3×3 stride 2 → 2×1×1  stride 1 → 2, output 2×2×2 → 2×1×1
          relu    relu → 2×2×2      relu   relu → 2×1×1               output 2×2×2 → 2×1×1
          fc      fc → 3            fc     fc → 3                     parameters 27 → 9
        """)
  }

  @Test func networksThatDoNotFitAreNamed() throws {
    let profiles = try ["alexnet", "caffenet", "alexnet-torchvision"].map { try profile(try zoo($0)) }
    let text = ComparisonReport(profiles).text(.table, canvas: Canvas(width: 50, style: .plain))
    #expect(text.contains("  too narrow for: alexnet-torchvision\n"))
  }

  @Test(arguments: modelNames)
  func linesFitTheTerminal(model: String) throws {
    let text = try compare("googlenet", model).text(.table, canvas: Canvas(width: 80, style: .plain))
    let tooLong = text.split(separator: "\n").filter { $0.count > 80 }
    #expect(tooLong == [])
  }

  private func compare(_ first: String, _ second: String) throws -> ComparisonReport {
    ComparisonReport([try profile(try zoo(first)), try profile(try zoo(second))])
  }
}
