import Analysis
import Architecture
import Report
import TestSupport
import Testing

@testable import Pages

/// The guide: complete in every language, with the same numbers in all.
@Suite struct GuideTests {
  /// Every file of the guide in each language, written once.
  private static let written: [Language: Result<[String: String], any Error>] = Dictionary(
    uniqueKeysWithValues: Language.all.map { language in
      let other = Language.all.filter { $0 != language }.map { (language: $0, folder: "..") }
      return (
        language,
        Result {
          let files = try Guide(language: language, translations: other) { try zoo($0) }.files
          return Dictionary(uniqueKeysWithValues: files.map { ($0.path, $0.text) })
        }
      )
    })

  private func files(_ language: Language) throws -> [String: String] { try Self.written[language]?.get() ?? [:] }

  private func pages(_ language: Language) throws -> [String: String] {
    try files(language).filter { $0.key.hasSuffix(".md") }
  }

  @Test(arguments: Language.all)
  func everyPageIsComplete(_ language: Language) throws {
    let files = try files(language)
    let pages = files.filter { $0.key.hasSuffix(".md") }
    #expect(pages.count == Guide.topics.count + 1)
    for (path, text) in files {
      #expect(text.firstMatch(of: /guide\.[a-z]+\.[a-z_]+/) == nil, "\(path): a sentence is missing")
      if path.hasSuffix(".md") { #expect(text.firstMatch(of: /\{[a-z_]+\}/) == nil, "\(path): a value is missing") }
    }
    var shown: Set<String> = []
    for text in pages.values {
      for match in text.matches(of: /!\[[^\]]+\]\((pictures\/[^)]+)\)/) { shown.insert("guide/\(match.1)") }
    }
    #expect(shown == Set(files.keys.filter { $0.hasSuffix(".svg") }))
  }

  @Test(arguments: Language.all)
  func everyTextOfAPictureIsReadable(_ language: Language) throws {
    for (path, text) in try files(language) where path.hasSuffix(".svg") {
      #expect(PictureReader(text).findings == [], "\(path)")
    }
  }

  @Test(arguments: Language.all)
  func onePageLeadsToTheNext(_ language: Language) throws {
    let pages = try pages(language)
    var name = "eye"
    var read: Set<String> = [name]
    while let match = try #require(pages["guide/\(name).md"]).firstMatch(of: #/ →\]\(([a-z-]+)\.md\)/#) {
      name = String(match.1)
      #expect(read.insert(name).inserted)
    }
    #expect(read.count == pages.count - 1)
    for name in read { #expect(pages["guide/README.md"]?.contains("(\(name).md)") == true) }
  }

  @Test func allLanguagesHaveTheSameTables() throws {
    let english = try pages(.english)
    let spanish = try pages(.spanish)
    func digits(_ text: String?) -> [[String]] {
      MarkdownReader.tables(in: text ?? "").flatMap { $0 }.map { $0.map { $0.filter(\.isNumber) } }
    }
    for (path, text) in english { #expect(digits(text) == digits(spanish[path]), "\(path)") }
  }

  /// Numbers that others have published, or that one checks on paper.
  @Test(arguments: [
    ("convolution", "out[4] = 8·(−1) + 8·0 + 3·1 = −5"),
    ("kernels", "| 3×32×32 | 3×3×3 | 4×30×30 | 112 | 97,200 |"),
    ("windows", "⌊(7 + 2·1 − 3)/2⌋ + 1 = 4 | 4×4 |"),
    ("receptive-field", "6 + (3 − 1)·2 = 10"),
    ("small-kernels", "1.81 times fewer"),
    ("averaging", "50,177,000"),
    ("image-size", "| 40×40 | 784 |"),
    ("image-size", "32 to 35"),
    ("reductions", "28·28·5·5·192·32 = 120,422,400"),
    ("alexnet", "54.25"),
    ("eye", "| letters | 2 · 7×5 | 13×11 | 282 | 2 |"),
    ("convolution", "x(3)·w(0) + x(2)·w(1) + x(1)·w(2) = 8·(−1) + 2·0 + 2·1 = −6"),
    ("layer", "3 + 1 + 2 + (−2) = 4"),
    ("classes", "e^5 / (e^0 + e^5 + e^1) = 0.9756"),
    ("lenet-alexnet", "6 + 16 + 120"),
    ("vgg", "102,764,544"),
    ("googlenet", "| 5x5 | 5×5 | 24×24 | 2 | 28×28 |"),
    ("networks", "7,280"),
    ("receptive-field", "10 numbers change it, 6 to 15"),
    ("filters", "97.2 %"),
    ("lesson", "**23.**"),
    ("effective-field", "| 36 | 73 | 4.90 |"),
    ("gradients", "√2^19 = 724 times smaller"),
  ])
  func numbers(page: String, number: String) throws {
    #expect(try #require(pages(.english)["guide/\(page).md"]).contains(number))
  }

  @Test func poolingOfAPlane() {
    let plane = Planes.plane([[1, 3, 0, 0], [5, 3, 2, 2], [0, 4, 7, 1], [0, 0, 3, 9]])
    #expect(Planes.pooled(plane, 2, Planes.largest).values == [5, 2, 4, 9])
    #expect(Planes.pooled(plane, 2, Planes.average).values == [3, 1, 1, 5])
    #expect(Planes.pooled(plane, 4, Planes.average).values == [2.5])
  }
}
