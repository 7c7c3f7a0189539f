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
      TerminalTable.render(table, .english, Canvas(width: width, style: .plain)).dropped
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
    #expect(TerminalTable.render(equal, .english, Canvas(width: 3, style: .plain)).dropped == ["b"])
  }

  private let wide = Table(
    columns: [
      Table.Column("layer", "layer", .left, importance: 9, wraps: true), Table.Column("macs", "MACs", importance: 8),
      Table.Column("field", "field", importance: 3),
    ],
    rows: [
      [.text("inception_3a/3x3_reduce"), .count(105_415_200), .count(11)], [.text("fc"), .count(34_944), .blank],
    ],
    footer: [.text("total"), .count(1_005_450_144), .blank])

  /// Counts are abbreviated first, then names wrap, then columns go.
  @Test func aNarrowTableIsAbbreviatedThenWrappedThenCut() {
    func lines(_ width: Int, isExact: Bool = false) -> [String] {
      TerminalTable.render(wide, .english, Canvas(width: width, style: .plain, abbreviates: !isExact)).lines
    }
    #expect(lines(47)[1] == "  inception_3a/3x3_reduce    105,415,200     11")
    #expect(
      lines(42) == [
        "  layer                       MACs  field", "  inception_3a/3x3_reduce  105.4 M     11",
        "  fc                        34,944", "  total                    1.005 G",
      ])
    #expect(
      lines(36) == [
        "  layer                  MACs  field", "  inception_3a/3x3_   105.4 M     11", "  reduce",
        "  fc                   34,944", "  total               1.005 G",
      ])
    #expect(lines(26)[0] == "  layer               MACs")
    // With every digit the name wraps, and no number loses any.
    #expect(lines(40, isExact: true)[1] == "  inception_3a/       105,415,200     11")
  }

  @Test func headAndTotalsAreBoldWhereThereIsColour() {
    let lines = TerminalTable.render(table, .english, Canvas(width: nil, style: Style(isColored: true))).lines
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
