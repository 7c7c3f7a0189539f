import Foundation
import Testing

/// The HTML page in a real browser: `Scripts/check_page.py` drives Chromium.
@Suite struct PageInBrowserTests {
  private static let script = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Scripts/check_page.py").path

  @Test(.enabled(if: Program.drivesABrowser, Program.browserNeeds))
  func thePageShowsWhatTheProgramSays() async throws {
    let outcome = try await Program.shell("'\(Program.python)' '\(Self.script)' \"$ZOO\"")
    #expect(outcome.code == 0, "\(outcome.errors)")
  }
}
