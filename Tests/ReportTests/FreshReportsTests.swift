import Analysis
import Foundation
import Models
import Report
import Testing

/// The committed `reports/` are what the program writes today, as `Scripts/write_reports.sh` does it.
@Suite struct FreshReportsTests {
  private static let folder = project.appending(path: "reports")

  @Test(arguments: modelNames)
  func theReportIsFresh(model: String) throws {
    try expect(AnalysisReport(try Profile(of: zoo(model))).text(.markdown), "\(model).md")
  }

  @Test func theIndexIsFresh() throws {
    let entries = try Models.all.map { ModelList.Entry(profile: try Profile(of: zoo($0.name)), aliases: $0.aliases) }
    try expect("# The zoo\n\n" + ModelList(entries).text(.markdown), "README.md")
  }

  @Test func nothingElseLiesThere() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    // What `make torture` found differs from run to run.
    #expect(
      Set(files).subtracting(["robustness.md"]) == Set(modelNames.map { "\($0).md" } + ["README.md"]),
      "run 'make reports'; delete what is left over")
  }

  private func expect(_ text: String, _ name: String) throws {
    let file = try? Data(contentsOf: Self.folder.appending(path: name))
    let committed = file.map { String(decoding: $0, as: UTF8.self) } ?? ""
    if committed != text {
      Issue.record("reports/\(name) is stale: run 'make reports'\n\(firstDifference(text, committed))")
    }
  }
}
