import Foundation
import TestSupport
import Testing

@testable import Report

/// What is said of mistakes: a sentence in each language, with the same values in it.
@Suite struct MessageTests {
  private static func places(_ text: String) -> Set<String> {
    Set(text.matches(of: /\{[0-9]+\}/).map { String($0.output) })
  }

  private static let spanish = Language.spanish.table.filter { $0.key.hasPrefix("messages.") }

  @Test func everyMessageHasASentenceInSpanish() throws {
    // A single word may be the name of an argument.
    let templates = try MessageTemplates().all.filter { $0.contains(" ") && Self.hasWords($0) }
    #expect(templates.count > 900)
    #expect(templates.filter { Self.spanish["messages.\($0)"] == nil }.sorted() == [])
  }

  private static func hasWords(_ template: String) -> Bool {
    template.replacing(/\{[^}]*\}/, with: "").contains(/[a-z]/)
  }

  @Test func sentencesHaveTheSamePlacesAsTheirTemplates() {
    for (key, sentence) in Self.spanish {
      #expect(Self.places(key) == Self.places(sentence), "\(key)")
    }
  }

  @Test func phrasesInsideAPhraseAndFractionsAreToldInTheLanguage() {
    #expect(
      Language.spanish.spoken("cannot \("run \("a softmax of \("1×10")")"): \("out of memory")")
        == "no se puede ejecutar un softmax de 1×10: memoria agotada")
    #expect(Language.spanish.spoken("\(12.5) GB") == "12,5 GB")
    #expect(Language.english.spoken("\(12.5) GB") == "12.5 GB")
  }
}
