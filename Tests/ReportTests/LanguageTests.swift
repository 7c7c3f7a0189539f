import Analysis
import Foundation
import TestSupport
import Testing

@testable import Report

/// The tables of sentences: nothing missing, nothing left over, the same places for values in all languages.
@Suite struct LanguageTests {
  /// Tables whose keys are put together from names; all of their entries count as used.
  private static let dynamic: Set<String> = [
    "analysis", "columns", "counted", "fault", "inspection", "language", "list", "messages",
    "quantities", "reasons", "sentences", "sparsity",
  ]

  /// The keys that the program asks for, as they stand in its sources: `section.name` in quotes.
  private static let asked: Set<String> = {
    let sections = Set(Language.english.table.keys.compactMap { $0.split(separator: ".").first.map(String.init) })
    var keys: Set<String> = []
    for folder in ["Sources", "zoo"] {
      let files = FileManager.default.enumerator(atPath: project.appending(path: folder).path)
      for case let file as String in files ?? .init() where file.hasSuffix(".swift") || file.hasSuffix(".js") {
        let text = (try? String(contentsOf: project.appending(path: "\(folder)/\(file)"), encoding: .utf8)) ?? ""
        for match in text.matches(of: /"([a-z]+)\.([a-z0-9_.]+)"/)
        where sections.contains(String(match.1)) && match.1 != "language" {
          keys.insert("\(match.1).\(match.2)")
        }
      }
    }
    return keys
  }()

  private static func section(_ key: String) -> String { String(key.prefix { $0 != "." }) }

  /// A key as it is asked for: without the form for one or for several.
  private static func plain(_ key: String) -> String {
    for ending in [".one", ".other"] where key.hasSuffix(ending) { return String(key.dropLast(ending.count)) }
    return key
  }

  @Test(arguments: Language.all)
  func everySentenceThatIsAskedForIsThere(_ language: Language) {
    let keys = Set(language.table.keys.map(Self.plain))
    #expect(Self.asked.count > 30)
    #expect(Self.asked.subtracting(keys).sorted() == [])
  }

  @Test(arguments: Language.all)
  func everySentenceIsUsed(_ language: Language) {
    let keys = Set(language.table.keys.filter { !Self.dynamic.contains(Self.section($0)) }.map(Self.plain))
    #expect(keys.subtracting(Self.asked).sorted() == [])
  }

  @Test func languagesHaveTheSameSentencesWithTheSamePlaces() {
    func places(_ language: Language) -> [String: Set<String>] {
      language.table.filter { !["sentences", "messages", "language"].contains(Self.section($0.key)) }.mapValues {
        text in
        Set(text.matches(of: /\{[a-z_]+\}/).map { String($0.output) })
      }
    }
    let english = places(.english)
    for language in Language.all {
      let other = places(language)
      #expect(Set(english.keys).symmetricDifference(other.keys).sorted() == [], "\(language)")
      for (key, expected) in english where other[key] != nil && !key.hasSuffix(".one") {
        #expect(other[key] == expected, "\(language): \(key)")
      }
    }
  }

  @Test(arguments: Language.all)
  func everyColumnHasATitle(_ language: Language) {
    for column in AnalysisColumn.all { #expect(language.table["columns.\(column.id)"] != nil, "\(column.id)") }
    for family in FamilyShare.allCases { #expect(language.table["analysis.\(family.rawValue)"] != nil, "\(family)") }
  }

  @Test(arguments: Language.all)
  func aFormForOneHasAFormForSeveral(_ language: Language) {
    let keys = Set(language.table.keys)
    for key in keys where key.hasSuffix(".one") && Self.section(key) != "language" {
      #expect(keys.contains("\(Self.plain(key)).other"))
    }
    for key in keys where key.hasSuffix(".other") { #expect(keys.contains("\(Self.plain(key)).one")) }
  }

  /// What the zoo's model files say has its translation, unless it is a name.
  @Test(arguments: modelNames)
  func everySentenceOfTheZooIsThere(_ name: String) throws {
    let model = try zoo(name).model
    let table = Language.spanish.table
    for words in model.deviations + [model.title, model.reference, model.paper] + model.published.map(\.source) {
      #expect(Self.isName(words) || table["sentences.\(words)"] != nil, "\(words)")
    }
  }

  /// What is called the same in all languages: a network, a program and its files, a paper with its authors.
  private static func isName(_ words: String) -> Bool {
    let names: Set = [
      "torchvision, num_params", "torchvision, _ops", "onnx-tool, README", "torchinfo, google.out", "calflops, README",
      "Keras, applications", "google-research/receptive_field, RECEPTIVE_FIELD_TABLE.md", "",
    ]
    // AlexNet, VGG-16, Wide ResNet-50-2, ResNeXt-50 (32×4d), MNASNet-B1 ×0.75
    let title = #/(Wide )?[A-Z][A-Za-z]*\d?(-[A-Z0-9.]+[A-Za-z]*(-\d)?)?( (\(\d+×\d+d\)|×?\d\.\d+|v3))?/#
    if names.contains(words) || words.wholeMatch(of: title) != nil { return true }
    // torchvision.models.vgg16; Caffe, models/bvlc_alexnet
    if words.wholeMatch(of: #/(torchvision\.models|keras\.applications)\.\w+|Caffe, \w+(/\w+)+(\.\w+)?/#) != nil {
      return true
    }
    // Szegedy et al., "Going deeper with convolutions", CVPR 2015
    return words.wholeMatch(
      of: #/[^"]+, "[^"]+", (CVPR|ICLR|ICCV|ECCV|ICML|BMVC|NIPS|Proc\. IEEE|arXiv \d+\.\d+,) \d{4}/#) != nil
  }

  @Test(arguments: ["the paper, abstract", "VGG-11 with batch normalization", "AlexNet in torchvision"])
  func aSentenceIsNoName(words: String) { #expect(!Self.isName(words)) }

  @Test func placesAreFilled() {
    #expect(Language.english.text("charts.memory_peak", ["peak": "2 MB", "layer": "{peak}"]) == "2 MB at {peak}")
    #expect(Language.spanish.text("charts.memory_peak", ["peak": "2 MB", "layer": "conv1"]) == "2 MB en conv1")
    #expect(Language.english.text("no.such") == "no.such")
  }

  @Test func numbersHaveTheMarksOfTheLanguage() {
    #expect(Language.english.grouped(60_965_224) == "60,965,224")
    #expect(Language.spanish.grouped(60_965_224) == "60\u{202F}965\u{202F}224")
    #expect(Language.spanish.bytes(1_161_600) == "1,16 MB")
    #expect(Language.spanish.percent(962, of: 1000) == "96,2 %")
    #expect(Language.spanish.list(["a", "b", "c"]) == "a, b y c")
    #expect(Language.english.list(["a"]) == "a")
  }
}
