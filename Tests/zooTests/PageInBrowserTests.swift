import Foundation
import Testing

/// The HTML page in a real browser: `Scripts/check_page.py` drives Chromium.
@Suite struct PageInBrowserTests {
  private static let script = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Scripts/check_page.py").path

  /// Whether a program is in the PATH.
  private static func has(_ names: String...) -> Bool {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return names.contains { name in folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") } }
  }

  @Test(
    .enabled(if: has("python3") && has("chromium", "chromium-browser", "google-chrome"), "needs python3 and Chromium"))
  func thePageShowsWhatTheProgramSays() async throws {
    let outcome = try await Program.shell("python3 '\(Self.script)' \"$ZOO\"")
    #expect(outcome.code == 0, "\(outcome.errors)")
  }
}
