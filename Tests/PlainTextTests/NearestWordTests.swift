import Testing

@testable import PlainText

/// Suggestions for misspelt words.
@Suite struct NearestWordTests {
  private let kinds = ["conv", "fc", "maxpool", "avgpool", "relu", "softmax"]

  @Test(
    "One slip of the finger",
    arguments: [
      ("rleu", "relu"),  // two neighbours swapped
      ("relluu", "relu"),  // two inserted
      ("cov", "conv"),  // one left out
      ("fx", "fc"),  // one replaced
      ("ReLU", "relu"),  // case
    ])
  func oneEdit(word: String, meant: String) {
    #expect(NearestWord.hint(for: word, among: kinds) == ", did you mean '\(meant)'?")
  }

  @Test func nothingNearIsNoHint() {
    #expect(NearestWord.hint(for: "transformer", among: kinds) == "")
    #expect(NearestWord.hint(for: "", among: kinds) == "")
    #expect(NearestWord.hint(for: "conv", among: []) == "")
  }

  @Test func theNearestComesFirst() {
    #expect(NearestWord.candidates(for: "vgg16-bm", among: ["vgg16", "vgg16-c", "vgg16-bn"]).first == "vgg16-bn")
    #expect(
      NearestWord.hint(for: "maxpol", among: ["maxpool", "maxpoll"]) == ", did you mean 'maxpoll' or 'maxpool'?")
  }

  @Test func theBeginningOfAWordFindsIt() {
    #expect(NearestWord.candidates(for: "alex", among: ["alexnet", "lenet5"]) == ["alexnet"])
    #expect(NearestWord.candidates(for: "convolution", among: kinds) == ["conv"])
  }

  @Test func atMostThreeAreNamed() {
    #expect(
      NearestWord.hint(for: "conv9", among: (1...5).map { "conv\($0)" })
        == ", did you mean 'conv1', 'conv2' or 'conv3'?")
  }

  @Test(
    "Edits between two words",
    arguments: [
      ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0), ("abc", "acb", 1), ("kitten", "sitting", 3),
      ("ca", "abc", 3),  // no edit between two swapped neighbours
    ])
  func distance(a: String, b: String, edits: Int) {
    #expect(NearestWord.distance(Array(a.unicodeScalars), Array(b.unicodeScalars)) == edits)
  }

  @Test func longWordsAreCompared() {
    let long = String(repeating: "x", count: 1_000_000)
    #expect(NearestWord.hint(for: long, among: kinds) == "")
    #expect(NearestWord.hint(for: "relu", among: [long]) == "")
  }

  @Test func aSearchAmongVeryManyWordsEnds() {
    let many = (0..<200_000).map { "klmnopqrst\($0)" }
    #expect(NearestWord.candidates(for: "abcdefghix", among: ["abcdefghij"] + many) == ["abcdefghij"])
    #expect(NearestWord.candidates(for: "abcdefghix", among: many + ["abcdefghij"]) == [], "the last is not looked at")
  }
}
