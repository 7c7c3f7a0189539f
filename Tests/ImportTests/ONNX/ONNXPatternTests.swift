import Architecture
import Testing

/// What exporters write out is put together again.
@Suite struct ONNXPatternTests {
  /// Nodes on an input of 2×4×4, the last of which makes `y`.
  private func table(
    _ sizes: [Int64] = [1, 2, 4, 4], opset: Int64 = 17, _ make: (inout ONNXFile) -> Void
  ) throws -> String {
    var file = ONNXFile(opset: opset)
    file.input("x", sizes)
    for (name, number) in ["half": 0.5, "one": 1, "three": 3, "six": 6, "zero": 0, "root2": 1.41421354, "two": 2] {
      file.weight(name, [], [Float(number)])
    }
    make(&file)
    file.output("y")
    return try file.table()
  }

  @Test func siLU() throws {
    let expected = "silu: silu of x = 2×4×4"
    #expect(
      try table {
        $0.node("Sigmoid", ["x"], ["s"])
        $0.node("Mul", ["x", "s"], ["y"])
      } == expected)
    #expect(
      try table {
        $0.node("Sigmoid", ["x"], ["s"])
        $0.node("Mul", ["s", "x"], ["y"])
      } == expected)
  }

  @Test func aGateIsNoSiLU() throws {
    #expect(
      try table {
        $0.node("GlobalAveragePool", ["x"], ["p"])
        $0.node("Sigmoid", ["p"], ["s"])
        $0.node("Mul", ["s", "x"], ["y"])
      } == """
        global_avg_pool: global_avg_pool of x = 2×1×1
        sigmoid: sigmoid of global_avg_pool = 2×1×1
        multiply: multiply of sigmoid, x = 2×4×4
        """)
  }

  @Test func hardSwish() throws {
    let expected = "hard_swish: hard_swish of x = 2×4×4"
    #expect(
      try table {
        $0.node("Add", ["x", "three"], ["a"])
        $0.node("Clip", ["a", "zero", "six"], ["b"])
        $0.node("Mul", ["x", "b"], ["c"])
        $0.node("Div", ["c", "six"], ["y"])
      } == expected)
    #expect(
      try table {
        $0.node("Add", ["x", "three"], ["a"])
        $0.node("Clip", ["a", "zero", "six"], ["b"])
        $0.node("Div", ["b", "six"], ["c"])
        $0.node("Mul", ["x", "c"], ["y"])
      } == expected)
    #expect(
      try table {
        $0.node("HardSigmoid", ["x"], ["a"], float: ["alpha": 1.0 / 6])
        $0.node("Mul", ["x", "a"], ["y"])
      } == expected)
    #expect(
      try table {
        $0.node("HardSigmoid", ["x"], ["a"])
        $0.node("Mul", ["x", "a"], ["y"])
      } == """
        hard_sigmoid: hard_sigmoid of x (alpha 0.2) = 2×4×4
        multiply: multiply of x, hard_sigmoid = 2×4×4
        """)
  }

  @Test func gelu() throws {
    let expected = "gelu: gelu of x = 2×4×4"
    #expect(
      try table {
        $0.node("Div", ["x", "root2"], ["a"])
        $0.node("Erf", ["a"], ["b"])
        $0.node("Add", ["b", "one"], ["c"])
        $0.node("Mul", ["x", "c"], ["d"])
        $0.node("Mul", ["d", "half"], ["y"])
      } == expected)
    #expect(
      try table {
        $0.node("Div", ["x", "root2"], ["a"])
        $0.node("Erf", ["a"], ["b"])
        $0.node("Add", ["b", "one"], ["c"])
        $0.node("Mul", ["x", "half"], ["d"])
        $0.node("Mul", ["d", "c"], ["y"])
      } == expected)
  }

  @Test func mish() throws {
    #expect(
      try table {
        $0.node("Softplus", ["x"], ["a"])
        $0.node("Tanh", ["a"], ["b"])
        $0.node("Mul", ["x", "b"], ["y"])
      } == "mish: mish of x = 2×4×4")
  }

  private func normalization(_ axes: [Int64], _ file: inout ONNXFile) {
    file.node("ReduceMean", ["x"], ["m"], ints: ["axes": axes])
    file.node("Sub", ["x", "m"], ["d"])
    file.node("Pow", ["d", "two"], ["q"])
    file.node("ReduceMean", ["q"], ["v"], ints: ["axes": axes])
    file.weight("eps", [], [1e-6])
    file.node("Add", ["v", "eps"], ["e"])
    file.node("Sqrt", ["e"], ["s"])
    file.node("Div", ["d", "s"], ["n"])
  }

  @Test func layerNormalization() throws {
    #expect(
      try table([1, 2, 3]) {
        normalization([-1], &$0)
        $0.weight("g", [3])
        $0.weight("b", [3])
        $0.node("Mul", ["n", "g"], ["a"])
        $0.node("Add", ["a", "b"], ["y"])
      } == "layer_norm: layer_norm of x (over last; epsilon 1e-06) = 2×3")
    #expect(
      try table {
        normalization([1], &$0)
        $0.weight("g", [2, 1, 1])
        $0.weight("b", [2, 1, 1])
        $0.node("Mul", ["n", "g"], ["a"])
        $0.node("Add", ["a", "b"], ["y"])
      } == "layer_norm: layer_norm of x (epsilon 1e-06) = 2×4×4")
    #expect(
      try table {
        normalization([2, 3], &$0)
        $0.node("Identity", ["n"], ["y"])
      } == "instance_norm: instance_norm of x (epsilon 1e-06) = 2×4×4")
  }

  @Test func channelsLastForANormalization() throws {
    #expect(
      try table {
        $0.weight("norm.weight", [2])
        $0.weight("norm.bias", [2])
        $0.node("Transpose", ["x"], ["t"], ints: ["perm": [0, 2, 3, 1]])
        $0.node("LayerNormalization", ["t", "norm.weight", "norm.bias"], ["n"], int: ["axis": -1])
        $0.node("Transpose", ["n"], ["y"], ints: ["perm": [0, 3, 1, 2]])
      } == "norm: layer_norm of x = 2×4×4")
  }

  /// Where there is one position, a transposition is a reshape.
  @Test(arguments: [false, true]) func channelsOfOnePositionLastForANormalization(isFlat: Bool) throws {
    let found = try table {
      $0.weight("norm.weight", [2])
      $0.weight("norm.bias", [2])
      $0.node("GlobalAveragePool", ["x"], ["p"])
      $0.node("Transpose", ["p"], ["t"], ints: ["perm": [0, 2, 3, 1]])
      $0.node("LayerNormalization", ["t", "norm.weight", "norm.bias"], ["n"], int: ["axis": -1])
      if isFlat {
        $0.node("Flatten", ["n"], ["y"], int: ["axis": 1])
      } else {
        $0.node("Transpose", ["n"], ["y"], ints: ["perm": [0, 3, 1, 2]])
      }
    }
    let lines = [
      "global_avg_pool: global_avg_pool of x = 2×1×1", "norm: layer_norm of global_avg_pool = 2×1×1",
      "flatten: flatten of norm = 2",
    ]
    #expect(found.split(separator: "\n").map(String.init) == Array(lines.prefix(isFlat ? 3 : 2)))
  }

  @Test func transpositionsThatMeet() throws {
    #expect(
      try table {
        $0.node("Transpose", ["x"], ["a"], ints: ["perm": [0, 2, 3, 1]])
        $0.node("Relu", ["a"], ["b"])
        $0.node("Transpose", ["b"], ["y"], ints: ["perm": [0, 3, 1, 2]])
      } == "relu: relu of x = 2×4×4")
  }

  @Test func aPictureWithItsChannelsLast() throws {
    var file = ONNXFile()
    file.input("x", [1, 4, 4, 3])
    file.weight("w", [2, 3, 3, 3])
    file.node("Transpose", ["x"], ["t"], ints: ["perm": [0, 3, 1, 2]])
    file.node("Conv", ["t", "w"], ["y"])
    file.output("y")
    let model = try file.read()
    #expect(model.network.input.dimensions == [3, 4, 4])
    #expect(model.remarks == ["the input has its channels last in the file; here they come first"])
    #expect(ONNXFile.table(model) == "conv: conv of x (channels 2; kernel 3; bias false) = 2×2×2")
  }

  @Test func channelShuffle() throws {
    #expect(
      try table([1, 6, 2, 2]) {
        $0.whole("split", [1, 2, 3, 2, 2])
        $0.whole("join", [1, -1, 2, 2])
        $0.node("Reshape", ["x", "split"], ["a"])
        $0.node("Transpose", ["a"], ["b"], ints: ["perm": [0, 2, 1, 3, 4]])
        $0.node("Reshape", ["b", "join"], ["y"])
      } == "shuffle: shuffle of x (groups 2) = 6×2×2")
  }

  @Test func parametersBehindAConvolution() throws {
    #expect(
      try table {
        $0.weight("w", [3, 2, 1, 1])
        $0.weight("b", [3, 1, 1])
        $0.weight("gamma", [3, 1, 1])
        $0.node("Conv", ["x", "w"], ["a"])
        $0.node("Add", ["a", "b"], ["c"])
        $0.node("Mul", ["c", "gamma"], ["y"])
      } == """
        conv: conv of x (channels 3; kernel 1) = 3×4×4
        scale: scale of conv (bias false) = 3×4×4
        """)
  }

  /// A learned term by itself.
  @Test func aTermForEachChannel() throws {
    #expect(
      try table {
        $0.weight("terms", [2, 1, 1], [1, 2])
        $0.node("Relu", ["x"], ["a"])
        $0.node("Add", ["a", "terms"], ["y"])
      } == """
        relu: relu of x = 2×4×4
        scale: scale of relu (factor false) = 2×4×4
        """)
  }

  @Test func thePreparationOfAPicture() throws {
    #expect(
      try table {
        $0.weight("mean", [1, 2, 1, 1], [1, 2])
        $0.weight("deviation", [], [2])
        $0.node("Sub", ["x", "mean"], ["a"])
        $0.node("Div", ["a", "deviation"], ["y"])
      } == "affine: affine of x (scale 0.5; shift [-0.5, -1]) = 2×4×4")
  }
}
