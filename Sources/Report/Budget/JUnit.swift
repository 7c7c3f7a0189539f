import Analysis
import Architecture

/// The report as JUnit's XML, which most programs that run pipelines read: a suite for each network, a case for each line.
///
/// Of the format's several descriptions it keeps to what all have: https://github.com/testmoapp/junitxml.
struct JUnit {
  let text: String

  init(_ report: BudgetReport, in language: Language) {
    let all = report.entries.flatMap(\.lines)
    var lines = [
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<testsuites name=\"zoo check\"\(JUnit.counts(all)) time=\"0\">",
    ]
    for entry in report.entries {
      let title = Markup.escape(entry.title)
      lines.append("  <testsuite name=\"\(title)\"\(JUnit.counts(entry.lines)) skipped=\"0\" time=\"0\">")
      for line in entry.lines {
        let sentence = Markup.escape(line.sentence(in: language))
        let start = "    <testcase classname=\"\(title)\" name=\"\(JUnit.name(line, entry))\" time=\"0\""
        guard !line.passes else {
          lines.append(start + "/>")
          continue
        }
        lines += [
          start + ">", "      <failure type=\"\(line.name)\" message=\"\(sentence)\">\(sentence)</failure>",
          "    </testcase>",
        ]
      }
      lines.append("  </testsuite>")
    }
    text = (lines + ["</testsuites>"]).joined(separator: "\n") + "\n"
  }

  /// `max-macs`, `macs against old`.
  private static func name(_ line: BudgetLine, _ entry: BudgetReport.Entry) -> String {
    guard line.tolerance != nil, let earlier = entry.earlier else { return line.name }
    return Markup.escape("\(line.name) against \(earlier.network.model.name)")
  }

  private static func counts(_ lines: [BudgetLine]) -> String {
    " tests=\"\(lines.count)\" failures=\"\(lines.count { !$0.passes })\" errors=\"0\""
  }
}
