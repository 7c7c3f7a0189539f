import Architecture
import TestSupport
import Testing

@testable import Analysis

/// Each convention gives what its tool printed for small networks of every kind.
@Suite struct KindCountsTests {
  static let compared = RecordedKindCount.all.filter { $0.layers != nil && $0.written == nil }

  @Test(arguments: compared)
  func conventionsGiveThePrintedNumbers(_ row: RecordedKindCount) throws {
    let network = try row.network()
    for (program, columns) in row.counts {
      guard let convention = RecordedKindCount.convention(program) else { continue }
      if program == "calflops MACs", hasFaultyMACs(network) { continue }
      for (column, operations) in columns {
        #expect(try total(of: network, column, convention) == operations, "\(program) \(column)")
      }
    }
  }

  /// Where a tool fails, it does not know a layer.
  @Test func failuresAreUnknown() throws {
    var failures: [String] = []
    for row in Self.compared {
      for tool in (row.failures ?? [:]).keys {
        guard let convention = Convention(rawValue: tool) else { continue }
        failures.append("\(tool): \(row.name)")
        let counts = try convention.counts(of: row.network().network(for: .inference), batch: 1)
        #expect(counts.contains(.unknown), "\(tool): \(row.name)")
      }
    }
    #expect(
      failures.sorted() == [
        "calflops: resize [2, 3], function", "calflops: resize [2, 3], module", "onnx-tool: mish, function",
        "onnx-tool: mish, module",
      ])
  }

  /// What is compared, and what is not: networks without a model file, other spellings of functions, two ways of counting
  /// without a convention, and calflops' multiply–adds where they are wrong.
  @Test func noRowIsPassedOver() throws {
    #expect(RecordedKindCount.all.count == 176)
    #expect(RecordedKindCount.all.filter { $0.layers == nil }.count == 10)
    #expect(RecordedKindCount.all.filter { $0.written != nil }.count == 11)
    #expect(Self.compared.count == 155)
    var numbers: [String: Int] = [:]
    var faulty: [String] = []
    for row in Self.compared {
      for (program, columns) in row.counts { numbers[program, default: 0] += columns.count }
      if hasFaultyMACs(try row.network()), row.counts["calflops MACs"] != nil { faulty.append(row.name) }
    }
    #expect(
      numbers == [
        "torchinfo MACs": 465, "fvcore MACs": 465, "ptflops-pytorch MACs": 310, "ptflops-aten MACs": 310,
        "thop MACs": 310, "torch.utils.flop_counter FLOPs": 465, "deepspeed FLOPs": 310, "deepspeed MACs": 310,
        "calflops FLOPs": 306, "calflops MACs": 306, "onnx-tool MACs": 153, "onnx-tool-unfused MACs": 153,
      ])
    #expect(
      Set(numbers.keys.filter { RecordedKindCount.convention($0) == nil }) == [
        "ptflops-aten MACs", "onnx-tool-unfused MACs",
      ])
    #expect(
      faulty == [
        "attention of one head", "matmul of heads", "matmul transposed, scaled", "matmul, @",
        "transposed_conv depthwise", "transposed_conv groups",
      ])
  }

  /// The fixture has every kind but those of LeNet-5, which no PyTorch network has, and functions that are no modules.
  @Test func everyKindIsCompared() throws {
    var kinds: Set<String> = []
    for row in Self.compared { kinds.formUnion(try row.network().body.map(\.kind.name)) }
    #expect(
      LayerKinds.all.map { $0.name }.filter { !kinds.contains($0) }
        == [
          "subsample", "rbf", "function", "power", "log_softmax", "subtract", "divide", "raise", "minimum",
        ])
  }

  private func total(of network: Network, _ column: String, _ convention: Convention) throws -> Int {
    let parts = column.split(separator: " ")
    let batch = try #require(parts.last.flatMap { Int($0) })
    let mode: Mode = parts.first == "train" ? .training : .inference
    return try Profile(of: network, mode, convention: convention, batch: batch).totals.operations
  }

  /// calflops neither sees `@` nor divides the outputs of a transposed convolution by its groups but once.
  private func hasFaultyMACs(_ network: Network) -> Bool {
    network.body.contains { layer in
      layer.kind is MatrixProduct || (layer.kind as? TransposedConvolution).map { $0.groups > 1 } ?? false
    }
  }
}
