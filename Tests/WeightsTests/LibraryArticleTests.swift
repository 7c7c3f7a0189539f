import Foundation
import Testing

@testable import Weights

/// The article of the libraries' documentation: its example compiles, and returns what the article says.
@Suite struct LibraryArticleTests {
  private static let project = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The blocks of code of the article.
  private let blocks: [String]

  init() throws {
    let article = try String(
      contentsOf: Self.project.appending(path: "Documentation/zoo.docc/ANetworkAndItsWeights.md"), encoding: .utf8)
    let parts = article.split(separator: "```", omittingEmptySubsequences: false)
    blocks = parts.indices.filter { $0 % 2 == 1 }.map { String(parts[$0]) }
  }

  @Test func theExampleIsWhatIsCompiled() throws {
    let compiled = try String(
      contentsOf: Self.project.appending(path: "Tests/WeightsTests/Support/ArticleExample.swift"), encoding: .utf8)
    #expect(blocks[1] == "swift\n" + compiled)
  }

  @Test func everyProductIsInTheContents() throws {
    func names(_ path: String, _ pattern: Regex<(Substring, Substring)>) throws -> Set<String> {
      let text = try String(contentsOf: Self.project.appending(path: path), encoding: .utf8)
      return Set(text.matches(of: pattern).map { String($0.1) })
    }
    #expect(
      try names("Documentation/zoo.docc/zoo.md", /``\/(\w+)``/) == names("Package.swift", /\.library\(name: "(\w+)"/))
  }

  @Test func itReturnsWhatTheArticleSays() throws {
    let folder = try Folder()
    let ones = { Array(repeating: Float(1), count: $0) }
    let path = try folder.write(
      safetensors([HandWritten("conv.weight", [8, 1, 5, 5], ones(200)), HandWritten("conv.bias", [8], ones(8))]),
      to: "w")
    #expect(try "\n" + describe(weights: path).joined(separator: "\n") + "\n" == blocks[2])
  }
}
