import Report
import TestSupport
import Testing

@testable import Explorer

/// The index of many networks' pages.
@Suite struct ExplorerIndexTests {
  private let networks = [
    ListDocument.Model(
      name: "small", family: "Small", aliases: [], title: "Small <1>", paper: "", reference: "", input: [3, 8, 8],
      layers: 3, parameters: 1_234, macs: 5_678, field: 9,
      weights: [
        ListDocument.Weights(name: "A", top1: 70.5, top5: 90, size: nil, source: ""),
        ListDocument.Weights(name: "B", top1: 71.25, top5: 91, size: nil, source: ""),
      ]),
    ListDocument.Model(
      name: "other", family: "Small", aliases: [], title: "Other", paper: "", reference: "", input: [3, 8, 8],
      layers: 4, parameters: 2_000, macs: 9_000, field: nil, weights: []),
  ]

  @Test func everyNetworkIsALinkWithItsNumbers() {
    let text = ExplorerIndex(networks).text
    #expect(text.contains("<a href=\"small.html\">Small &lt;1&gt;</a>"))
    #expect(text.contains("<td>1,234</td><td>5,678</td><td>9</td><td>71.25</td>"))
    #expect(text.contains("<a href=\"other.html\">Other</a></th><td>2,000</td><td>9,000</td><td></td><td></td>"))
  }

  @Test(arguments: Language.all)
  func noSentenceIsMissing(_ language: Language) {
    let text = ExplorerIndex(networks, language: language).text
    #expect(!text.components(separatedBy: "<script")[0].contains("html."))
    #expect(text.contains("<html lang=\"\(language.code)\">"))
  }

  @Test func nothingIsLoaded() {
    let text = ExplorerIndex(networks).text
    #expect(text.contains("default-src 'none'; script-src 'sha256-"))
    #expect(text.components(separatedBy: "</script>").count == 3)
  }
}
