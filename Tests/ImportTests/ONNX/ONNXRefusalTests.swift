import Architecture
import Foundation
import TensorFiles
import Testing
import Weights

@testable import Import

/// Files that are damaged, hostile, or of which something is not known.
@Suite struct ONNXRefusalTests {
  /// The rule that bytes break; nil where they are read.
  private func rule(_ bytes: [UInt8], path: String = "net.onnx") -> String? {
    do {
      _ = try ONNXImporter.model(of: MemorySource(bytes), path: path, options: ImportOptions())
      return nil
    } catch {
      return error.problems[0].message.split(separator: ":").first.map(String.init)
    }
  }

  /// A field of bytes.
  private func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] {
    var length: [UInt8] = []
    var rest = bytes.count
    while rest >= 0x80 {
      length.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    return [number << 3 | 2] + length + [UInt8(rest)] + bytes
  }

  // MARK: bytes

  @Test func theSeedIsRead() throws { #expect(rule(try ONNXImportTests.chain().bytes) == nil) }

  @Test func aNumberThatDoesNotEnd() throws {
    #expect(rule([0x08] + Array(repeating: 0xFF, count: 12)) == "protobuf-number")
    #expect(rule([0x08]) == "protobuf-number")
    #expect(rule([0x08, 0x80]) == "protobuf-number")
    // 2^64 and more.
    #expect(rule([0x08] + Array(repeating: 0xFF, count: 9) + [0x02]) == "protobuf-number")
  }

  @Test func aLengthBeyondItsMessage() throws {
    #expect(rule([0x08, 0x08, 0x3A, 0x05, 0x0A, 0x00]) == "protobuf-length")
    #expect(rule([0x08, 0x08, 0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]) == "protobuf-length")
    // Eight bytes that are not all there.
    #expect(rule([0x08, 0x08, 0x11, 0x00]) == "protobuf-length")
  }

  @Test func aGroupAndAFieldWithoutNumber() throws {
    #expect(rule([0x08, 0x08, 0x3B, 0x3C]) == "protobuf-tag")
    #expect(rule([0x08, 0x08, 0x00, 0x00]) == "protobuf-tag")
    #expect(rule([0x08, 0x08, 0x07]) == "protobuf-tag")
  }

  @Test func everyPrefixEndsInARule() throws {
    let bytes = try ONNXImportTests.chain().bytes
    for count in 0..<bytes.count {
      let error = #expect(throws: ImportError.self) {
        _ = try ONNXImporter.model(of: MemorySource(Array(bytes[..<count])), path: "net.onnx", options: ImportOptions())
      }
      #expect(error?.problems.isEmpty == false)
    }
  }

  @Test func aMessageThatIsANumber() { #expect(rule([0x08, 0x08, 0x38, 0x01]) == "onnx-message") }

  @Test func aFileWithoutAGraph() { #expect(rule([0x08, 0x08]) == "onnx-message") }

  @Test func textThatIsNone() {
    #expect(rule([0x08, 0x08] + field(7, field(2, [0xFF, 0xFE]))) == "onnx-message")
  }

  @Test func theOldestVersion() throws {
    var file = ONNXImportTests.chain()
    file.model.irVersion = 2
    #expect(rule(try file.bytes) == "onnx-version")
    file.model.irVersion = 3
    #expect(rule(try file.bytes) == nil)
  }

  @Test func newerOperatorsAreRemarked() throws {
    var file = ONNXImportTests.chain()
    file.model.opsetImport[0].version = 24
    #expect(try file.read().remarks == [])
    file.model.opsetImport[0].version = 25
    #expect(
      try file.read().remarks == [
        "operators of version 25, which is newer than 24: they are read as those of version 24"
      ])
  }

  @Test func aNameOfAMegabyte() {
    #expect(rule([0x08, 0x08] + field(7, field(2, Array(repeating: 0x61, count: 4096)))) != "onnx-size")
    #expect(rule([0x08, 0x08] + field(7, field(2, Array(repeating: 0x61, count: 1 << 20)))) == "onnx-size")
  }

  @Test func moreNodesThanAreRead() {
    let node = field(1, [])
    let few = Array(repeating: node, count: FormatLimits.onnxNodes).flatMap(\.self)
    #expect(throws: Never.self) { try ONNXScanner.message(of: MemorySource(field(7, few))) }
    let error = #expect(throws: FormatError.self) { try ONNXScanner.message(of: MemorySource(field(7, few + node))) }
    #expect(error?.rule == "onnx-size")
  }

  @Test func moreTensorsThanAreRead() {
    let few = Array(repeating: field(5, []), count: FormatLimits.tensors).flatMap(\.self)
    #expect(throws: Never.self) { try ONNXScanner.message(of: MemorySource(field(7, few))) }
    let more = field(7, few + field(5, []))
    let error = #expect(throws: FormatError.self) { try ONNXScanner.message(of: MemorySource(more)) }
    #expect(error?.message == "tensor-count: more than 100000 tensors")
  }

  /// The program that wrote the file, with the field's own three bytes.
  @Test(arguments: [(4109, nil), (4110, "onnx-size: the field at byte 2 has 4113 bytes, and 4112 are read")])
  func theLongestName(count: Int, message: String?) {
    let name = field(2, Array(repeating: 0x61, count: count))
    do throws(FormatError) {
      _ = try ONNXScanner.message(of: MemorySource([0x08, 0x08] + name + field(7, [])))
      #expect(message == nil)
    } catch { #expect(error.message == message) }
  }

  /// 64 MiB of a graph, each message counted with 32 bytes.
  @Test(arguments: [(-608, 0, true), (-607, 0, false), (-640, 1, true), (-639, 1, false), (-608, 1, false)])
  func theLargestGraph(last: Int, more: Int, isRead: Bool) {
    /// An attribute whose list, with its own five bytes, has so many.
    func list(_ bytes: Int) -> [UInt8] { field(5, field(8, Array(repeating: 0, count: bytes - 5))) }
    var node: [UInt8] = []
    for _ in 0..<15 { node += list(4 << 20) }
    node += list(4 << 20 + last)
    for _ in 0..<more { node += field(5, []) }
    do throws(FormatError) {
      _ = try ONNXScanner.message(of: MemorySource(field(7, field(1, node))))
      #expect(isRead)
    } catch {
      #expect(!isRead)
      #expect(error.message == "onnx-size: a graph of more than 67108864 bytes without its tensors")
    }
  }

  @Test func aGraphThatIsTooLarge() {
    // Names of entries, 4 kB each.
    let entry = field(1, field(1, Array(repeating: 0x61, count: 4000)))
    let node = Array(repeating: entry, count: 20_000).flatMap(\.self)
    #expect(rule([0x08, 0x08] + field(7, node)) == "onnx-size")
  }

  @Test func aFileThatDoesNotSayItsOperators() throws {
    var file = ONNXImportTests.chain()
    file.model.opsetImport = []
    #expect(rule(try file.bytes) == "onnx-version")
  }

  // MARK: tensors

  @Test func aTensorWithOtherBytesThanItsSizes() throws {
    var file = ONNXImportTests.chain()
    file.model.graph.initializer[0].rawData.append(0)
    #expect(rule(try file.bytes) == "onnx-tensor")
  }

  @Test func aTensorOfAllTheMemoryThereIs() throws {
    for sizes in [[1 << 60], [1 << 31, 1 << 31, 1 << 31], [-1], [0, 1 << 62, 4]] as [[Int64]] {
      var file = ONNXImportTests.chain()
      file.model.graph.initializer[0].dims = sizes
      #expect(rule(try file.bytes) == "onnx-tensor")
    }
  }

  /// As many axes, bytes and cells beside an axis without any as a tensor may have.
  @Test(
    arguments: [
      (Array(repeating: 1, count: 32), nil), (Array(repeating: 1, count: 33), "the tensor w has 33 axes"),
      ([1 << 48], "the tensor w has 281474976710656 numbers by its sizes, and 1 in the file"),
      ([1 << 48 + 1], "the sizes of the tensor w are impossible"),
      ([0, 1 << 50], "the tensor w has 0 numbers by its sizes, and 1 in the file"),
      ([0, 1 << 50 + 1], "the sizes of the tensor w are impossible"),
    ] as [([Int64], String?)])
  func theLargestTensor(_ sizes: [Int64], _ message: String?) throws {
    var files = ExternalFiles(MemorySource([]), path: "net.onnx")
    var tensor = Onnx_TensorProto()
    (tensor.name, tensor.dims, tensor.dataType, tensor.floatData) = ("w", sizes, 1, [2])
    do throws(FormatError) {
      #expect(try ONNXTensor(tensor, files: &files).shape == sizes.map { Int($0) })
      #expect(message == nil)
    } catch { #expect(error.message == message.map { "onnx-tensor: \($0)" }) }
  }

  /// Numbers are read with what lies between them.
  @Test(arguments: [(1 << 24 - 1, true), (1 << 24, false)])
  func numbersThatAreFarApart(stride: Int, isRead: Bool) {
    var reader = ConstantReader([MemorySource(Array(repeating: 7, count: 1 << 24 + 1))])
    var numbers = ParameterNumbers(name: "w", shape: [2], type: .uint8, source: 0, offset: 0)
    numbers.strides = [stride]
    do throws(NodeError) {
      #expect(try reader.integers(ONNXTensor(name: "w", shape: [2], type: .uint8, .stored(numbers))) == [7, 7])
      #expect(isRead)
    } catch {
      guard case .wrong(let message) = error else { return }
      #expect(!isRead && "\(message)" == "reads constants that are too far apart")
    }
  }

  @Test(arguments: [[5], [], [5, 6]] as [[Float]])
  func aConstantOfOneNumberEverywhere(_ numbers: [Float]) throws {
    var file = ONNXFile()
    file.input("x", [1, 2])
    file.whole("size", [1, 2])
    file.node("ConstantOfShape", ["size"], ["c"])
    file.setTensor("value", ONNXFile.tensor("value", [Int64(numbers.count)], numbers))
    file.node("Add", ["x", "c"], ["y"])
    file.output("y")
    if numbers.count == 1 {
      #expect(try file.read().network.layers.map(\.shape.dimensions) == [[2], [2]])
    } else {
      #expect(try file.problems() == ["c: ConstantOfShape has a value that is no single number"])
    }
  }

  /// Four numbers of four bytes in place of two of eight.
  @Test func aTensorWithNumbersOfAnotherType() throws {
    var file = ONNXFile()
    file.input("x", [1, 2])
    file.weight("w", [2])
    file.node("Add", ["x", "w"], ["y"])
    file.output("y")
    file.model.graph.initializer[0].clearRawData()
    file.model.graph.initializer[0].dataType = 11
    file.model.graph.initializer[0].doubleData = [1, 2]
    #expect(rule(try file.bytes) == nil)
    file.model.graph.initializer[0].doubleData = []
    file.model.graph.initializer[0].floatData = [1, 2, 3, 4]
    #expect(rule(try file.bytes) == "onnx-tensor")
  }

  @Test func aTensorWithItsNumbersTwice() throws {
    var file = ONNXImportTests.chain()
    file.model.graph.initializer[0].floatData = [1]
    #expect(rule(try file.bytes) == "onnx-tensor")
  }

  @Test func aTensorThatSaysItselfWhereItLies() throws {
    // The fields that the scanner writes are skipped where a file has them.
    var file = ONNXImportTests.chain()
    file.model.graph.initializer[0].takenField = 9
    file.model.graph.initializer[0].takenOffset = 1 << 40
    file.model.graph.initializer[0].takenLength = 72
    #expect(rule(try file.bytes) == nil)
  }

  @Test func aTypeThatIsNotRead() throws {
    var file = ONNXImportTests.chain()
    file.model.graph.initializer[0].dataType = 14
    #expect(rule(try file.bytes) == "onnx-tensor")
  }

  @Test func aConstantThatWouldTakeAllMemory() throws {
    var file = ONNXFile()
    file.input("x", [1, 2])
    file.whole("size", [1 << 20, 1 << 20])
    file.node("ConstantOfShape", ["size"], ["c"])
    file.node("Sqrt", ["c"], ["d"])
    file.node("Add", ["x", "d"], ["y"])
    file.output("y")
    #expect(
      try file.problems() == [
        "d: Sqrt computes more constants than the 4194304 numbers that are computed ahead of running"
      ])
  }

  @Test func sizesThatOverflow() throws {
    var file = ONNXFile()
    file.input("x", [1, 2])
    file.whole("size", [Int64.max, Int64.max])
    file.node("ConstantOfShape", ["size"], ["c"])
    file.node("Add", ["x", "c"], ["y"])
    file.output("y")
    #expect(
      try file.problems() == [
        "c: ConstantOfShape makes a constant of the impossible size 9223372036854775807×9223372036854775807"
      ])
  }

  @Test(
    arguments: [[1, 1, 0, 2], [1, 1, -1, 1], [1, 1, .nan, 2], [1, 1, 1e30, 1], [1, 1, .infinity, 1]] as [[Float]])
  func scalesThatAreNone(_ scales: [Float]) throws {
    var file = ONNXFile()
    file.input("x", [1, 1, 2, 2])
    file.weight("scales", [4], scales)
    file.node("Resize", ["x", "", "scales"], ["y"])
    file.output("y")
    #expect(try file.problems() == ["y: Resize makes sizes that are impossible"])
  }

  // MARK: graphs

  @Test func aNodeThatDependsOnItself() throws {
    var file = ONNXFile()
    file.input("x", [1, 2])
    file.node("Add", ["x", "b"], ["a"], name: "first")
    file.node("Relu", ["a"], ["b"], name: "second")
    file.output("b")
    #expect(try file.problems() == ["second: depends on itself"])
  }

  @Test func aLongChainIsNoDeepRecursion() throws {
    var file = ONNXFile()
    file.input("x", [1, 2])
    for index in 0..<20_000 { file.node("Relu", [index == 0 ? "x" : "v\(index)"], ["v\(index + 1)"]) }
    file.output("v20000")
    #expect(try file.read().network.layers.count == 20_001)
  }

  @Test func nodesInAnyOrder() throws {
    var file = ONNXFile()
    file.input("x", [1, 2])
    file.node("Tanh", ["a"], ["y"])
    file.node("Relu", ["x"], ["a"])
    file.output("y")
    #expect(try file.table() == "relu: relu of x = 2\ntanh: tanh of relu = 2")
  }

  @Test func aValueThatNothingMakesAndOneMadeTwice() throws {
    var file = ONNXFile()
    file.input("x", [1, 2])
    file.node("Add", ["x", "nowhere"], ["y"])
    file.output("y")
    #expect(try file.problems() == ["y: Add reads 'nowhere', which nothing makes"])
    file.node("Relu", ["x"], ["y"])
    #expect(try file.problems() == ["y: the value 'y' is made twice"])
  }

  @Test func allThatDoesNotFitIsSaidAtOnce() throws {
    var file = ONNXFile()
    file.input("x", [1, 2, 4, 4])
    file.weight("w", [2, 3, 1, 1])
    file.node("Conv", ["x", "w"], ["a"], name: "one")
    file.node("MaxPool", ["x"], ["b"], name: "two", ints: ["kernel_shape": [9, 9]])
    file.node("Add", ["a", "b"], ["y"])
    file.output("y")
    #expect(
      try file.problems() == [
        "one: Conv has a kernel of 2×3×1×1 for an input of 2×4×4 in 1 groups",
        "two: MaxPool does not fit: a window of 9 is larger than its input of 4",
      ])
  }

  @Test func openSizesAreNamed() throws {
    var file = ONNXFile()
    file.input("x", [-1, 3, -1, -1])
    file.node("Relu", ["x"], ["y"])
    file.output("y")
    #expect(
      try file.problems() == [
        "x: the file leaves sizes of the input open, 'N' (axis 2), 'N' (axis 3); --input says them, as in "
          + "--input 3x224x224"
      ])
    for input in [[3, 8, 6], [8, 6], [1, 3, 8, 6]] {
      var options = ImportOptions()
      options.input = input
      #expect(try file.read(options).network.input.dimensions == [3, 8, 6])
    }
    var options = ImportOptions()
    options.input = [7]
    #expect(try file.read(options).network.input.dimensions == [3, 7, 7])
  }

  @Test func aFixedBatch() throws {
    var file = ONNXFile()
    file.input("x", [4, 2, 2, 2])
    file.whole("size", [4, 8])
    file.node("Reshape", ["x", "size"], ["y"])
    file.output("y")
    let model = try file.read()
    #expect(model.remarks == ["the file is for 4 inputs at a time; here it takes one"])
    #expect(ONNXFile.table(model) == "flatten: flatten of x = 8")
  }

  @Test func acrossAFixedBatchAllIsOneInput() throws {
    var file = ONNXFile(opset: 17)
    file.input("x", [4, 2])
    file.node("ReduceMean", ["x"], ["y"], ints: ["axes": [0]])
    file.output("y")
    #expect(try file.table() == "mean: mean of x (axes [0]; keep true) = 1×2")
  }

  @Test func whatIsNotKnownIsAllNamed() throws {
    var file = ONNXFile()
    file.input("x", [1, 2, 4, 4])
    file.node("MyOp", ["x"], ["a"], name: "mine", domain: "ai.example")
    file.stated("a", [1, 8])
    file.node("If", ["a"], ["b"], name: "branch")
    file.stated("b", [-1, 3])
    file.node("Hardmax", ["b"], ["y"], name: "e")
    file.output("y")
    let model = try file.read()
    #expect(
      model.unknown.map { "\($0.layer): \($0.operation) of \($0.inputs.joined(separator: ", ")) = \($0.shape)" } == [
        "mine: ai.example.MyOp of x = 8", "branch: If of mine = 3", "e: Hardmax of branch = 3",
      ])
    file.model.graph.valueInfo = []
    #expect(
      try file.problems() == [
        "mine: nothing is known of the operation ai.example.MyOp, and the file does not state the size of 'a'"
      ])
  }

  @Test func aQuantizedNetworkIsAnalyzed() throws {
    var file = ONNXFile()
    file.input("x", [1, 1, 4, 4])
    file.weight("s", [], [0.1])
    file.whole("z", [0], [])
    file.weight("w", [2, 1, 3, 3])
    file.model.graph.initializer[2].dataType = 3
    file.model.graph.initializer[2].rawData = Data(repeating: 1, count: 18)
    file.node("QuantizeLinear", ["x", "s", "z"], ["q"])
    file.node("QLinearConv", ["q", "s", "z", "w", "s", "z", "s", "z"], ["c"])
    file.node("DequantizeLinear", ["c", "s", "z"], ["y"])
    file.output("y")
    let model = try file.read()
    #expect(ONNXFile.table(model) == "conv: conv of x (channels 2; kernel 3; bias false) = 2×2×2")
    #expect(model.weights == nil)
    #expect(model.remarks.count == 1)
  }

  @Test func aPointerOfGit() throws {
    let text = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"
    let error = #expect(throws: ImportError.self) {
      _ = try ONNXImporter.model(of: MemorySource(Array(text.utf8)), path: "net.onnx", options: ImportOptions())
    }
    #expect(error?.problems[0].message == "a pointer of Git LFS and not the file itself; 'git lfs pull' fetches it")
  }
}
