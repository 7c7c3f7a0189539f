import Architecture
import Foundation
import TestSupport
import Testing
import Weights

@testable import Import
@testable import TensorFiles

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

  @Test func allCasesAreThere() { #expect(Self.outputs.count == 103) }

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

  @Test func channelsLastForANormalization() throws {
    #expect(
      described(try Self.read("layer-norm-turned").network).dropFirst() == [
        "norm: layer_norm of x is 4×6×8", "relu: relu of norm is 4×6×8",
      ])
  }

  /// Parameters that are views, and cells that a product repeats itself, are no layers.
  @Test func factorsThatAreViews() throws {
    #expect(
      described(try Self.read("factors-viewed").network).dropFirst() == [
        "tanh: tanh of x is 4×6×8", "mul: scale bias=false of tanh is 4×6×8", "add: scale factor=false of mul is 4×6×8",
      ])
    #expect(
      described(try Self.read("factors-and-terms").network).dropFirst() == [
        "tanh: tanh of x is 4×6×8", "addcmul: scale of tanh is 4×6×8",
      ])
    #expect(
      described(try Self.read("factor-single").network).dropFirst() == [
        "tanh: tanh of x is 4×6×8", "mul: scale bias=false shared=true of tanh is 4×6×8",
        "add: scale factor=false shared=true of mul is 4×6×8",
      ])
    #expect(
      described(try Self.read("expand").network).dropFirst() == [
        "mean: mean axes=[1, 2] keep=true of x is 4×1×1", "mul: multiply of x, mean is 4×6×8",
      ])
  }

  @Test func paddingBeforeAMaximum() throws {
    #expect(
      described(try Self.read("pad-infinity").network).dropFirst() == [
        "max_pool2d: max_pool kernel=3 stride=2 pad=[[0, 1], [1, 2]] of x is 4×3×5"
      ])
    #expect(
      described(try Self.read("pad-infinity-twice").network).dropFirst() == [
        "max_pool2d: max_pool kernel=4 stride=2 pad=[[1, 1], [1, 2]] of x is 4×3×4"
      ])
    #expect(
      described(try Self.read("pad-cut").network).dropFirst() == [
        "pad.cut0: slice range=[0, 3] axis=1 of x is 4×3×8", "pad.cut1: slice range=[1, 8] axis=2 of pad.cut0 is 4×3×7",
        "pad: pad cells=[[0, 0], [0, 2]] of pad.cut1 is 4×3×9", "relu: relu of pad is 4×3×9",
      ])
  }

  /// Sizes that a parameter's view may have, of 12 numbers; one may be left open.
  @Test(
    arguments: [
      ([3, 4], [3, 4]), ([1, -1, 1, 2], [1, 6, 1, 2]), ([-1], [12]), ([5, -1], nil), ([-1, -1], nil), ([3, 3], nil),
      ([-3, -4], nil), ([0, -1], nil), ([.max, 4, -1], nil), ([1 << 32, 1 << 32, 12], nil), ([], nil),
    ] as [([Int], [Int]?)])
  func sizesOfViews(_ stated: [Int], _ sizes: [Int]?) {
    let node = ExportedProgram.Node(
      operation: "aten.view", arguments: ["size": .integers(stated)], outputs: [], modules: [])
    #expect(PyTorchCall(node).wholeSizes(of: 12) == sizes)
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

  /// A state_dict is a zip file, too, and holds weights alone.
  @Test func aStateDictIsNoProgram() throws {
    let path = project.appending(path: "Tests/Fixtures/weights/torch.pth").path
    let file = try FileBytes(path)
    #expect(try PyTorchImporter.weights(file, path: path) == nil)
    #expect(try WeightFile.opening(path).format == .torch)
    let error = #expect(throws: ImportError.self) { try ImportedModel.read(path) }
    #expect(
      error?.problems.map(\.message) == [
        "a state_dict has weights and no network: give it with --weights to a model"
      ])
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

  /// Where the numbers of a tensor lie in a storage of 24 bytes: as many as it has, from the first to the last.
  @Test(
    arguments: [
      ([2, 3], [3, 1], 0, nil), ([6], [1], 0, nil), ([5], [1], 1, nil), ([1], [1], 5, nil), ([], [], 5, nil),
      ([2], [5], 0, nil), ([6], [0], 0, nil), ([1, 6], [.max, 1], 0, nil),
      ([0], [1], 0, "torch-view: 'w' has the size 0 and the stride 1"),
      ([-1], [1], 0, "torch-view: 'w' has the size -1 and the stride 1"),
      ([2], [-1], 1, "torch-view: 'w' has the size 2 and the stride -1"),
      ([7], [1], 0, "torch-view: 'w' ends at number 6 of 6"), ([6], [1], 1, "torch-view: 'w' ends at number 6 of 6"),
      ([], [], 6, "torch-view: 'w' ends at number 6 of 6"), ([2], [1], -1, "torch-view: 'w' ends at number 0 of 6"),
      ([2], [6], 0, "torch-view: 'w' ends at number 6 of 6"),
      ([3], [.max], 0, "torch-view: 'w' lies beyond its numbers"),
      ([2, 2], [.max, 1], 0, "torch-view: 'w' lies beyond its numbers"),
      ([1 << 32, 1 << 31], [0, 0], 0, "torch-view: 'w' lies beyond its numbers"),
      ([2, 1 << 32, 1 << 32], [0, 0, 0], 0, "torch-view: 'w' lies beyond its numbers"),
    ] as [([Int], [Int], Int, String?)])
  func placesOfNumbers(_ sizes: [Int], _ strides: [Int], _ first: Int, _ refusal: String?) throws {
    func list(_ numbers: [Int]) -> String { "[\(numbers.map { "{\"as_int\":\($0)}" }.joined(separator: ","))]" }
    let meta = try JSONValue(
      parsing: Array(
        """
        {"dtype":7,"layout":7,"sizes":\(list(sizes)),"strides":\(list(strides)),"storage_offset":{"as_int":\(first)}}
        """.utf8))
    let place = ZipReader.Member(
      name: "a/data/weights/weight_0", offset: 100, size: 24, storedSize: 24, isDeflated: false, checksum: 0)
    do throws(FormatError) {
      let numbers = try ExportedProgram.numbers("w", meta, place)
      #expect(refusal == nil && numbers?.shape == sizes && numbers?.offset == 100 + 4 * first)
    } catch { #expect(error.message == refusal) }
  }

  /// A type, a layout or lists of which nothing is known are no tensor here.
  @Test func tensorsThatAreNotKnown() throws {
    func isKnown(_ meta: String) throws -> Bool {
      let place = ZipReader.Member(
        name: "a", offset: 0, size: 24, storedSize: 24, isDeflated: false, checksum: 0)
      return try ExportedProgram.numbers("w", JSONValue(parsing: Array(meta.utf8)), place) != nil
    }
    let size = #"{"as_int":1}"#
    func meta(
      _ type: Int = 7, _ layout: Int = 7, sizes: [String] = [#"{"as_int":6}"#], strides: [String] = [#"{"as_int":1}"#]
    ) -> String {
      #"{"dtype":\#(type),"layout":\#(layout),"sizes":[\#(sizes.joined(separator: ","))],"#
        + #""strides":[\#(strides.joined(separator: ","))]}"#
    }
    #expect(try isKnown(meta()))
    #expect(try !isKnown(meta(9)) && !isKnown(meta(7, 1)))
    #expect(try !isKnown(meta(strides: [])) && !isKnown(meta(strides: [#"{"as_expr":"s0"}"#])))
    #expect(try !isKnown(meta(sizes: [#"{"as_expr":"s0"}"#])))
    let ones = Array(repeating: size, count: 33)
    #expect(try isKnown(meta(sizes: Array(ones.dropFirst()), strides: Array(ones.dropFirst()))))
    #expect(try !isKnown(meta(sizes: ones, strides: ones)))
  }
}
