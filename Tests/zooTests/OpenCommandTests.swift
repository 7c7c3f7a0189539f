import Foundation
import Testing

/// `zoo open`, with a program in the place of the browser that notes what it is given.
@Suite struct OpenCommandTests {
  private func folder() throws -> Folder {
    let folder = try Folder()
    #if os(macOS)
      let name = "open"
    #else
      let name = "xdg-open"
    #endif
    let program = try folder.write("#!/bin/sh\nprintf %s \"$1\" > \"${0%/*}/given\"\n", to: name)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
    return folder
  }

  @Test func thePageIsWrittenAndOpened() async throws {
    let folder = try folder()
    let outcome = try await Program.run(
      "open", "lenet5", "-o", "page.html", in: folder.url, environment: ["PATH": folder.url.path])
    expectDone(outcome)
    #expect(outcome.output == "page.html is written and opened\n")
    #expect(try folder.read("given") == "page.html")
    #expect(try folder.read("page.html").contains("<title>LeNet-5</title>"))
    let again = try await Program.run(
      "open", "lenet5", "-o", "page.html", in: folder.url, environment: ["PATH": folder.url.path])
    #expect(again.code == 74)
  }

  @Test func withoutAPlaceItIsATemporaryFile() async throws {
    let folder = try folder()
    let outcome = try await Program.run(
      "open", "lenet5", "--language", "es", in: folder.url,
      environment: ["PATH": folder.url.path, "TMPDIR": folder.url.path])
    expectDone(outcome)
    let path = try folder.read("given")
    #expect(path.hasPrefix(folder.url.path) && path.hasSuffix(".html"))
    #expect(outcome.output == "\(path) está escrito y abierto\n")
  }

  @Test func withoutABrowserItSaysWhereThePageIs() async throws {
    let folder = try Folder()
    let outcome = try await Program.run(
      "open", "lenet5", "-o", "page.html", in: folder.url, environment: ["PATH": folder.url.path])
    expectDone(outcome)
    #expect(outcome.output == "page.html is written: open it in a browser or a viewer\n")
  }

  @Test func threeModelsAreTooMany() async throws {
    expectFailure(try await Program.run("open", "lenet5", "alexnet", "vgg16"), 64, "open takes one model, or two")
    expectFailure(try await Program.run("report", "--format", "html"), 64, "--output folder")
  }
}
