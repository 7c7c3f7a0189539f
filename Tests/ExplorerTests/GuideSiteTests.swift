import Pages
import Report
import TestSupport
import Testing

@testable import Explorer

/// The guide in one file. What it does in a browser is checked by `Scripts/check_page.py`.
@Suite struct GuideSiteTests {
  private func site(_ medium: GuideSite.Medium, _ language: Language) throws -> String {
    try GuideSite(Guide(language: language) { try zoo($0) }, for: medium, in: language).text
  }

  @Test(arguments: Language.all)
  func everyPageAndPictureIsInIt(_ language: Language) throws {
    let guide = Guide(language: language) { try zoo($0) }
    let text = try site(.screen, language)
    var pictures = 0
    for page in try guide.pages {
      #expect(text.contains("<article id=\"\(page.name)\">"))
      #expect(text.contains("<li><a href=\"#\(page.name)\">"))
      pictures += page.pictures.count
    }
    #expect(text.split(separator: "<img ").count - 1 == pictures && pictures > 10)
    #expect(text.split(separator: "src=\"data:image/svg+xml;base64,").count - 1 == pictures)
    // Nothing is fetched, and no mark of markdown is left.
    #expect(!text.contains("src=\"http") && !text.contains(".md") && !text.contains("**") && !text.contains("]("))
  }

  @Test(arguments: Language.all)
  func linksLeadToPlacesInTheFile(_ language: Language) throws {
    let text = try site(.screen, language)
    for match in text.matches(of: /href="#([^"]*)"/) { #expect(text.contains("id=\"\(match.1)\""), "\(match.1)") }
  }

  /// On paper there is no search, nothing to uncover and no script: answers stand at the end of their page.
  @Test func paperHasItsAnswersAtTheEnd() throws {
    let (screen, paper) = (try site(.screen, .english), try site(.paper, .english))
    #expect(screen.contains("<details>") && screen.contains("type=\"search\"") && !screen.contains("<h3>Answers</h3>"))
    #expect(!paper.contains("<details>") && !paper.contains("type=\"search\"") && paper.contains("<h3>Answers</h3>"))
    #expect(paper.contains("<script></script>"))
  }

  @Test(arguments: [
    ("plain", "plain"), ("**bold** and *soft*", "<strong>bold</strong> and <em>soft</em>"),
    ("`a * [b](c)` \\* \\[", "<code>a * [b](c)</code> * ["),
    ("3 < 4 &amp; 5 &lt; 6 \"q\"", "3 &lt; 4 &amp; 5 &lt; 6 &quot;q&quot;"),
    ("[**words**](in.md) [out](../out.md)", "<a href=\"#in\"><strong>words</strong></a> out"),
    ("[x](javascript:alert) [no link] **open", "x [no link] <strong>open</strong>"),
    ("`<script>` <b>", "<code>&lt;script&gt;</code> &lt;b&gt;"), ("", ""), ("\\", ""), ("`", "<code></code>"),
  ])
  func markdownBecomesMarkup(markdown: String, html: String) {
    #expect(InlineMarkup { $0 == "in.md" ? "#in" : nil }.html(markdown) == html)
  }
}
