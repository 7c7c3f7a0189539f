import Foundation
import Testing

/// `zoo report --guide`: the guide in one file.
@Suite struct GuideFileTests {
  @Test func oneFileForTheBrowser() async throws {
    let outcome = try await Program.run("report", "--guide", "--format", "html", "--language", "es")
    #expect(outcome.code == 0 && outcome.errors.isEmpty)
    #expect(outcome.output.hasPrefix("<!DOCTYPE html>\n<html lang=\"es\">") && outcome.output.hasSuffix("</html>\n"))
  }

  @Test(.enabled(if: Program.hasABrowser, "needs Chromium"))
  func sheetsOfPaper() async throws {
    let folder = try Folder()
    let file = folder.url.appending(path: "guide.pdf")
    let outcome = try await Program.run("report", "--guide", "--format", "pdf", "--output", file.path)
    #expect(outcome.code == 0, "\(outcome.errors)")
    let data = try Data(contentsOf: file)
    #expect(data.prefix(5) == Data("%PDF-".utf8) && data.count > 100_000)
    // Nothing else is left there.
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["guide.pdf"])
  }

  @Test func withoutABrowserAMessageSaysWhatFits() async throws {
    let folder = try Folder()
    let outcome = try await Program.shell(
      "PATH= \"$ZOO\" report --guide --format pdf --output '\(folder.url.path)/guide.pdf'")
    #expect(outcome.code != 0 && outcome.errors.contains("no Chromium is here"))
    #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "guide.pdf").path))
  }

  @Test(arguments: [
    (["--guide"], "--guide takes --format html or pdf"), (["--format", "pdf"], "--guide --format pdf"),
    (["--guide", "--format", "pdf"], "--output guide.pdf"), (["alexnet", "--guide", "--format", "html"], "no model"),
    (["--guide", "--format", "html", "--language", "all"], "writes one language"),
  ])
  func whatDoesNotGoTogether(arguments: [String], message: String) async throws {
    let outcome = try await Program.run(["report"] + arguments)
    #expect(outcome.code == 64 && outcome.errors.contains(message), "\(outcome.errors)")
  }
}
