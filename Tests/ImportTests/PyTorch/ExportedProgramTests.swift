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

  @Test func allCasesAreThere() { #expect(Self.outputs.count == 90) }

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

  /// Before torch 2.8 the graph lay beside two state_dicts.
  @Test func anOlderProgram() throws {
    let (older, newer) = (try Self.read("older"), try Self.read("nested"))
    #expect(described(older.network) == described(newer.network))
    let file = try WeightFile.opening(Recorded.folder("PyTorch").appendingPathComponent("older.pt2").path)
    #expect(Mapping(of: file, onto: newer.network).isComplete)
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

  /// A model of torch.save is a program, which is never run.
  @Test func aPickledModuleIsRefusedWithTheWayIn() throws {
    let path = Recorded.folder("PyTorch").appendingPathComponent("whole.pth").path
    let error = #expect(throws: ImportError.self) { try ImportedModel.read(path) }
    #expect(
      error?.problems.map(\.message) == [
        "pickle-module: the file holds a pickled program ('torch.nn.modules.activation.ReLU'), which is never run: "
          + "save model.state_dict() instead",
        "a file that is read is written by two lines of Python: program = torch.export.export(model.eval(), "
          + "(torch.rand(1, 3, 224, 224),)); torch.export.save(program, 'model.pt2')",
      ])
  }

  @Test func aSymbolIsNamedUnlessTheInputIsGiven() throws {
    let path = Recorded.folder("PyTorch").appendingPathComponent("dynamic.pt2").path
    let error = #expect(throws: ImportError.self) { try ImportedModel.read(path) }
    #expect(error?.problems.map(\.place) == ["input"])
    #expect(error?.problems.first?.message.contains("×4×") == true)
    var options = ImportOptions()
    options.input = [4, 6, 8]
    #expect(described(try ImportedModel.read(path, options: options).network).first == "input: input is 4×6×8")
  }
}
