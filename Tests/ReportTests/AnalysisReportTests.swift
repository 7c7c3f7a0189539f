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

  @Test(arguments: [120, 80, 60], ["classical", "later"])
  func everyKindAtAWidth(width: Int, kinds: String) throws {
    let report = AnalysisReport(try profile(try network(kinds == "later" ? laterKinds : classicalKinds)))
    let text = report.text(.table, canvas: Canvas(width: width, style: .plain))
    try expectSnapshot(text, "analyze-\(kinds)-kinds-\(width)")
    for line in text.split(separator: "\n") {
      #expect(TerminalTable.columns(of: String(line)) <= width)
    }
  }

  @Test func everyKindInColour() throws {
    let text = try report().text(.table, canvas: Canvas(width: 80, style: Style(isColored: true)))
    try expectSnapshot(text, "analyze-classical-kinds-coloured")
    // Without its escape sequences it is the plain text.
    let plain = text.replacing(/\u{1B}\[[0-9]+m/, with: "")
    #expect(plain == (try report().text(.table, canvas: Canvas(width: 80, style: .plain))))
  }

  @Test func everyKindInMarkdown() throws {
    try expectSnapshot(try report().text(.markdown), "analyze-classical-kinds.md")
  }

  @Test func everyKindInCSV() throws {
    let all = try AnalysisColumn.named(["all"]).get()
    for (name, text) in [("classical", classicalKinds), ("later", laterKinds)] {
      try expectSnapshot(
        AnalysisReport(try profile(try network(text)), columns: all).text(.csv), "analyze-\(name)-kinds.csv")
    }
  }

  @Test func everyKindInTrainingByAnotherConvention() throws {
    let trained = try profile(try network(classicalKinds), .training, convention: .torchinfo, batch: 8)
    try expectSnapshot(AnalysisReport(trained).text(.table), "analyze-classical-kinds-training")
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
      CSVReader.rows(AnalysisReport(try profile(large), columns: columns).text(.csv)).prefix(3).suffix(2).map {
        Array($0.dropFirst())
      } == [
        ["max", "4", "0", "1", "", "floor", "1024", "511.5", "240100", "0.62940714375"],
        ["relu", "", "", "", "", "", "1024", "511.5", "0", "2.401e-05"],
      ])
  }

  @Test func chosenColumnsComeInTheirOrder() throws {
    let columns = try AnalysisColumn.named(["macs", "layer"]).get()
    #expect(
      AnalysisReport(try profile(try network(tiny)), columns: columns).text(.csv) == """
        model,macs,layer
        sample,72,conv
        sample,0,relu
        sample,24,fc

        """)
  }

  @Test func severalNetworksAreOneTidyTable() throws {
    let columns = try AnalysisColumn.named(["layer", "macs"]).get()
    let reports = try [tiny, tiny].map { AnalysisReport(try profile(try network($0)), columns: columns) }
    #expect(
      AnalysisReport.joined(reports, .csv)
        == "model,layer,macs\nsample,conv,72\nsample,relu,0\nsample,fc,24\nsample,conv,72\nsample,relu,0\nsample,fc,24\n"
    )
    #expect(try JSONValue(AnalysisReport.joined(reports, .json)).items.count == 2)
    #expect(try JSONValue(AnalysisReport.joined([reports[0]], .json)).items.count == 1)
  }

  @Test func rowsAreChosenAndSorted() throws {
    let profile = try profile(try network(tiny))
    func csv(_ change: (inout RowSelection) -> Void) throws -> String {
      var selection = RowSelection()
      change(&selection)
      let columns = try AnalysisColumn.named(["layer", "parameters"]).get()
      return AnalysisReport(profile, columns: columns, selection: selection).text(.csv)
    }
    let parameters = AnalysisColumn.all.first { $0.id == "parameters" }
    #expect(
      try csv { $0.order = parameters } == "model,layer,parameters\nsample,fc,27\nsample,conv,20\nsample,relu,0\n")
    #expect(try csv { ($0.order, $0.most) = (parameters, 1) } == "model,layer,parameters\nsample,fc,27\n")
    #expect(try csv { $0.kinds = ["relu", "conv"] } == "model,layer,parameters\nsample,conv,20\nsample,relu,0\n")
    #expect(try csv { $0.kinds = ["rest"] } == "model,layer,parameters\nsample,relu,0\n")
    #expect(
      try csv { $0.isTotals = true }
        == "model,part,parameters\nsample,conv,20\nsample,fc,27\nsample,rest,0\nsample,total,47\n")
  }

  @Test func whatIsShownIsSummedUp() throws {
    var selection = RowSelection()
    selection.kinds = ["conv"]
    let columns = try AnalysisColumn.named(["layer", "parameters"]).get()
    let report = AnalysisReport(try profile(try network(tiny)), columns: columns, selection: selection)
    #expect(report.text(.table).contains("  conv           20\n  shown          20\n  total          47\n"))
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

  /// Three names of a kind are written out, and zoo's own way of counting knows all kinds.
  @Test func layersThatAToolDoesNotKnowAreNamed() throws {
    let network = try network(
      """
      input: [3, 32, 32]
      layers:
      - {conv: 4, kernel: 3, name: conv}
      - {maxpool: 2, name: pool1}
      - {maxpool: 2, name: pool2}
      - {maxpool: 2, name: pool3}
      - {maxpool: 2, name: pool4}
      - {sigmoid: , name: gate}
      """)
    func notes(_ convention: Convention, _ language: Language = .english) throws -> [String] {
      AnalysisReport(try profile(network, convention: convention)).notes(in: language)
    }
    #expect(
      try notes(.fvcore)[1...2] == [
        "counted as fvcore does: 97,200 MACs",
        "fvcore does not know: max pool (4 layers: pool1, pool2, pool3, …), sigmoid (gate); its total is a lower bound",
      ])
    #expect(
      try notes(.fvcore, .spanish)[2]
        == "fvcore no conoce: max pool (4 capas: pool1, pool2, pool3, …), sigmoid (gate); su total es una cota inferior"
    )
    #expect(try notes(.thop)[2] == "thop does not know: sigmoid (gate); its total is a lower bound")
    #expect(try !notes(.onnxTool).contains { $0.contains("does not know") })
    #expect(try notes(.zoo).count == 1)

    // In the table and its JSON and CSV they have no number, which is apart from 0.
    let report = AnalysisReport(
      try profile(network, convention: .thop), columns: try AnalysisColumn.named(["layer", "operations"]).get())
    #expect(report.text(.csv).contains(/\n[^,]*,pool4,0\n[^,]*,gate,\n/))
    #expect(report.text(.markdown).contains("\n| gate | ? |\n"))
    let document = report.document
    #expect(document.layers.map(\.operations) == [97_200, 0, 0, 0, 0, nil])
    #expect(document.totals.uncounted == [AnalysisDocument.Uncounted(kind: "sigmoid", layers: ["gate"])])
    #expect(document.totals.undescribed == nil)
  }

  @Test func operationsThatNobodyDescribedAreNamed() throws {
    var builder = NetworkBuilder(named: "sample")
    let image = try builder.input(Shape(channels: 2, extent: [4, 4]))
    let fc = try builder.add(FullyConnected(outputs: 3, hasBias: true), name: "fc", reading: [image])
    let operation = UnknownOperation(operation: "ai.example.my_op", shape: try Shape(channels: 3))
    try builder.add(operation, name: "op", reading: [fc])
    let network = try builder.network()
    let said = "nobody described: ai.example.my_op (op); totals of parameters and operations are lower bounds"
    #expect(AnalysisReport(try profile(network)).notes(in: .english).contains(said))
    let report = AnalysisReport(
      try profile(network, convention: .torch),
      columns: try AnalysisColumn.named(["layer", "parameters", "macs", "flops", "operations"]).get())
    #expect(report.notes(in: .english).contains(said))
    #expect(
      report.notes(in: .spanish).contains(
        "nadie ha descrito: ai.example.my_op (op); los totales de parámetros y operaciones son cotas inferiores"))
    #expect(report.text(.csv).contains(/\n[^,]*,op,,,,\n/))
    let undescribed = [AnalysisDocument.Uncounted(kind: "ai.example.my_op", layers: ["op"])]
    #expect(report.document.totals.undescribed == undescribed)
    #expect(report.document.totals.uncounted == undescribed)
  }

  private func report() throws -> AnalysisReport { AnalysisReport(try profile(try network(classicalKinds))) }
}
