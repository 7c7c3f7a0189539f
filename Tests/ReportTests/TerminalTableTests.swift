import Testing

@testable import Report

/// Tables on a terminal: widths, alignment, columns that do not fit.
@Suite struct TerminalTableTests {
  private let table = Table(
    columns: [
      Table.Column("layer", "layer", .left, importance: 9), Table.Column("macs", "MACs", importance: 8),
      Table.Column("field", "field", importance: 3), Table.Column("note", "note", .left, importance: 1),
    ],
    rows: [
      [.text("conv1"), .count(1000), .count(11), .text("first")], [.text("層"), .count(20), .blank, .blank],
    ],
    footer: [.text("total"), .count(1020), .blank, .blank])

  @Test func numbersAreRightAndTextLeft() {
    #expect(
      TerminalTable.lines(table, .english, .plain) == [
        "  layer   MACs  field  note", "  conv1  1,000     11  first", "  層        20", "  total  1,020",
      ])
  }

  @Test func theLeastTellingColumnsGoFirstAndAreNamed() {
    func dropped(_ width: Int) -> [String] {
      TerminalTable.render(table, .english, width: width, style: .plain).dropped
    }
    #expect(dropped(28) == [])
    #expect(dropped(27) == ["note"])
    #expect(dropped(21) == ["note"])
    #expect(dropped(20) == ["field", "note"])
    // The first column stays, however narrow it gets.
    #expect(dropped(1) == ["MACs", "field", "note"])
    #expect(
      TerminalTable.lines(table, .english, Canvas(width: 20, style: .plain)) == [
        "  layer   MACs", "  conv1  1,000", "  層        20", "  total  1,020", "  too narrow for:",
        "    field, note",
      ])
  }

  @Test func ofEquallyTellingColumnsTheLastGoesFirst() {
    let equal = Table(columns: [Table.Column("a", "a"), Table.Column("b", "b")], rows: [])
    #expect(TerminalTable.render(equal, .english, width: 3, style: .plain).dropped == ["b"])
  }

  @Test func headAndTotalsAreBoldWhereThereIsColour() {
    let lines = TerminalTable.render(table, .english, width: nil, style: Style(isColored: true)).lines
    #expect(lines.map { $0.contains("\u{1B}[1m") } == [true, false, false, true])
    #expect(lines[0].hasSuffix("\u{1B}[0m"))
  }

  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("×", 1), ("…", 1), ("層", 2), ("한글", 4), ("ｆ", 2), ("ﬁ", 1),
    ("😀", 2), ("👩‍👩‍👧", 2), ("🇫🇷", 2), ("✅", 2), ("µs", 2), ("█▌", 2), ("𠀀", 2), ("日本 a", 6),
  ])
  func columnsAreCounted(text: String, columns: Int) {
    #expect(TerminalTable.columns(of: text) == columns)
  }

  @Test func rowsAreAsWideAsEachOtherWhateverTheScript() {
    let wide = Table(
      columns: [Table.Column("a", "a", .left), Table.Column("b", "b")],
      rows: ["abcd", "日本", "e\u{301}é", "😀"].map { [.text($0), .count(7)] })
    let widths = TerminalTable.lines(wide, .english, .plain).map(TerminalTable.columns)
    #expect(Set(widths) == [9])
  }
}
