import Foundation
import Models
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// `zoo report`: the committed `reports/` are what the program writes today, and are read back by other programs.
@Suite struct ReportTests {
  private static let project = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let committed = project.appending(path: "reports")

  /// Every file of a folder with its path in it.
  private static func files(in folder: URL) throws -> [String: Data] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return paths.reduce(into: [:]) { files, path in
      let file = folder.appending(path: path)
      if !file.hasDirectoryPath, let data = try? Data(contentsOf: file) { files[path] = data }
    }
  }

  private static func text(_ data: Data) -> String { String(decoding: data, as: UTF8.self) }

  /// The texts of a picture in their order, wherever they stand.
  private static func words(_ svg: String) -> [String] { svg.matches(of: />([^<>]+)</).map { String($0.1) } }

  @Test func committedReportsAreFresh() async throws {
    let folder = try Folder()
    let outcome = try await Program.run("report", "--language", "all", "--output", folder.url.path)
    #expect(outcome.code == 0)
    let fresh = try Self.files(in: folder.url)
    // What `make torture` found differs from run to run.
    let committed = try Self.files(in: Self.committed).filter { path, _ in path != "robustness.md" }
    let hasDot = outcome.errors.isEmpty
    let stale = Set(fresh.keys).union(committed.keys).filter { path in
      guard let new = fresh[path] else { return hasDot || !path.hasSuffix("-diagram.svg") }
      guard let old = committed[path] else { return true }
      if new == old { return false }
      // Another version of Graphviz puts the same boxes elsewhere.
      if path.hasSuffix("-diagram.svg") {
        return Self.words(Self.text(new)).sorted() != Self.words(Self.text(old)).sorted()
      }
      // The index leads to robustness.md where that is there; without dot no page shows a diagram.
      let isLink = { (line: Substring) in line.contains("robustness.md") || !hasDot && line.contains("-diagram.svg") }
      func lines(_ data: Data) -> [Substring] {
        Self.text(data).split(separator: "\n").filter { !isLink($0) }
      }
      return lines(new) != lines(old)
    }
    #expect(stale.sorted() == [], "run 'make reports', and delete what is left over")
  }

  @Test func sameInputSameBytes() async throws {
    let (first, second) = (try Folder(), try Folder())
    for folder in [first, second] {
      #expect(try await Program.run("report", "inception", "lenet5", "-o", folder.url.path).code == 0)
    }
    #expect(try Self.files(in: first.url) == (try Self.files(in: second.url)))
  }

  @Test func everyPictureIsWellFormedAndNamed() throws {
    let pictures = try Self.files(in: Self.committed).filter { $0.key.hasSuffix(".svg") }
    #expect(pictures.count > 200)
    for (path, data) in pictures {
      #expect(XMLParser(data: data).parse(), "\(path)")
      let text = Self.text(data)
      #expect(text.contains("role=\"img\"") && text.contains("<title id=\"title\">"), "\(path)")
      #expect(text.contains("prefers-color-scheme:dark"), "\(path)")
      #expect(!text.contains("nan") && !text.contains("inf\""), "\(path)")
    }
  }

  /// Read by GitHub's own parser: tables have a cell for each column, links and pictures lead somewhere.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/cmark-gfm"), "cmark-gfm is not installed"))
  func pagesReadAsGitHubReadsThem() async throws {
    let pages = try Self.files(in: Self.committed).keys.filter { $0.hasSuffix(".md") && $0 != "robustness.md" }.sorted()
    #expect(pages.count >= 2 * (Models.all.count + 1))
    let list = pages.map { "'\($0)'" }.joined(separator: " ")
    let outcome = try await Program.shell(
      "for page in \(list); do echo \"@@$page\"; cmark-gfm -e table -t xml \"$page\" || exit 1; done",
      in: Self.committed)
    #expect(outcome.code == 0)
    for part in outcome.output.split(separator: "@@") {
      let page = String(part.prefix { $0 != "\n" })
      let folder = Self.committed.appending(path: page).deletingLastPathComponent()
      for match in part.matches(of: /(?:link|image) destination="([^"]*)"/) {
        let target = folder.appending(path: String(match.1)).standardizedFileURL
        #expect(FileManager.default.fileExists(atPath: target.path), "\(page): \(match.1)")
      }
      // The source has as many rows as the parser found, and every row as many bars as its heading.
      let source = Self.text(try Data(contentsOf: Self.committed.appending(path: page)))
      let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
      let tables = lines.split { !$0.hasPrefix("| ") }
      #expect(part.matches(of: /<table[ >]/).count == tables.count, "\(page)")
      for table in tables {
        let bars = Set(table.map { $0.replacing("\\|", with: "").filter { $0 == "|" }.count })
        #expect(bars.count == 1, "\(page)")
      }
      #expect(source.firstMatch(of: /\{[a-z_]+\}/) == nil, "\(page): a value is missing")
    }
  }

  /// The numbers above a row of totals, added up again.
  @Test func everyTotalIsTheSumOfItsRows() throws {
    var totals = 0
    for (path, data) in try Self.files(in: Self.committed) where path.hasSuffix(".md") && path != "robustness.md" {
      let lines = Self.text(data).split(separator: "\n", omittingEmptySubsequences: false)
      for table in lines.split(whereSeparator: { !$0.hasPrefix("|") }) {
        let rows = table.map { $0.split(separator: "|").map { $0.filter { !" *".contains($0) } } }
        guard let total = rows.last, total.contains("total") else { continue }
        for (column, cell) in total.enumerated() {
          guard let sum = number(cell) else { continue }
          let parts = rows.dropFirst(2).dropLast().map { column < $0.count ? number($0[column]) ?? 0 : 0 }
          #expect(parts.reduce(0, +) == sum, "\(path): \(rows[0][column])")
          totals += 1
        }
      }
    }
    #expect(totals > 200)
  }

  /// `60,965,224`, or with narrow blanks as in Spanish; nil for anything else.
  private func number(_ text: String) -> Int? { Int(text.filter { $0 != "," && $0 != "\u{202F}" }) }

  @Test func publishedFiguresComeOut() throws {
    for (path, data) in try Self.files(in: Self.committed) where path.hasSuffix(".md") {
      #expect(!Self.text(data).contains("| differs |") && !Self.text(data).contains("| distinto |"), "\(path)")
    }
  }

  @Test func aStrangersNamesStayText() async throws {
    let folder = try Folder()
    let file = try folder.write(
      """
      title: "<script>alert(1)</script> [x](javascript:1) | `y`"
      input: [1, 8, 8]
      layers:
      - {conv: 2, kernel: 3, name: '"]--><svg/onload=alert(1)>{x}|```'}
      - {fc: 3, name: "a&b"}
      """, to: "a b<c>.yaml")
    let outcome = try await Program.run("report", file.path, "-o", folder.url.appending(path: "out").path)
    #expect(outcome.code == 0, "\(outcome.errors)")
    for (path, data) in try Self.files(in: folder.url.appending(path: "out")) {
      let text = Self.text(data)
      #expect(!text.contains("<script>") && !text.contains("<svg onload"), "\(path)")
      if path.hasSuffix(".svg") { #expect(XMLParser(data: data).parse(), "\(path)") }
    }
    #expect(FileManager.default.fileExists(atPath: folder.url.appending(path: "out/a-b-c-.md").path))
  }

  @Test func networksSideBySide() async throws {
    let folder = try Folder()
    let outcome = try await Program.run(
      "report", "--compare", "alexnet", "alexnet-torchvision", "--language", "all", "-o", folder.url.path)
    #expect(outcome.code == 0)
    let page = try folder.read("es/compare-alexnet-alexnet-torchvision.md")
    #expect(page.contains("| parámetros | 60\u{202F}965\u{202F}224 | 61\u{202F}100\u{202F}840 |"))
    let picture = try folder.read("pictures/compare-alexnet-alexnet-torchvision.svg")
    #expect(XMLParser(data: Data(picture.utf8)).parse())
    #expect(try await Program.run("report", "--compare", "alexnet").code == 64)
  }

  @Test func withoutDotAMessageSaysSo() async throws {
    let folder = try Folder()
    let outcome = try await Program.run(
      "report", "inception", "-o", folder.url.path, environment: ["PATH": "/nowhere"])
    #expect(outcome.code == 0)
    #expect(outcome.errors.contains("diagrams are written as Mermaid alone"))
    let page = try folder.read("inception.md")
    #expect(page.contains("```mermaid") && !page.contains("-diagram.svg"))
  }

  @Test func aFolderThatCannotBeWrittenIsNamed() async throws {
    let outcome = try await Program.run("report", "lenet5", "-o", "/dev/null/reports")
    #expect(outcome.code == 74)
    #expect(outcome.errors.contains("/dev/null/reports"))
  }
}
