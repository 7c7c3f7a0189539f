import Analysis
import Architecture
import Foundation
#if canImport(FoundationXML)
  import FoundationXML
#endif
import TestSupport
import Testing

@testable import Report

/// Whether networks keep to limits, and what changed since earlier versions.
@Suite struct BudgetReportTests {
  private static let before = """
    input: [3, 8, 8]
    layers:
    - {conv: 4, kernel: 3, pad: 1, name: stem}
    - {conv: 8, kernel: 3, pad: 1, name: body}
    - {fc: 2, name: head}
    """

  private func entry(
    _ text: String, _ limits: [QuantityLimit] = [], against earlier: String? = nil, tolerance: String = "0"
  ) throws -> BudgetReport.Entry {
    BudgetReport.Entry(
      title: "net", try profile(try network(text)), limits: limits,
      against: try earlier.map { try profile(try network($0, name: "old")) },
      tolerance: try #require(Tolerance(tolerance)))
  }

  private var wider: String { Self.before.replacing("conv: 8", with: "conv: 12") }

  @Test func eachLimitIsALine() throws {
    let report = BudgetReport([
      try entry(
        Self.before,
        [
          QuantityLimit(.most, .parameters, 1_434), QuantityLimit(.most, .macs, 20_000),
          QuantityLimit(.least, .field, 5), QuantityLimit(.most, .peak, 3_000),
        ])
    ])
    #expect(
      report.text(.text) == """
          result  network  quantity               value  limit      of the limit
          pass    net      parameters             1,434  ≤ 1,434         100.0 %
          FAIL    net      MACs                  26,368  ≤ 20,000        131.8 %
          pass    net      receptive field            5  ≥ 5
          FAIL    net      activations at once  3,072 B  ≤ 3,000 B       102.4 %

          2 of 4 limits do not hold

        """)
    #expect(!report.passes)
  }

  @Test func whatGotWorseIsNamed() throws {
    let entry = try entry(wider, against: Self.before)
    let report = BudgetReport([entry])
    #expect(!report.passes)
    #expect(entry.changes.map(\.passes) == [false, false, false, true])
    let text = report.text(.text)
    #expect(text.contains("MACs +37 %: body is wider\n"))
    #expect(text.contains("parameters +46 %: head reads more channels\n"))
    #expect(text.contains("activations at once +33 %: it is at body\n"))
    let again = BudgetReport([try self.entry(wider, against: Self.before, tolerance: "60%")])
    #expect(again.passes)
    #expect(again.text(.text).contains("+ 60 %"))
  }

  /// What gets better is a change, and no failure.
  @Test func whatGotBetterPasses() throws {
    let report = BudgetReport([try entry(Self.before, against: wider)])
    #expect(report.passes)
    #expect(report.text(.text).contains("MACs −27 %: body is narrower\n"))
  }

  @Test func aFieldThatShrinksIsWorse() throws {
    let narrow = Self.before.replacing("kernel: 3, pad: 1, name: body", with: "kernel: 1, name: body")
    let report = BudgetReport([try entry(narrow, against: Self.before)])
    #expect(!report.passes)
    #expect(report.text(.text).contains("receptive field −40 %: 5 → 3\n"))
    #expect(report.text(.text).contains("MACs −62 %: body has smaller kernels\n"))
  }

  @Test func nothingChanged() throws {
    let report = BudgetReport([try entry(Self.before, against: Self.before)])
    #expect(report.passes)
    #expect(report.text(.text).contains("Nothing changed since old: "))
  }

  @Test func modulesAreNamedWhereSeveralOfTheirLayersChanged() throws {
    let (small, large) = (try profile(try zoo("resnet18")), try profile(try zoo("resnet34")))
    let attribution = ChangeAttribution(from: small, to: large)
    #expect(attribution.parts(of: .macs).map(\.name) == ["layer3", "layer2", "layer1", "layer4"])
    #expect(Set(attribution.parts(of: .macs).map(\.reason)) == [.deeper])
    #expect(
      attribution.parts(of: .macs).reduce(0) { $0 + $1.macs } == large.totals.macs - small.totals.macs)
    #expect(
      attribution.parts(of: .parameters).reduce(0) { $0 + $1.parameters }
        == large.totals.parameters.total - small.totals.parameters.total)
  }

  @Test func aSingleLayerOfAModuleIsNamedItself() throws {
    let network = try zoo("resnet50")
    let changed = try zoo("resnet50", set: ["layer3.2.conv2.kernel=5", "layer3.2.conv2.pad=2"])
    let attribution = ChangeAttribution(from: try profile(network), to: try profile(changed))
    #expect(attribution.parts(of: .macs).map(\.name) == ["layer3.2.conv2"])
    #expect(attribution.parts(of: .macs).map(\.reason) == [.largerKernels])
  }

  @Test func theCommentSaysWhatChanged() throws {
    let limit = QuantityLimit(.most, .macs, 1_000_000)
    let report = BudgetReport([try entry(wider, [limit], against: Self.before, tolerance: "1%")])
    try expectSnapshot(report.text(.markdown), "budget-comment.md")
  }

  @Test func junitIsWellFormedAndCounts() throws {
    let title = "a<b> & \"c\"\u{1}"
    let made = try entry(wider, [QuantityLimit(.most, .macs, 1)], against: Self.before)
    let report = BudgetReport([
      BudgetReport.Entry(
        title: title, made.profile, limits: made.limits.map(\.limit), against: made.earlier, tolerance: .none)
    ])
    let xml = report.text(.junit)
    let reader = JUnitReader()
    let parser = XMLParser(data: Data(xml.utf8))
    parser.delegate = reader
    #expect(parser.parse())
    #expect(reader.elements["testsuites"]?.first?["tests"] == "5")
    #expect(reader.elements["testsuite"]?.first?["failures"] == "4")
    #expect(reader.elements["testsuite"]?.first?["name"] == "a<b> & \"c\"\u{FFFD}")
    #expect(
      reader.elements["testcase"]?.compactMap { $0["name"] } == [
        "max-macs", "parameters against old", "macs against old", "peak against old", "field against old",
      ])
    #expect(reader.elements["failure"]?.first?["message"] == "MACs 36,096; asked is ≤ 1")
  }
}

/// The attributes of every element.
private final class JUnitReader: NSObject, XMLParserDelegate {
  private(set) var elements: [String: [[String: String]]] = [:]

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    elements[name, default: []].append(attributes)
  }
}
