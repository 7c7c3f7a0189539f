import Analysis
import Foundation
import TestSupport
import Testing

@testable import Report

/// A language that is a file and nothing else: sentences, number marks, plural rules.
@Suite struct ThirdLanguageTests {
  /// Polish as far as these tests read it: three forms of plurals, a blank and a comma in numbers.
  private static let polish = """
    language:
      code: pl
      name: Polski
      group: " "
      grouped_from: 10000
      decimal: ","
      plurals:
        one: n = 1
        few: n % 10 = 2..4 and n % 100 != 12..14

    columns:
      layer: warstwa
      kind: rodzaj
      parameters: parametry
      macs: MAC
      image: obraz
      total: razem
      peak: "szczyt {bytes}"

    analysis:
      setting: "wejście {input}, {mode}, porcja {batch}, {type}"
      inference: wnioskowanie

    comparison:
      differ:
        one: "{first} i {second}: {count} warstwa jest inna, {same} takich samych"
        few: "{first} i {second}: {count} warstwy są inne, {same} takich samych"
        other: "{first} i {second}: {count} warstw jest innych, {same} takich samych"

    common:
      and: "{first} i {last}"

    """

  private func language(_ text: String = Self.polish) throws -> Language { try Language(text: Array(text.utf8)) }

  @Test func marksAndPluralsAreThoseOfTheFile() throws {
    let polish = try language()
    #expect(polish.name == "Polski")
    #expect(polish.grouped(60_965_224) == "60 965 224")
    #expect(polish.fixed(1234.5, decimals: 2) == "1234,50")
    #expect(polish.bytes(1_161_600) == "1,16 MB")
    #expect(polish.trimmed(0.0125) == "0,0125")
    #expect(polish.list(["a", "b", "c"]) == "a, b i c")
    let forms = [1, 2, 4, 5, 11, 12, 14, 21, 22, 25, 112, 122].map {
      polish.text("comparison.differ", count: $0, ["first": "a", "second": "b", "same": "0"])
        .split(separator: " ")[4]
    }
    #expect(
      forms == [
        "warstwa", "warstwy", "warstwy", "warstw", "warstw", "warstw", "warstw", "warstw", "warstwy", "warstw",
        "warstw",
        "warstwy",
      ])
  }

  @Test func reportsSpeakIt() throws {
    let polish = try language()
    let report = AnalysisReport(try profile(try zoo("alexnet"))).text(.table, in: polish)
    #expect(report.contains("wejście 3×227×227, wnioskowanie, porcja 1, float32\n"))
    #expect(report.contains("parametry"))
    #expect(report.contains("60 965 224"))
    #expect(report.contains("szczyt "))
    #expect(!report.contains("60,965,224"))
    let markdown = AnalysisReport(try profile(try zoo("alexnet"))).text(.markdown, in: polish)
    #expect(markdown.contains("**razem**"))
    #expect(markdown.contains("| obraz |"))
    let comparison = ComparisonReport([try profile(try zoo("vgg11")), try profile(try zoo("vgg16"))])
    #expect(comparison.text(.table, in: polish).contains("vgg11 i vgg16: "))
  }

  @Test func whatItDoesNotSayIsEnglish() throws {
    let polish = try language()
    #expect(polish.text("sizes.none") == "none")
    #expect(polish.text("verify.layers", count: 2) == "2 layers")
    #expect(polish.translation(of: "It has no dropout.") == "It has no dropout.")
  }

  @Test func programsReadTheSameInEveryLanguage() throws {
    let report = AnalysisReport(try profile(try zoo("lenet5")))
    for format in [Format.json, .csv] {
      #expect(report.text(format, in: try language()) == report.text(format))
      #expect(report.text(format, in: .spanish) == report.text(format))
    }
  }

  @Test(arguments: [
    ("", "it has no 'language: {code: …}'"),
    ("language: {code: xx}", "it has no 'language: {name: …}'"),
    (
      "language: {code: x, name: X, group: '', grouped_from: 0, decimal: '.'}",
      "'grouped_from' is a number such as 1000, from which on digits are grouped"
    ),
    (
      "language: {code: x, name: X, group: '', grouped_from: 1000, decimal: '.', plurals: {several: n = 1}}",
      "'several' is no form of a plural"
    ),
    (
      "language: {code: x, name: X, group: '', grouped_from: 1000, decimal: '.', plurals: {few: n > 1}}",
      "'n > 1' is no condition of a plural; one is 'n % 10 = 2..4'"
    ),
    (
      "language: {code: x, name: X, group: '', grouped_from: 1000, decimal: '.', plurals: {few: n % 0 = 1}}",
      "'n % 0 = 1' is no condition of a plural; one is 'n % 10 = 2..4'"
    ),
  ])
  func aFileThatIsNoLanguageIsRefused(text: String, message: String) {
    let error = #expect(throws: LanguageError.self) { try Language(text: Array(text.utf8)) }
    #expect(error?.message == message)
  }

  @Test func everyEmbeddedFileIsALanguage() throws {
    let files = try FileManager.default.contentsOfDirectory(
      atPath: project.appending(path: "Sources/Report/Languages").path)
    let codes = files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
    #expect(codes.sorted() == Language.all.map(\.code).sorted())
    #expect(Language.codes == Language.all.map(\.code))
  }
}
