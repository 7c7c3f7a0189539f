import Foundation
import Testing

/// The HTML page in a real browser: `Scripts/check_page.py` drives Chromium.
@Suite struct PageInBrowserTests {
  private static let script = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Scripts/check_page.py").path

  @Test(.enabled(if: Program.canDriveABrowser, "needs python3 and Chromium"))
  func thePageShowsWhatTheProgramSays() async throws {
    let outcome = try await Program.shell("python3 '\(Self.script)' \"$ZOO\"")
    #expect(outcome.code == 0, "\(outcome.errors)")
  }
}
