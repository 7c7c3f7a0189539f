import Architecture
import Foundation
import Import
import TestSupport
import Testing
import Weights

/// Programs that Scripts/record_imports_pt2.py wrote with torch.export.save.
@Suite struct ExportedProgramTests {
  private static let outputs = (try? Recorded.outputs(in: "PyTorch")) ?? [:]

  private static func read(_ name: String) throws -> ImportedModel {
    try ImportedModel.read(Recorded.folder("PyTorch").appendingPathComponent("\(name).pt2").path)
  }

  @Test(arguments: outputs.keys.sorted()) func outputsAreThoseOfTorch(name: String) throws {
    let model = try Self.read(name)
    #expect(model.unknown.isEmpty)
    try Recorded.compare(model, with: try #require(Self.outputs[name]))
  }

  @Test func allCasesAreThere() { #expect(Self.outputs.count == 68) }

  @Test func modulesAreNamesAndScopes() throws {
    let model = try Self.read("nested")
    #expect(model.format == .exportedProgram)
    #expect(model.weights?.format == .exportedProgram)
    #expect(
      described(model.network) == [
        "x: input is 4×6×8",
        "block.0: conv channels=4 kernel=3 pad=1 bias=false of x is 4×6×8 in block",
        "block.1: batch_norm of block.0 is 4×6×8 in block",
        "relu: relu of block.1 is 4×6×8",
        "add: add of relu, x is 4×6×8",
        "relu_2: relu of add is 4×6×8",
      ])
    #expect(model.network.layers[1].scope.map(\.kind) == ["Sequential"])
    #expect(
      model.network.layers.map(\.module)
        == [nil, "block.0", "block.1", "relu", nil, "relu_2"].map { $0 == "relu_2" ? "relu" : $0 })
  }

  @Test func aChannelShuffleIsOne() throws {
    #expect(described(try Self.read("shuffle").network).dropFirst() == ["view: shuffle groups=2 of x is 4×6×8"])
  }

  @Test func itsWeightsFitOtherNetworks() throws {
    let file = try WeightFile.opening(Recorded.folder("PyTorch").appendingPathComponent("nested.pt2").path)
    #expect(
      file.tensors.map(\.path).sorted() == [
        "block.0.weight", "block.1.bias", "block.1.num_batches_tracked", "block.1.running_mean", "block.1.running_var",
        "block.1.weight",
      ])
    #expect(Mapping(of: file, onto: try Self.read("nested").network).isComplete)
  }

  /// Its parameters and products as torchvision states them, and its outputs as torch computes them.
  @Test func torchvisionsNetworks() throws {
    struct Row: Decodable {
      let num_params: Int
      let exported_parameters: Int
      let parameters: Int
      let macs: Int
      let _ops: Double
      let largest: Double
      let difference: Double
    }
    struct Document: Decodable { let networks: [String: Row] }
    let file = Recorded.folder("PyTorch").appendingPathComponent("torchvision.json")
    let rows = try JSONDecoder().decode(Document.self, from: Data(contentsOf: file)).networks
    #expect(rows.count == 17)
    for (name, row) in rows {
      #expect(row.parameters == row.exported_parameters, "\(name)")
      // What torchvision states of Inception v3 has its auxiliary classifier, which exists in training alone.
      #expect(row.num_params - row.parameters == (name == "inception_v3" ? 3_326_696 : 0), "\(name)")
      #expect((Double(row.macs) / 1e6).rounded() / 1e3 == row._ops, "\(name)")
      #expect(row.difference <= 1e-4 * row.largest, "\(name)")
    }
  }
}
