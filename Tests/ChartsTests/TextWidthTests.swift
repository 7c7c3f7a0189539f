import Charts
import Testing

/// Widths of texts, and lines that fit them.
@Suite struct TextWidthTests {
  /// As fontTools reads them from DejaVu Sans 2.37: the sums of the characters' advance widths.
  @Test(arguments: [
    ("conv1_1", "label", 49.92), ("conv1_1", "strong", 54.42), ("Convolución 3×3", "title", 151.02),
    ("25.7 MB", "small", 45.03), ("", "title", 0),
  ])
  func widths(text: String, style: String, pixels: Double) {
    #expect(abs(TextWidth.of(text, style) - pixels) < 0.05)
  }

  @Test func aTitleIsBrokenBehindItsColon() {
    #expect(TextWidth.lines("VGG-16: what limits it", "title", width: 400) == ["VGG-16: what limits it"])
    #expect(TextWidth.lines("VGG-16: what limits it", "title", width: 160) == ["VGG-16:", "what limits it"])
  }

  @Test func aLongPartIsBrokenBetweenWords() {
    #expect(TextWidth.lines("one two three: four", "label", width: 60) == ["one two", "three:", "four"])
  }

  @Test(arguments: ["a: b c", "Supercalifragilistic", "word Supercalifragilistic word", "", " ", "日本語日本語日本語: é"])
  func everyLineFits(text: String) {
    for width in stride(from: 20.0, through: 200, by: 7) {
      #expect(TextWidth.lines(text, "title", width: width).allSatisfy { TextWidth.of($0, "title") <= width })
    }
  }
}
