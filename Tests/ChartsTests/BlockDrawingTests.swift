import Analysis
import Architecture
import Report
import TestSupport
import Testing

@testable import Charts

/// Networks as boxes of the sizes of their outputs, and the texts for other programs.
@Suite struct BlockDrawingTests {
  private func drawing(_ model: String, _ detail: Diagram.Detail? = nil) throws -> BlockDrawing {
    BlockDrawing(of: try Profile(of: try zoo(model)), detail)
  }

  @Test func aBoxForEachOutput() throws {
    let items = try drawing("lenet5-modern").items
    #expect(items.map(\.name) == ["input", "C1", "S2", "C3", "S4", "F5", "F6", "output"])
    #expect(
      items.map(\.shape.description) == ["1×32×32", "6×28×28", "6×14×14", "16×10×10", "16×5×5", "120", "84", "10"])
    #expect(
      items.map(\.kind) == [
        .input, .convolution, .pooling, .convolution, .pooling, .fullyConnected, .fullyConnected, .fullyConnected,
      ])
  }

  /// Every layer is in one box.
  @Test(arguments: familyNames)
  func boxesHoldAllLayers(model: String) throws {
    for detail in [Diagram.Detail.stages, .modules, .layers] {
      let profile = try Profile(of: try zoo(model))
      let rows = BlockDrawing(of: profile, detail).items.flatMap { Array($0.rows) }
      #expect(rows == Array(profile.rows.indices))
    }
  }

  @Test func blocksOfAStageHaveAFrame() throws {
    let drawing = try drawing("resnet50")
    #expect(drawing.items.compactMap(\.frame).count == 16 + 4)
    #expect(drawing.skips.isEmpty)
    let svg = try #require(drawing.svg)
    for stage in ["layer1", "layer2", "layer3", "layer4"] { #expect(svg.contains(">\(stage)</text>")) }
    // One layer each: the skips are seen.
    #expect(try self.drawing("resnet18", .layers).skips.count == 8 + 3)
  }

  @Test(
    arguments: ["lenet5", "alexnet", "vgg16", "googlenet", "resnet50", "densenet121", "efficientnet-b0"],
    [
      Diagram.Detail?.none, .stages,
    ])
  func textsCanBeRead(model: String, detail: Diagram.Detail?) throws {
    for language in [Language.english, .spanish] {
      let svg = try #require(BlockDrawing(of: try Profile(of: try zoo(model)), detail, in: language).svg)
      #expect(PictureReader(svg).findings == [])
    }
  }

  @Test func tooManyBoxesAreNoPicture() throws {
    #expect(try drawing("densenet121", .layers).svg == nil)
  }

  @Test func theTextForDotHasTheNames() throws {
    let text = DotPicture.text(Diagram(of: try Profile(of: try zoo("resnet18")), .layers))
    #expect(text.contains("label=\"conv1\\nconv 7×7 stride 2 pad 3 + batch norm + relu\\n64×112×112\""))
    #expect(text.contains("subgraph cluster_0 {\n    label=\"layer1\";"))
  }

  @Test func aNameIsNoMarkupOfDot() throws {
    let network = try network("input: [1, 4, 4]\nlayers: [{conv: 1, kernel: 1, name: 'a\";x\\'}]")
    let text = DotPicture.text(Diagram(of: try Profile(of: network), .layers))
    #expect(text.contains(#"label="a\";x\\\nconv 1×1\n1×4×4""#))
  }

  /// Mermaid draws no more than 500 arrows.
  @Test func whatMermaidDoesNotDrawIsNoFile() throws {
    let profile = try Profile(of: try zoo("densenet201"))
    #expect(Mermaid.text(Diagram(of: profile, .layers)) == nil)
    let stages = try #require(Mermaid.text(Diagram(of: profile, .stages)))
    #expect(stages.hasPrefix("flowchart TD\n"))
  }
}
