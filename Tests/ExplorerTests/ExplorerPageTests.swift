import Analysis
import Charts
import Foundation
import Report
import TestSupport
import Testing

@testable import Explorer

/// The HTML page as text; `PageInBrowserTests` opens it.
@Suite struct ExplorerPageTests {
  /// The parts of a page between two marks.
  private func parts(_ text: String, _ start: String, _ end: String) -> [Substring] {
    text.split(separator: start, omittingEmptySubsequences: false).dropFirst().map {
      $0.split(separator: end, omittingEmptySubsequences: false)[0]
    }
  }

  private func page(_ networks: [String], _ language: Language = .english) throws -> String {
    ExplorerPage(try networks.map { ExplorerPage.Entry(try Profile(of: zoo($0))) }, language: language).text
  }

  /// What stands before the script: a failure shows no more than it must.
  private func markup(_ text: String) -> String { text.components(separatedBy: "<script")[0] }

  @Test func everyElementEnds() throws {
    let text = markup(try page(["inception"]))
    for element in ["head", "style", "main", "table", "tr", "th", "td", "button", "section", "figure", "svg", "symbol"]
    {
      let starts = text.matches(of: try Regex("<\(element)[ >]")).count
      let ends = text.components(separatedBy: "</\(element)>").count - 1
      #expect(starts == ends && starts > 0, "\(element)")
    }
  }

  @Test(arguments: Language.all)
  func noSentenceIsMissing(_ language: Language) throws {
    let text = markup(try page(["alexnet", "inception"], language))
    // The key of a sentence that is not there is shown instead.
    let shown = text.replacing(/\ data-(text|label)="[a-z_.]+"/, with: "")
    let hasKeys = shown.contains("html.") || shown.contains("columns.")
    #expect(!hasKeys)
    #expect(text.contains("<html lang=\"\(language.code)\">"))
  }

  @Test func theScriptHasItsSentencesAndNoOthers() throws {
    let folder = project.appending(path: "Sources/Explorer/Script")
    var asked: Set<String> = []
    var written = markup(try page(["googlenet", "alexnet"]))
    for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
      let script = try String(contentsOf: file, encoding: .utf8)
      asked.formUnion(script.matches(of: /text\("([a-z_.]+)"/).map { String($0.1) })
      asked.formUnion(script.matches(of: /new Misfit\("([a-z_.]+)"/).map { String($0.1) })
      written += script
      #expect(!script.lowercased().contains("</script"), "\(file.lastPathComponent)")
      #expect(!script.contains("innerHTML"), "\(file.lastPathComponent)")
    }
    let known = Set(PageWords.keys + PageWords.misfits.map(\.name))
    #expect(asked.filter { !known.contains($0) && !known.contains("html.\($0)") } == [])
    let unused = PageWords.keys.filter { key in
      !written.contains("\"\(key)\"") && !written.contains("\"\(key.replacing("html.", with: ""))\"")
    }
    // Of networks with auxiliary classifiers, and of signals.
    #expect(unused == ["html.auxiliaries", "html.unit_sample"])
    #expect(PageWords.keys.count == Set(PageWords.keys).count)
    for misfit in PageWords.misfits {
      #expect(Language.spanish.table["messages.\(misfit.template)"] != nil, "\(misfit.template)")
    }
  }

  @Test func everyScriptOfTheFolderIsInThePage() throws {
    let text = try page(["lenet5"])
    let folder = project.appending(path: "Sources/Explorer/Script")
    for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
      let script = try String(contentsOf: file, encoding: .utf8)
      let isThere = text.contains(script)
      #expect(isThere, "\(file.lastPathComponent): Package.swift and ExplorerPage.swift list the scripts")
    }
  }

  @Test func thePageHasTheColorsOfTheCharts() throws {
    let text = try page(["lenet5"])
    for palette in [Palette.light, .dark] {
      for (name, color) in palette.variables {
        #expect(text.contains(" --\(name): \(color);"), "\(name)")
      }
    }
  }

  @Test func thePolicyNamesTheScriptAndTheStyleOfThePage() throws {
    let text = try page(["lenet5"])
    let script = try #require(parts(text, "<script>", "</script>").first)
    let style = try #require(parts(text, "<style>", "</style>").first)
    let policy = ContentSecurity.policy(script: String(script), style: String(style))
    #expect(text.contains("content=\"\(policy)\""))
    #expect(policy.hasPrefix("default-src 'none'; script-src 'sha256-"))
  }

  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy"), ("\u{FF}?", "w78/"),
  ])
  func base64IsThatOfRFC4648(text: String, expected: String) {
    #expect(ContentSecurity.base64(Array(text.utf8)) == expected)
  }

  @Test func aHashIsThatOfTheSpecification() {
    // CSP Level 3, section 8.3: doSubmit()
    #expect(
      ContentSecurity.policy(script: "alert('Hello, world.');", style: "")
        .contains("script-src 'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"))
  }

  @Test func namesOfStrangersAreText() throws {
    let name = "</script><b>$&\"'"
    let text = ExplorerPage([
      ExplorerPage.Entry(
        try Profile(
          of: network(
            """
            title: '\(name.replacing("'", with: "''"))'
            input: [1, 8, 8]
            layers: [{conv: 2, kernel: 3, name: '\(name.replacing("'", with: "''"))'}]
            """)))
    ]).text
    let isEscaped = text.contains("&lt;/script&gt;&lt;b&gt;$&amp;&quot;&#39;")
    let isEscapedInData = text.contains(#""name":"\u003c/script\u003e\u003cb\u003e$\u0026\"'""#)
    #expect(text.components(separatedBy: "</script>").count == 3)
    #expect(isEscaped)
    #expect(isEscapedInData)
    let isMarkup = text.contains("<b>")
    #expect(!isMarkup)
  }

  @Test func dataKeepsItsMeaningWhenItIsEscaped() throws {
    let text = "</script>\u{2028}\u{2029}<!--&\"\\"
    let escaped = ScriptText.escape(JSON.string(text).compactText)
    #expect(try JSONValue(escaped) == .string(text))
    #expect(!escaped.unicodeScalars.contains { "<>&\u{2028}\u{2029}".unicodeScalars.contains($0) })
  }

  @Test func pagesAreSmall() throws {
    #expect(try page(["resnet50"]).utf8.count < 400_000)
  }

  @Test func compactJSONHasNoBlanks() throws {
    let json = JSON.object([("a", .array([.integer(1), .object([("b", .null)])])), ("c d", .array([]))])
    #expect(json.compactText == #"{"a":[1,{"b":null}],"c d":[]}"#)
  }
}
