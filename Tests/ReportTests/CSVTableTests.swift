import TestSupport
import Testing

@testable import Report

/// Comma-separated values: raw numbers, quotes where they are needed.
@Suite struct CSVTableTests {
  @Test func numbersAreRawAndTotalsLeftOut() {
    let table = Table(
      columns: [Table.Column("layer", "layer", .left), Table.Column("macs", "MACs"), Table.Column("bytes", "bytes")],
      rows: [[.text("conv1"), .count(1234), .bytes(5_000_000)], [.blank, .count(1), .real(0.25, decimals: 1)]],
      footer: [.text("total"), .count(1235), .blank])
    #expect(CSVTable.render(table) == ["layer,macs,bytes", "conv1,1234,5000000", ",1,0.25"])
  }

  @Test(arguments: [
    ("plain", "plain"), ("a,b", #""a,b""#), (#"say "a""#, #""say ""a""""#), ("a\nb", "\"a\nb\""),
    ("a\r\nb", "\"a\r\nb\""), ("\"\u{301}", "\"\"\"\u{301}\""), (" a ", " a "),
  ])
  func fieldsAreQuotedWhereNeeded(text: String, written: String) {
    let table = Table(columns: [Table.Column("x", "x")], rows: [[.text(text)]])
    #expect(Array(CSVTable.render(table)[1].unicodeScalars) == Array(written.unicodeScalars))
    #expect(CSVReader.rows(CSVTable.render(table).joined(separator: "\n") + "\n") == [["x"], [text]])
  }
}
