import Architecture
import Foundation
import HDF5
import ModelFile
import Report
import RunReports
import Testing
import Weights

@testable import Inference

/// What `zoo verify` says of layers that the reference's own rounding explains.
@Suite struct VerificationReportTests {
  /// Two layers, recorded 3e-4 off, of which the first says that it is 2e-4 from double precision.
  private func report(tolerance: Double? = nil) throws -> VerificationReport {
    let text = "{input: [1, 4, 4], layers: [{conv: 1, kernel: 3, name: conv}, {relu: , name: relu}]}"
    let network = try ModelFile.network(SourceText(name: "net", text: text), name: "net")
    let weights = ParameterSource.numbers([
      "conv/weight": [Float](repeating: 1, count: 9), "conv/bias": [0],
    ])
    let path = FileManager.default.temporaryDirectory.appending(path: "RunReportsTests-\(UUID().uuidString).h5").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let executor = try Executor(network, weights: weights, options: Executor.Options(batch: 1, threads: 1, keeps: .all))
    let input = [Float](repeating: 1, count: 16)
    let writer = try ActivationWriter(
      path, of: network, layers: Array(network.body), batch: 1, reference: "a test", roundings: ["conv": 2e-4],
      mayReplace: true)
    let changed = try executor.run(input).all.map {
      Activation(
        layer: $0.layer, shape: $0.shape, batch: 1,
        values: $0.layer == "conv" ? $0.values.map { $0 * 1.0003 } : $0.values)
    }
    try writer.write(input, Activations(changed), from: 0)
    #expect(try writer.commit() == nil)
    let program = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
    let file = try ActivationFile(path, worker: [program.appending(path: "zoo").path, HDF5Worker.argument])
    let verification = try Verification(
      of: network, weights: weights, with: file, options: Verification.Options(tolerance: tolerance, threads: 1))
    return VerificationReport(verification, of: network.model, weights: "w.h5", file: file)
  }

  @Test func whatRoundingExplainsIsSaid() throws {
    let report = try report()
    let text = report.text(.table).replacing(/\S+\.h5/, with: "r.h5")
    #expect(
      text == """
        the same   net and r.h5 (a test): 2 layers, each within 0.0001 of its largest number or twice the reference's rounding
          1 layer is farther off than 0.0001, and no farther than rounding explains: conv is off by 0.0003000 of its \
        largest number, and the reference's own numbers are 0.0002000 from double precision
          2 further layers are compared and not shown: --all shows them

        """)
    let document = report.document
    #expect(document.same)
    #expect(document.layers.map(\.rounding) == [2e-4, nil])
    #expect(document.layers.map(\.same) == [true, true])
  }

  @Test func aToleranceThatIsAskedForAloneCounts() throws {
    let document = try report(tolerance: 1e-4).document
    #expect(document.firstDiffering == "conv")
    #expect(document.layers.map(\.rounding) == [2e-4, nil])
  }
}
