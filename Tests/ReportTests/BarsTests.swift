import Testing

@testable import Report

/// Shares of a whole as bars.
@Suite struct BarsTests {
  @Test func barsAreInEighthsOfAColumn() {
    #expect(
      Bars.render("MACs", [("conv", 665_784_864), ("fc", 58_621_952)], .english, .plain) == [
        "  MACs   conv  665,784,864  91.9 %  ████████████████████████████████████▊",
        "         fc     58,621,952   8.1 %  ███▎",
      ])
  }

  @Test func nothingHasNoBars() {
    #expect(Bars.render("x", [("a", 0), ("b", 0)], .english, .plain) == ["  x   a  0", "      b  0"])
  }

  @Test func theSmallestPartIsSeen() {
    #expect(Bars.render("x", [("a", 99_999), ("b", 1)], .english, .plain)[1] == "      b       1    0.0 %  ▏")
  }

  @Test func aPartThatIsTheWholeHasTheLongestBar() {
    #expect(
      Bars.render("x", [("a", 3)], .english, .plain) == ["  x   a  3  100.0 %  " + String(repeating: "█", count: 40)])
  }

  @Test(arguments: [80, 60, 40, 10])
  func barsShrinkWithTheWidth(width: Int) {
    let lines = Bars.render("MACs", [("conv", 900), ("fc", 100)], .english, Canvas(width: width, style: .plain))
    let longest = lines.map(\.count).max() ?? 0
    #expect(longest <= max(width, 28))
    #expect(lines[0].contains("█") == (width >= 40))
  }
}
