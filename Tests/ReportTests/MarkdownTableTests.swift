import Analysis
import Architecture
import Models
import TestSupport
import Testing

@testable import Report

/// Markdown tables as GitHub reads them.
@Suite struct MarkdownTableTests {
  @Test func numbersAreRightAndTotalsBold() {
    let table = Table(
      columns: [Table.Column("layer", "layer", .left), Table.Column("macs", "MACs"), Table.Column("pad", "pad")],
      rows: [[.text("conv1"), .count(1234), .blank]], footer: [.text("total"), .count(1234), .blank])
    #expect(
      MarkdownTable.render(table, .english) == [
        "| layer | MACs | pad |", "| --- | ---: | ---: |", "| conv1 | 1,234 |  |", "| **total** | **1,234** |  |",
      ])
  }

  @Test(arguments: [
    ("a|b", #"a\|b"#), ("conv2d_1", #"conv2d\_1"#), ("*x*", #"\*x\*"#), ("a\\|b", #"a\\\|b"#), ("`c`", #"\`c\`"#),
    ("[x](y)", #"\[x\](y)"#), ("<b>&", "&lt;b&gt;&amp;"), ("#~", "\\#\\~"), ("3×3 é", "3×3 é"),
    ("|\u{301}", "\\|\u{301}"),
  ])
  func markupIsEscaped(text: String, escaped: String) {
    #expect(MarkdownTable.escape(text) == escaped)
  }

  @Test(arguments: familyNames)
  func everyTableOfTheZooHasEqualRows(model: String) throws {
    let profile = try profile(try zoo(model))
    let columns = try AnalysisColumn.named(["all"]).get()
    let reports = [
      AnalysisReport(profile).text(.markdown), AnalysisReport(profile, columns: columns).text(.markdown),
      ComparisonReport([profile, try Profile(of: zoo("alexnet"))]).text(.markdown),
    ]
    for report in reports {
      let tables = MarkdownReader.tables(in: report)
      #expect(!tables.isEmpty)
      for table in tables { #expect(Set(table.map(\.count)).count == 1) }
    }
  }

  @Test func namesWithMarkupStayInTheirCells() throws {
    let text = "input: [1, 3, 3]\nlayers: [{conv: 1, kernel: 1, name: 'a|b'}, {relu: , name: 'c|\u{301}\\'}]"
    let report = AnalysisReport(try profile(try network(text))).text(.markdown)
    let table = try #require(MarkdownReader.tables(in: report).last)
    #expect(Set(table.map(\.count)) == [11])
    #expect(table.dropFirst(2).map { $0[0] } == ["a|b", "c|\u{301}\\", ""])
  }
}
