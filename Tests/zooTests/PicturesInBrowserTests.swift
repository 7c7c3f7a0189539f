import Foundation
import Testing

/// Texts of pictures in a real browser: `Scripts/check_pictures.py` drives Chromium. `make check-pictures` looks at all of them.
@Suite(.enabled(if: Program.drivesABrowser, Program.browserNeeds))
struct PicturesInBrowserTests {
  private static let project = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private func check(_ paths: String...) async throws -> Program.Outcome {
    let list = paths.map { "'\($0)'" }.joined(separator: " ")
    return try await Program.shell("'\(Program.python)' Scripts/check_pictures.py \(list)", in: Self.project)
  }

  @Test func everyTextIsReadable() async throws {
    let outcome = try await check(
      "reports/guide", "reports/pictures/googlenet-diagram.svg", "reports/pictures/models.svg")
    #expect(outcome.code == 0 || outcome.code == 77, "\(outcome.output)\(outcome.errors)")
  }

  @Test func whatCannotBeReadIsFound() async throws {
    let outcome = try await check("Tests/Fixtures/pictures/faults.svg")
    if outcome.code == 77 { return }
    #expect(outcome.code == 1)
    // A finding is `file: "text" at (x, y) is …: more [faces and schemes]`.
    let found = Set(
      outcome.output.split(separator: "\n").compactMap { line in
        line.firstMatch(of: /svg: (.*?)(?: at \([^)]*\))? (is [a-z]+|and)/).map { "\($0.1) \($0.2)" }
      })
    #expect(
      found == [
        "\"cut by the edge\" is cut", "\"cut by the edge\" is struck", "\"one\" and", "\"struck through\" is struck",
        "\"hidden\" is hidden", "\"too long\" is struck", "\"pale\" is hardly", "\"night\" is hardly",
        "\"turned\" is struck", "rect.group and",
      ])
    let night = outcome.output.split(separator: "\n").filter { $0.contains("night") }
    #expect(night.allSatisfy { $0.contains("dark]") && !$0.contains("light") } && !night.isEmpty)
  }
}
