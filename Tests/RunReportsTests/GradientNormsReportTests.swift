import Architecture
import Inference
import ModelFile
import Report
import RunReports
import Testing

/// The table of gradients, and the curves of their chart.
@Suite struct GradientNormsReportTests {
  private func report(_ layers: String) throws -> GradientNormsReport {
    let source = SourceText(name: "net", text: "{input: [3, 6, 6], layers: [\(layers)]}")
    return GradientNormsReport(
      try GradientNorms(of: try ModelFile.network(source, name: "net"), scheme: .he, seed: 0, batch: 2))
  }

  @Test func withoutAuxiliaryClassifiersThereIsOneColumn() throws {
    let report = try report("{conv: 2, kernel: 3, name: conv}, {fc: 3, name: fc}")
    let lines = report.text(.table).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0] == "  layer  kind  ∂ output  ∂ weights")
    #expect(lines[4] == "  net, weights as He has it, seed 0, mean over 2 random inputs")
    #expect(report.text(.csv).hasPrefix("layer,kind,output,weights\nconv,conv,"))
    let (layers, curves) = report.curves(in: .english)
    #expect(layers == ["conv", "fc"])
    #expect(curves.count == 1)
  }

  @Test func withThemThereAreTwo() throws {
    let report = try report(
      "{conv: 2, kernel: 3, name: conv}, {auxiliary: [{fc: 3, name: scores}], name: aux}, {fc: 3, name: fc}")
    #expect(report.text(.csv).hasPrefix("layer,kind,output,output_without,weights,weights_without\nconv,conv,"))
    #expect(report.text(.table).contains("  cross entropy: fc "))
    let (layers, curves) = report.curves(in: .english)
    #expect(layers == ["conv", "fc"])
    #expect(curves.map(\.name) == ["with auxiliary classifiers", "without"])
    #expect(curves[0].values[0] != curves[1].values[0] && curves[0].values[1] == curves[1].values[1])
  }
}
