import Analysis
import Architecture
import TestSupport
import Testing

@testable import Report

/// The arithmetic, with the numbers filled in.
@Suite struct ExplanationTests {
  @Test(arguments: Mode.allCases)
  func everyKindIsExplained(mode: Mode) throws {
    for (name, text) in [("classical", classicalKinds), ("later", laterKinds)] {
      let text = Explanation(of: try profile(try network(text), mode)).text()
      try expectSnapshot(text, "explain-\(name)-kinds-\(mode.rawValue)")
    }
  }

  @Test func alexNetsFirstLayer() throws {
    #expect(
      try explain(try zoo("alexnet"), "conv1") == """
        conv1   conv, input 3×227×227 → 96×55×55
          output size       (227 + 2·0 − 11)/4 + 1 = 55
          parameters        11·11·3·96 + 96 = 34,944
          MACs              11·11·3·96 · 55·55 positions = 105,415,200
          FLOPs             2·105,415,200 + 290,400 adds = 211,120,800
          receptive field   1 + (11 − 1)·1 = 11, jump 1·4 = 4
                            the first unit's begins at pixel 0 and has its centre at pixel 5

        """)
  }

  @Test func groupsHalveTheInputs() throws {
    let text = try explain(try zoo("alexnet"), "conv2")
    #expect(text.contains("5·5·(96/2)·256 + 256 = 307,456\n"))
  }

  @Test func aConnectionTableIsCounted() throws {
    let text = try explain(try zoo("lenet5"), "C3")
    #expect(text.contains("5·5·60 connected pairs of maps + 16 = 1,516\n"))
  }

  @Test func aClippedWindowIsMentioned() throws {
    let text = try explain(try zoo("googlenet"), "pool1/3x3_s2")
    #expect(text.contains("⌈(112 + 2·0 − 3)/2⌉ + 1 = 56, rounded up (the last window is clipped)\n"))
  }

  @Test func aFieldThatBeginsOutsideTheImageHasAMinus() throws {
    let text = try explain(try zoo("vgg16"), "conv1_1")
    #expect(text.contains("the first unit's begins at pixel −1 and has its centre at pixel 0\n"))
  }

  @Test(arguments: [
    (
      [0, 0], "rows −1 to 1 of 0 to 3, 1 before and 0 after the image are padding",
      "rows 0 to 1, columns 0 to 1; 2·2 = 4"
    ),
    ([1, 2], "rows 0 to 2 of 0 to 3, none of it padding", "rows 0 to 2, columns 1 to 3; 3·3 = 9"),
    (
      [3, 3], "rows 2 to 4 of 0 to 3, 0 before and 1 after the image are padding",
      "rows 2 to 3, columns 2 to 3; 2·2 = 4"
    ),
  ])
  func aUnitSeesPixelsAndPadding(unit: [Int], rows: String, pixels: String) throws {
    let padded = try network("input: [1, 4, 4]\nlayers: [{conv: 1, kernel: 3, pad: 1, name: conv}]")
    let lines = try explain(padded, "conv", unit).split(separator: "\n")
    #expect(lines.contains { $0.hasSuffix(rows) })
    #expect(lines.last?.hasSuffix("pixels that change it: " + pixels) == true)
  }

  /// A signal and a picture: each layer's unit sees pixels of the input that it reads, and what joins them of the picture.
  @Test(arguments: [
    ("a", [7], "samples 6 to 8 of 0 to 7, 0 before and 1 after the image are padding", "samples 6 to 7; 2 = 2"),
    (
      "b", [7, 0], "columns −1 to 1 of 0 to 5, 1 before and 0 after the image are padding",
      "rows 6 to 8, columns 0 to 1; 3·2 = 6"
    ),
  ])
  func aUnitSeesTheInputThatItsLayerReads(layer: String, unit: [Int], last: String, pixels: String) throws {
    let both = try network(
      """
      inputs: {signal: [1, 8], picture: [1, 9, 6]}
      layers:
      - {conv: 1, kernel: 3, pad: 1, name: a, from: signal}
      - {conv: 1, kernel: 3, pad: 1, name: b, from: picture}
      """)
    let lines = try explain(both, layer, unit).split(separator: "\n")
    #expect(lines.contains { $0.hasSuffix(last) }, "\(lines)")
    #expect(lines.last?.hasSuffix("pixels that change it: " + pixels) == true, "\(lines)")
  }

  @Test func aUnitInThePaddingSeesNoPixel() throws {
    let padded = try network("input: [1, 2, 2]\nlayers: [{conv: 1, kernel: 1, pad: 1, name: conv}]")
    #expect(try explain(padded, "conv", [0, 0]).hasSuffix("no pixel changes it: it sees padding alone\n"))
  }

  @Test(arguments: [
    ("conv", [4, 0], "conv has units at 0 to 3, 0 to 3, not at 4,0"),
    ("conv", [-1, 0], "conv has units at 0 to 3, 0 to 3, not at -1,0"),
    ("conv", [0], "conv has units at 0 to 3, 0 to 3, not at 0"),
    ("fc", [0, 0], "fc is a vector: its units have no position, and see the whole image"),
  ])
  func aUnitThatIsNotThereIsAnError(layer: String, unit: [Int], message: String) throws {
    let padded = try network("input: [1, 4, 4]\nlayers: [{conv: 1, kernel: 3, pad: 1, name: conv}, {fc: 2, name: fc}]")
    let error = #expect(throws: UnitError.self) { try explain(padded, layer, unit) }
    #expect(error?.message == message)
  }

  @Test func axesThatDifferAreApart() throws {
    let tall = try network(
      "input: [1, 8, 8]\nlayers: [{conv: 1, kernel: [5, 3], stride: [3, 1], pad: [2, 1], name: conv}]")
    #expect(
      try explain(tall, "conv") == """
        conv   conv, input 1×8×8 → 1×3×8
          output size       height  ⌊(8 + 2·2 − 5)/3⌋ + 1 = 3, rounded down; 1 of 12 cells is reached by no window
                            width   (8 + 2·1 − 3)/1 + 1 = 8
          parameters        5·3·1·1 + 1 = 16
          MACs              5·3·1·1 · 3·8 positions = 360
          FLOPs             2·360 + 24 adds = 744
          receptive field   height  1 + (5 − 1)·1 = 5, jump 1·3 = 3
                            width   1 + (3 − 1)·1 = 3, jump 1·1 = 1
                            the first unit's begins at row −2, column −1 and has its centre at pixel 0

        """)
  }

  @Test func unevenRegionsHaveAFieldOfTheirOwn() throws {
    let uneven = try network(
      "input: [1, 8, 8]\nlayers: [{conv: 1, kernel: 3, name: conv}, {adaptive_avgpool: 4, name: pool}]")
    let text = try explain(uneven, "pool")
    #expect(text.contains("receptive field   4 at most, over regions that are not evenly spaced\n"))
  }

  @Test func signalsHaveSamples() throws {
    let signal = try network("input: [2, 9]\nlayers: [{conv: 3, kernel: 3, stride: 2, name: conv}]")
    #expect(
      try explain(signal, "conv", [1]) == """
        conv   conv, input 2×9 → 3×4
          output size       (9 + 2·0 − 3)/2 + 1 = 4
          parameters        3·2·3 + 3 = 21
          MACs              3·2·3 · 4 positions = 72
          FLOPs             2·72 + 12 adds = 156
          receptive field   1 + (3 − 1)·1 = 3, jump 1·2 = 2
                            the first unit's begins at pixel 0 and has its centre at pixel 1
          unit 1            samples 2 to 4 of 0 to 8, none of it padding
                            pixels that change it: samples 2 to 4; 3 = 3

        """)
  }

  @Test func everyKindCanSayHowItsSizeComesAbout() {
    #expect(LayerKinds.all.filter { !($0 is any SizeExplained.Type) }.map { $0.name } == [])
  }

  @Test(arguments: [classicalKinds, laterKinds])
  func everyKindWithParametersOrProductsCanSayHowManyThereAre(text: String) throws {
    for row in try profile(try network(text), .training).rows {
      let kind = row.layer.kind
      #expect(kind is any ParametersExplained || row.parameters.total == 0, "\(kind.name)")
      #expect(kind is any ProductExplained == (row.macs > 0), "\(kind.name)")
    }
  }

  @Test func theSamplesHaveEveryKind() throws {
    let kinds = try [classicalKinds, laterKinds].flatMap { try network($0).body.map(\.kind.name) }
    #expect(Set(kinds) == Set(LayerKinds.all.map { $0.name }))
  }

  @Test func whatNobodyKnowsIsSaid() throws {
    let tokens = try network(
      "input: [2, 4, 4]\nlayers: [{reshape: [2, 16], name: rows}, {gelu: , name: gelu}, {fc: 3, name: head}]")
    func field(_ layer: String) throws -> Substring? {
      try explain(tokens, layer).split(separator: "\n").first { $0.hasPrefix("  receptive field") }
    }
    #expect(try field("rows") == "  receptive field   not known: nothing says which positions of its input it reads")
    #expect(try field("gelu") == "  receptive field   not known, as that of what it reads")
    #expect(try field("head") == "  receptive field   the whole image of 4×4, since all that arrives is read")
    let row = try profile(tokens).rows[0]
    #expect(AnalysisColumn.all.first { $0.id == "field" }?.value(row).text(.english) == "?")
  }

  @Test func volumesHaveDepth() throws {
    let volume = try network("input: [1, 5, 6, 7]\nlayers: [{conv: 1, kernel: 3, pad: 1, name: conv}]")
    #expect(
      try explain(volume, "conv", [0, 1, 6]) == """
        conv   conv, input 1×5×6×7 → 1×5×6×7
          output size       depth   (5 + 2·1 − 3)/1 + 1 = 5
                            height  (6 + 2·1 − 3)/1 + 1 = 6
                            width   (7 + 2·1 − 3)/1 + 1 = 7
          parameters        3·3·3·1·1 + 1 = 28
          MACs              3·3·3·1·1 · 5·6·7 positions = 5,670
          FLOPs             2·5,670 + 210 adds = 11,550
          receptive field   1 + (3 − 1)·1 = 3, jump 1·1 = 1
                            the first unit's begins at pixel −1 and has its centre at pixel 0
          unit 0,1,6        planes −1 to 1 of 0 to 4, 1 before and 0 after the image are padding
                            rows 0 to 2 of 0 to 5, none of it padding
                            columns 5 to 7 of 0 to 6, 0 before and 1 after the image are padding
                            pixels that change it: planes 0 to 1, rows 0 to 2, columns 5 to 6; 2·3·2 = 12

        """)
  }

  @Test func anOperationThatNobodyDescribedIsSaidToBeUnknown() throws {
    var builder = NetworkBuilder(named: "sample")
    let image = try builder.input(Shape(channels: 2, extent: [4, 4]))
    let operation = UnknownOperation(operation: "ai.example.my_op", shape: try Shape(channels: 3))
    try builder.add(operation, name: "op", reading: [image])
    #expect(
      try explain(try builder.network(), "op") == """
        op   unknown, input 2×4×4 → 3
          output size       3, as stated
          parameters        not known: nobody described this operation
          FLOPs             not known: nobody described this operation
          receptive field   not known: nothing says which positions of its input it reads

        """)
  }

  @Test func whatPassesTheBoundIsSaid() throws {
    let pools = Array(repeating: "{maxpool: 1, stride: 65535}", count: 4).joined(separator: ", ")
    let text = Explanation(of: try profile(try network("input: [1, 1, 1]\nlayers: [\(pools)]"))).text()
    #expect(text.contains("not known: it passes 2^53 pixels\n"))
  }

  @Test func aGateIsReadByAll() throws {
    let text = try explain(try network(laterKinds), "gate/scale")
    #expect(text.contains("\n                    the one position of gate/sigmoid is read by all\n"))
  }

  private func explain(_ network: Network, _ layer: String, _ unit: [Int]? = nil) throws -> String {
    let profile = try profile(network)
    let row = try #require(profile.rows.first { $0.layer.name == layer })
    // What a layer costs on a machine is looked at apart.
    return try Explanation(of: profile).text(of: row, unit: unit).split(separator: "\n").filter {
      !$0.hasPrefix("  activations ") && !$0.hasPrefix("  at least ")
    }.joined(separator: "\n") + "\n"
  }
}
