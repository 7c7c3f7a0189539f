import Foundation
import Images
import TestSupport
import Testing

/// `zoo diagram`: formats, and what is said where something is missing.
@Suite struct DiagramCommandTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  @Test(arguments: [
    (["--format", "dot"], "digraph {\n"), (["--format", "mermaid"], "flowchart TD\n"),
    (["--style", "blocks"], "<svg "),
  ])
  func textsGoToStandardOutput(arguments: [String], start: String) async throws {
    let outcome = try await Program.run(["diagram", "lenet5"] + arguments)
    expectDone(outcome)
    #expect(outcome.output.hasPrefix(start))
  }

  /// The picture of README.md.
  @Test func vgg16IsDrawnAsInTheDocuments() async throws {
    let outcome = try await Program.run("diagram", "vgg16", "--style", "blocks")
    expectDone(outcome)
    let file = project.appending(path: "docs/vgg16.svg")
    #expect(outcome.output == String(decoding: try Data(contentsOf: file), as: UTF8.self))
  }

  @Test func mermaidFoldsWhatIsTooLarge() async throws {
    let outcome = try await Program.run("diagram", "densenet201", "--format", "mermaid")
    #expect(outcome.code == 0)
    #expect(outcome.errors == "densenet201: note: modules are single boxes, since Mermaid draws at most 500 arrows\n")
    expectFailure(
      try await Program.run("diagram", "densenet201", "--format", "mermaid", "--depth", "3"), 65,
      "there are more arrows than the 500 that Mermaid draws")
  }

  @Test func theNameOfAFileIsItsFormat() async throws {
    #expect(try await Program.run("diagram", "lenet5", "-o", "a.mmd", in: folder.url).code == 0)
    #expect(try folder.read("a.mmd").hasPrefix("flowchart TD\n"))
    #expect(try await Program.run("diagram", "lenet5", "-o", "a.gv", in: folder.url).code == 0)
    #expect(try folder.read("a.gv").hasPrefix("digraph {\n"))
  }

  /// As large as the SVG, by the factor.
  @Test(.enabled(if: Program.hasABrowser, "needs Chromium"))
  func aPNGIsAsLargeAsItsPicture() async throws {
    let svg = try await Program.run("diagram", "lenet5", "--style", "blocks")
    let match = try #require(svg.output.firstMatch(of: /width="([0-9]+)" height="([0-9]+)"/))
    let made = try await Program.run(
      "diagram", "lenet5", "--style", "blocks", "--zoom", "3", "-o", "a.png", in: folder.url)
    #expect(made.code == 0)
    let image = try Image(decoding: Array(try Data(contentsOf: folder.url.appending(path: "a.png"))))
    #expect(image.width == 3 * (Int(match.1) ?? 0))
    #expect(image.height == 3 * (Int(match.2) ?? 0))
    let again = try await Program.run("diagram", "lenet5", "--style", "blocks", "-o", "a.png", in: folder.url)
    expectFailure(again, 74, "is there already")
    #expect(try await Program.run("diagram", "lenet5", "--style", "blocks", "-o", "a.pdf", in: folder.url).code == 0)
    #expect(try Data(contentsOf: folder.url.appending(path: "a.pdf")).starts(with: Data("%PDF".utf8)))
  }

  @Test func whatIsMissingIsNamed() async throws {
    let outcome = try await Program.run(
      "diagram", "lenet5", "--style", "blocks", "-o", "a.png", in: folder.url, environment: ["PATH": "/nowhere"])
    expectFailure(outcome, 74, "neither Chromium nor rsvg-convert is here to make a png")
    let layers = try await Program.run("diagram", "lenet5", in: folder.url, environment: ["PATH": "/nowhere"])
    expectFailure(layers, 74, "dot is missing or fails")
  }

  @Test(arguments: [
    (["--depth", "4"], "--depth is 1"), (["--style", "blocks", "--format", "dot"], "--style blocks is a picture"),
    (["--format", "png"], "--format png needs a file"), (["--zoom", "9"], "--zoom is 1 to 8"),
  ])
  func whatDoesNotGoTogetherIsWrongUsage(arguments: [String], message: String) async throws {
    expectFailure(try await Program.run(["diagram", "lenet5"] + arguments), 64, message)
  }
}
