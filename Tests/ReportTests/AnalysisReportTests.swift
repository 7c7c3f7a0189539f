import Analysis
import Architecture
import TestSupport
import Testing

@testable import Report

/// The report of one network, read whole in every format.
@Suite struct AnalysisReportTests {
  @Test func alexNetOnAWideTerminal() throws {
    try expectSnapshot(AnalysisReport(try profile(try zoo("alexnet"))).text(.table), "analyze-alexnet")
  }

  @Test(arguments: [120, 80, 60])
  func everyKindAtAWidth(width: Int) throws {
    let text = try report().text(.table, canvas: Canvas(width: width, style: .plain))
    try expectSnapshot(text, "analyze-every-kind-\(width)")
    for line in text.split(separator: "\n") {
      #expect(TerminalTable.columns(of: String(line)) <= width)
    }
  }

  @Test func everyKindInColour() throws {
    let text = try report().text(.table, canvas: Canvas(width: 80, style: Style(isColored: true)))
    try expectSnapshot(text, "analyze-every-kind-coloured")
    // Without its escape sequences it is the plain text.
    let plain = text.replacing(/\u{1B}\[[0-9]+m/, with: "")
    #expect(plain == (try report().text(.table, canvas: Canvas(width: 80, style: .plain))))
  }

  @Test func everyKindInMarkdown() throws {
    try expectSnapshot(try report().text(.markdown), "analyze-every-kind.md")
  }

  @Test func everyKindInCSV() throws {
    let all = try AnalysisColumn.named(["all"]).get()
    try expectSnapshot(
      AnalysisReport(try profile(try network(everyKind)), columns: all).text(.csv), "analyze-every-kind.csv")
  }

  @Test func everyKindInTrainingByAnotherConvention() throws {
    let trained = try profile(try network(everyKind), .training, convention: .torchinfo, batch: 8)
    try expectSnapshot(AnalysisReport(trained).text(.table), "analyze-every-kind-training")
  }

  @Test func aTinyNetworkInFull() throws {
    #expect(
      AnalysisReport(try profile(try network(tiny))).text(.table) == """
        Tiny   input 1×4×4, inference, batch 1, float32

          layer  kind   output  kernel  stride  pad  parameters  MACs  field  jump  activations
          conv   conv   2×2×2      3×3                       20    72      3     1         32 B
          relu   relu   2×2×2                                              3     1
          fc     fc     3                                    27    24  image               12 B
                 total                                       47    96                 peak 96 B

          parameters   conv  20  42.6 %  █████████████████
                       fc    27  57.4 %  ███████████████████████
          MACs         conv  72  75.0 %  ██████████████████████████████
                       fc    24  25.0 %  ██████████

          activations 44 B in all, 96 B at once, at conv; parameters 188 B

        """)
  }

  @Test func csvIsForPrograms() throws {
    let large = try network(
      "input: [1, 2000, 2000]\nlayers: [{maxpool: 1024, stride: 4, name: max}, {relu: , name: relu}]")
    let ids = ["layer", "stride", "pad", "dilation", "groups", "rounding", "field", "center", "activations", "time"]
    let columns = try AnalysisColumn.named(ids).get()
    #expect(
      CSVReader.rows(AnalysisReport(try profile(large), columns: columns).text(.csv)).prefix(3).suffix(2) == [
        ["max", "4", "0", "1", "", "floor", "1024", "511.5", "240100", "0.62940714375"],
        ["relu", "", "", "", "", "", "1024", "511.5", "0", "2.401e-05"],
      ])
  }

  @Test func chosenColumnsComeInTheirOrder() throws {
    let columns = try AnalysisColumn.named(["macs", "layer"]).get()
    #expect(
      AnalysisReport(try profile(try network(tiny)), columns: columns).text(.csv) == """
        macs,layer
        72,conv
        0,relu
        24,fc
        72,
        24,
        0,
        96,

        """)
  }

  @Test func theStandardColumnsHaveTheOperationsOfAnotherConvention() throws {
    func ids(_ convention: Convention) throws -> [String] {
      AnalysisColumn.standard(for: try profile(try network(tiny), convention: convention)).map(\.id)
    }
    let standard = [
      "layer", "kind", "output", "kernel", "stride", "pad", "parameters", "macs", "field", "jump", "activations",
    ]
    #expect(try ids(.zoo) == standard)
    #expect(Set(try ids(.thop)).subtracting(standard) == ["operations"])
  }

  @Test func columnsHaveDifferentNames() {
    let ids = AnalysisColumn.all.map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(!ids.contains("all"))
  }

  @Test func anUnknownColumnIsNamed() {
    #expect(throws: UnknownColumn.self) { try AnalysisColumn.named(["layer", "colour"]).get() }
  }

  @Test func notesNameWhatTheTableDoesNot() throws {
    func notes(_ network: Network, _ mode: Mode = .inference, _ convention: Convention = .zoo) throws -> [String] {
      Array(AnalysisReport(try profile(network, mode, convention: convention)).notes(in: .english).dropFirst())
    }
    #expect(try notes(try zoo("lenet5")) == ["60,000 parameters are trainable, 840 are fixed"])
    #expect(
      try notes(try zoo("alexnet"), .inference, .deepspeed).first == "counted as deepspeed does: 1,452,566,384 FLOPs")
    #expect(
      try notes(try zoo("googlenet")).last
        == "auxiliary classifiers loss1 and loss2 are left out in inference; --mode training counts them")
    #expect(
      try notes(try zoo("googlenet"), .training).last
        == "auxiliary classifiers loss1 and loss2 are counted, as in training")
    let crossed = try network(
      "input: [1, 9, 9]\nlayers: [{add: [[{conv: 1, kernel: 1, stride: 2}], [{conv: 1, kernel: 2, stride: 2, pad: 1}]], name: sum}]"
    )
    #expect(
      try notes(crossed) == ["the branches that meet at sum are not aligned: their fields have different centres"])
  }

  private func report() throws -> AnalysisReport { AnalysisReport(try profile(try network(everyKind))) }
}
