import Architecture
import Testing
import Weights

@testable import Import

/// Small graphs and the layers that they become.
@Suite struct ONNXImportTests {
  /// A convolution, an activation, a pooling and a fully connected layer.
  static func chain() -> ONNXFile {
    var file = ONNXFile()
    file.input("x", [1, 1, 6, 6])
    file.weight("conv1.weight", [2, 1, 3, 3])
    file.weight("conv1.bias", [2])
    file.node("Conv", ["x", "conv1.weight", "conv1.bias"], ["a"], ints: ["pads": [1, 1, 1, 1]])
    file.node("Relu", ["a"], ["b"])
    file.node("MaxPool", ["b"], ["c"], ints: ["kernel_shape": [2, 2], "strides": [2, 2]])
    file.node("Flatten", ["c"], ["d"])
    file.weight("fc.weight", [2, 18])
    file.weight("fc.bias", [2])
    file.node("Gemm", ["d", "fc.weight", "fc.bias"], ["y"], int: ["transB": 1])
    file.output("y", [1, 2])
    return file
  }

  @Test func aChain() throws {
    let model = try Self.chain().read()
    #expect(
      ONNXFile.table(model) == """
        conv1: conv of x (channels 2; kernel 3; pad 1) = 2×6×6
        relu: relu of conv1 = 2×6×6
        max_pool: max_pool of relu (kernel 2) = 2×3×3
        flatten: flatten of max_pool = 18
        fc: fc of flatten (outputs 2) = 2
        """)
    let weights = try #require(model.weights)
    #expect(Mapping(of: weights, onto: model.network).isComplete)
    #expect(weights.tensors.map(\.path) == ["conv1.bias", "conv1.weight", "fc.bias", "fc.weight"])
    #expect(model.network.layers.reduce(0) { $0 + $1.parameters.reduce(0) { $0 + $1.count } } == 20 + 38)
  }

  @Test func aMatrixIsReadTransposedWhereTheNodeSaysNothing() throws {
    var file = ONNXFile()
    file.input("x", [1, 2])
    file.weight("w", [2, 3], [1, 2, 3, 10, 20, 30])
    file.node("MatMul", ["x", "w"], ["a"])
    file.weight("b", [3], [100, 200, 300])
    file.node("Add", ["a", "b"], ["y"])
    file.output("y")
    #expect(try file.table() == "fc: fc of x (outputs 3) = 3")
    #expect(try file.run([1, 2]) == [[121, 242, 363]])
  }

  @Test func aMatrixTimesEveryToken() throws {
    var file = ONNXFile()
    file.input("x", [1, 2, 2])
    file.weight("w", [2, 1], [1, 10])
    file.node("MatMul", ["x", "w"], ["y"])
    file.output("y")
    #expect(try file.table() == "fc: fc of x (outputs 1; bias false; flatten false) = 2×1")
    #expect(try file.run([1, 2, 3, 4]) == [[21, 43]])
  }

  @Test func gemmScalesItsParts() throws {
    var file = ONNXFile()
    file.input("x", [1, 2])
    file.weight("w", [2, 1], [1, 1])
    file.weight("b", [1], [5])
    file.node("Gemm", ["x", "w", "b"], ["y"], float: ["alpha": 2, "beta": 3])
    file.output("y")
    #expect(try file.run([1, 2]) == [[21]])
  }

  @Test func initializersAreNoInputsBelowVersion4() throws {
    var file = Self.chain()
    file.model.irVersion = 3
    for tensor in file.model.graph.initializer { file.input(tensor.name, tensor.dims) }
    #expect(try file.read().network.inputCount == 1)
  }

  @Test func halfAndDoubleNumbers() throws {
    for (type, bytes) in [(Int32(10), [0x00, 0x3C, 0x00, 0x40]), (16, [0x80, 0x3F, 0x00, 0x40])] {
      var file = ONNXFile()
      file.input("x", [1, 2])
      file.weight("w", [1, 2])
      file.model.graph.initializer[0].dataType = type
      file.model.graph.initializer[0].rawData = .init(bytes.map { UInt8($0) })
      file.node("Gemm", ["x", "w"], ["y"], int: ["transB": 1])
      file.output("y")
      #expect(try file.run([3, 10]) == [[23]])
    }
    var file = ONNXFile()
    file.input("x", [1, 2])
    file.weight("w", [1, 2])
    file.model.graph.initializer[0].dataType = 11
    file.model.graph.initializer[0].clearRawData()
    file.model.graph.initializer[0].doubleData = [1, 2]
    file.node("Gemm", ["x", "w"], ["y"], int: ["transB": 1])
    file.output("y")
    #expect(try file.run([3, 10]) == [[23]])
  }

  @Test func weightsThatTheGraphMakes() throws {
    var file = ONNXFile()
    file.input("x", [1, 1, 2, 2])
    file.whole("size", [1, 1, 2, 2])
    file.node("ConstantOfShape", ["size"], ["w"])
    file.setTensor("value", ONNXFile.tensor("value", [1], [0.5]))
    file.node("Conv", ["x", "w"], ["y"])
    file.output("y")
    #expect(try file.run([1, 2, 3, 4]) == [[5]])
  }

  @Test func sizesThatTheGraphComputes() throws {
    var file = ONNXFile()
    file.input("x", [-1, 2, 3, 3])
    file.node("Shape", ["x"], ["s"])
    file.whole("zero", [0], [])
    file.node("Gather", ["s", "zero"], ["n"], int: ["axis": 0])
    file.whole("axes", [0])
    file.node("Unsqueeze", ["n", "axes"], ["n1"])
    file.whole("rest", [-1])
    file.node("Concat", ["n1", "rest"], ["sizes"], int: ["axis": 0])
    file.node("Reshape", ["x", "sizes"], ["y"])
    file.output("y")
    #expect(try file.table() == "flatten: flatten of x = 18")
  }

  @Test func theSameInEveryVersion() throws {
    func table(_ opset: Int64, _ make: (inout ONNXFile) -> Void) throws -> String {
      var file = ONNXFile(opset: opset)
      file.input("x", [1, 4, 6, 6])
      make(&file)
      file.output("y")
      return try file.table()
    }
    let slice = "slice: slice of x (range [1, 3]) = 2×6×6"
    #expect(try table(9) { $0.node("Slice", ["x"], ["y"], ints: ["axes": [1], "starts": [1], "ends": [3]]) } == slice)
    #expect(
      try table(13) {
        $0.whole("from", [1])
        $0.whole("to", [3])
        $0.whole("axes", [1])
        $0.node("Slice", ["x", "from", "to", "axes"], ["y"])
      } == slice)
    let pad = "pad: pad of x (cells [[1, 2], [0, 0]]) = 4×9×6"
    #expect(try table(10) { $0.node("Pad", ["x"], ["y"], ints: ["pads": [0, 0, 1, 0, 0, 0, 2, 0]]) } == pad)
    #expect(
      try table(11) {
        $0.whole("pads", [0, 0, 1, 0, 0, 0, 2, 0])
        $0.node("Pad", ["x", "pads"], ["y"])
      } == pad)
    #expect(
      try table(18) {
        $0.whole("pads", [1, 2])
        $0.whole("axes", [-2])
        $0.node("Pad", ["x", "pads", "", "axes"], ["y"])
      } == pad)
    #expect(try table(10) { $0.node("Clip", ["x"], ["y"], float: ["min": 0, "max": 6]) } == "relu6: relu6 of x = 4×6×6")
    #expect(
      try table(11) {
        $0.weight("low", [], [0])
        $0.weight("high", [], [6])
        $0.node("Clip", ["x", "low", "high"], ["y"])
      } == "relu6: relu6 of x = 4×6×6")
    let mean = "global_avg_pool: global_avg_pool of x = 4×1×1"
    #expect(try table(17) { $0.node("ReduceMean", ["x"], ["y"], ints: ["axes": [2, 3]]) } == mean)
    #expect(
      try table(18) {
        $0.whole("axes", [-1, -2])
        $0.node("ReduceMean", ["x", "axes"], ["y"])
      } == mean)
    let resize = "resize: resize of x (scale [2.0, 2.0]) = 4×12×12"
    #expect(
      try table(9) {
        $0.weight("scales", [4], [1, 1, 2, 2])
        $0.node("Upsample", ["x", "scales"], ["y"], text: ["mode": "nearest"])
      } == resize)
    #expect(
      try table(13) {
        $0.weight("scales", [4], [1, 1, 2, 2])
        $0.node(
          "Resize", ["x", "", "scales"], ["y"],
          text: ["coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"])
      } == resize)
    let split = """
      slice: slice of x (range [0, 1]) = 1×6×6
      slice_2: slice of x (range [1, 4]) = 3×6×6
      concat: concat of slice_2, slice = 4×6×6
      """
    #expect(
      try table(11) {
        $0.node("Split", ["x"], ["a", "b"], ints: ["split": [1, 3]], int: ["axis": 1])
        $0.node("Concat", ["b", "a"], ["y"], int: ["axis": 1])
      } == split)
    #expect(
      try table(13) {
        $0.whole("parts", [1, 3])
        $0.node("Split", ["x", "parts"], ["a", "b"], int: ["axis": 1])
        $0.node("Concat", ["b", "a"], ["y"], int: ["axis": 1])
      } == split)
  }

  @Test func poolsCountWhatTheySay() throws {
    func table(_ size: Int64, int: [String: Int64] = [:], text: [String: String] = [:]) throws -> String {
      var file = ONNXFile()
      file.input("x", [1, 1, size, size])
      file.node(
        "AveragePool", ["x"], ["y"], ints: ["kernel_shape": [3, 3], "strides": [2, 2]], int: int, text: text)
      file.output("y")
      return try file.table()
    }
    #expect(try table(6) == "avg_pool: avg_pool of x (kernel 3; stride 2; count_padding false) = 1×2×2")
    #expect(
      try table(6, int: ["ceil_mode": 1, "count_include_pad": 1])
        == "avg_pool: avg_pool of x (kernel 3; stride 2; rounding ceil) = 1×3×3")
    #expect(
      try table(6, text: ["auto_pad": "SAME_UPPER"])
        == "avg_pool: avg_pool of x (kernel 3; stride 2; pad same; count_padding false) = 1×3×3")
    #expect(
      try table(6, text: ["auto_pad": "SAME_LOWER"])
        == "avg_pool: avg_pool of x (kernel 3; stride 2; pad [[1, 0], [1, 0]]; count_padding false) = 1×3×3")
  }
}
