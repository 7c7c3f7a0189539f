import Analysis
import Charts
import Report
import TestSupport
import Testing

@testable import Explorer

/// What Graphviz is told of a page's diagram, and what is drawn where it puts the layers.
@Suite struct ExplorerDiagramTests {
  @Test func onlyNumbersGoThroughGraphviz() throws {
    let source = ExplorerDiagram.source(of: try network(classicalKinds))
    #expect(source.contains("n0 -> n1;\n"))
    #expect(!source.contains("conv"))
    #expect(!source.contains("Every"))
  }

  private let answer = """
    graph 1 2 3
    node n0 1 2.75 2 0.5 "" solid box black lightgrey
    node n1 1 1.75 2 0.5 "" solid box black lightgrey
    node n2 1 1 2 0.25 "" solid box black lightgrey
    node n3 1 0.25 2 0.5 "" solid box black lightgrey
    edge n0 n1 4 1 2.5 1 2.25 1 2.1 1 2 solid black
    edge n1 n2 4 1 1.5 1 1.25 1 1.2 1 1.125 solid black
    edge n2 n3 4 1 0.875 1 0.8 1 0.7 1 0.5 solid black
    stop

    """

  @Test func everyLayerIsANodeThatCanBePicked() throws {
    let profile = try Profile(of: network(tiny))
    let layout = try #require(DiagramLayout.parse(plain: answer)?.first)
    let svg = ExplorerDiagram(profile: profile, layout: layout, language: .english).svg
    for index in 0..<3 { #expect(svg.contains("data-layer=\"\(index)\"")) }
    #expect(svg.contains("data-size=\"0\">2×2×2</text>"))
    #expect(svg.contains("<path class=\"flow\" d=\"M72 36C72 54 72 64.8 72 72\""))
  }
}
