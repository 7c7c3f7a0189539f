import Testing

@testable import Import

/// Operators on what depends on the input: what each refuses, and the nearest that it takes.
@Suite struct ONNXOperationTests {
  /// A graph on `x`, whose last node makes `y`, and the layers that it becomes or what is wrong with it.
  struct Case: CustomTestStringConvertible, Sendable {
    var sizes: [Int64] = [1, 2, 4, 4]
    var opset: Int64 = 17
    let make: @Sendable (inout ONNXFile) -> Void
    let result: String

    var testDescription: String { result }
  }

  private func result(_ test: Case) throws -> String {
    var file = ONNXFile(opset: test.opset)
    file.input("x", test.sizes)
    test.make(&file)
    file.output("y")
    do {
      let model = try file.read()
      let unknown = model.unknown.map { "nothing is known of \($0.operation) = \($0.shape)" }
      return (unknown.isEmpty ? [ONNXFile.table(model)] : unknown).joined(separator: "\n")
    } catch let error as ImportError {
      return error.problems.map(\.message).joined(separator: "\n")
    }
  }

  private func check(_ test: Case) throws {
    let found = try result(test)
    #expect(found == test.result, "\(found)")
  }

  // MARK: windows

  @Test(arguments: [
    Case(
      make: {
        $0.weight("w", [1, 2, 3])
        $0.node("Conv", ["x", "w"], ["y"])
      }, result: "Conv has a kernel of 1×2×3 for an input of 2×4×4"),
    Case(
      sizes: [1, 2],
      make: {
        $0.weight("w", [1, 2])
        $0.node("Conv", ["x", "w"], ["y"])
      }, result: "Conv has a kernel of 1×2 for an input of 2"),
    Case(
      sizes: [1, 2, 4],
      make: {
        $0.weight("w", [1, 2, 3])
        $0.node("Conv", ["x", "w"], ["y"])
      }, result: "conv: conv of x (channels 1; kernel 3; bias false) = 1×2"),
    Case(
      make: {
        $0.weight("w", [2, 1, 1, 1])
        $0.node("Conv", ["x", "w"], ["y"], int: ["group": 0])
      }, result: "Conv has a kernel of 2×1×1×1 for an input of 2×4×4 in 0 groups"),
    Case(
      make: {
        $0.weight("w", [2, 1, 1, 1])
        $0.node("Conv", ["x", "w"], ["y"], int: ["group": 2])
      }, result: "conv: conv of x (channels 2; kernel 1; groups 2; bias false) = 2×4×4"),
    Case(
      make: {
        $0.weight("w", [3, 2, 1, 1])
        $0.weight("b", [2])
        $0.node("Conv", ["x", "w", "b"], ["y"])
      }, result: "Conv has a bias of 2"),
    Case(
      make: {
        $0.weight("w", [1, 2, 2, 3])
        $0.node("Conv", ["x", "w"], ["y"], ints: ["kernel_shape": [3, 2]])
      }, result: "Conv has kernel_shape [3, 2] and a kernel of 1×2×2×3"),
    Case(
      make: {
        $0.weight("w", [1, 2, 2, 3])
        $0.node("Conv", ["x", "w"], ["y"], ints: ["kernel_shape": [2, 3]])
      }, result: "conv: conv of x (channels 1; kernel [2, 3]; bias false) = 1×3×2"),
    // Numbers of a window, one for each axis.
    Case(
      make: {
        $0.weight("w", [1, 2, 2, 2])
        $0.node("Conv", ["x", "w"], ["y"], ints: ["strides": [2]])
      }, result: "Conv has strides [2] on 2 axes"),
    Case(
      make: {
        $0.weight("w", [1, 2, 2, 2])
        $0.node("Conv", ["x", "w"], ["y"], ints: ["strides": [2, 65536]])
      }, result: "Conv has strides [2, 65536] on 2 axes"),
    Case(
      make: {
        $0.weight("w", [1, 2, 2, 2])
        $0.node("Conv", ["x", "w"], ["y"], ints: ["strides": [2, -1]])
      }, result: "Conv has strides [2, -1] on 2 axes"),
    Case(
      make: {
        $0.weight("w", [1, 2, 2, 2])
        $0.node("Conv", ["x", "w"], ["y"], ints: ["strides": [2, 0]])
      }, result: "Conv has a kernel of 2×2 and strides [2, 0] on an input of 2×4×4"),
    Case(
      make: {
        $0.weight("w", [1, 2, 2, 2])
        $0.node("Conv", ["x", "w"], ["y"], ints: ["strides": [2, 65535]])
      }, result: "conv: conv of x (channels 1; kernel 2; stride [2, 65535]; bias false) = 1×2×1"),
    Case(
      make: {
        $0.weight("w", [1, 2, 2, 2])
        $0.node("Conv", ["x", "w"], ["y"], ints: ["pads": [1, 1]])
      }, result: "Conv has pads [1, 1] on 2 axes"),
    Case(
      make: {
        $0.weight("w", [1, 2, 2, 2])
        $0.node("Conv", ["x", "w"], ["y"], ints: ["pads": [1, 1, 0, 0, 0]])
      }, result: "Conv has pads [1, 1, 0, 0, 0] on 2 axes"),
    Case(
      make: {
        $0.weight("w", [1, 2, 2, 2])
        $0.node("Conv", ["x", "w"], ["y"], ints: ["pads": [1, 1, 0, 0]])
      }, result: "conv: conv of x (channels 1; kernel 2; pad [[1, 0]]; bias false) = 1×4×4"),
    Case(
      make: { $0.node("MaxPool", ["x"], ["y"], ints: ["kernel_shape": [2]]) },
      result: "MaxPool has a kernel of 2 and strides [1, 1] on an input of 2×4×4"),
    Case(
      make: { $0.node("MaxPool", ["x"], ["y"], ints: ["kernel_shape": [2, 0]]) },
      result: "MaxPool has a kernel of 2×0 and strides [1, 1] on an input of 2×4×4"),
    Case(make: { $0.node("MaxPool", ["x"], ["y"]) }, result: "MaxPool has no kernel_shape"),
    Case(
      make: { $0.node("MaxPool", ["x"], ["y"], ints: ["kernel_shape": [2, 1]]) },
      result: "max_pool: max_pool of x (kernel [2, 1]; stride 1) = 2×3×4"),
    // The places of the largest numbers are no layer's.
    Case(
      make: {
        $0.node("MaxPool", ["x"], ["a", "b"], ints: ["kernel_shape": [2, 2]])
        $0.stated("a", [1, 2, 3, 3])
        $0.stated("b", [1, 2, 3, 3])
        $0.node("Add", ["a", "b"], ["y"])
      }, result: "nothing is known of MaxPool = 2×3×3\nnothing is known of MaxPool = 2×3×3"),
    Case(
      make: {
        $0.node("MaxPool", ["x"], ["y", "b"], ints: ["kernel_shape": [2, 2]])
      }, result: "max_pool: max_pool of x (kernel 2; stride 1) = 2×3×3"),
    Case(
      make: { $0.node("GlobalLpPool", ["x"], ["y"], float: ["p": 0.5]) }, result: "GlobalLpPool has p 0.5"),
    Case(
      make: { $0.node("GlobalLpPool", ["x"], ["y"], float: ["p": .infinity]) }, result: "GlobalLpPool has p inf"),
    Case(
      make: { $0.node("GlobalLpPool", ["x"], ["y"], float: ["p": .nan]) }, result: "GlobalLpPool has p nan"),
    Case(make: { $0.node("GlobalLpPool", ["x"], ["y"], int: ["p": 0]) }, result: "GlobalLpPool has p 0.0"),
    Case(
      make: { $0.node("GlobalLpPool", ["x"], ["y"], int: ["p": 1]) },
      result: """
        function: function of x (of abs) = 2×4×4
        global_avg_pool: global_avg_pool of function = 2×1×1
        affine: affine of global_avg_pool (scale 16) = 2×1×1
        """),
  ])
  func windows(_ test: Case) throws { try check(test) }

  // MARK: transposed convolutions

  /// A transposed convolution of two channels.
  private static func transposed(
    kernel: [Int64] = [2, 1, 2, 2], bias: [Int64]? = nil, ints: [String: [Int64]] = [:], int: [String: Int64] = [:],
    sizes: [Int64] = [1, 2, 4, 4], text: [String: String] = [:], _ result: String
  ) -> Case {
    Case(
      sizes: sizes,
      make: {
        $0.weight("w", kernel)
        if let bias { $0.weight("b", bias) }
        $0.node(
          "ConvTranspose", bias == nil ? ["x", "w"] : ["x", "w", "b"], ["y"], ints: ints, int: int, text: text)
      }, result: result)
  }

  @Test(arguments: [
    transposed(kernel: [2, 1, 2], "ConvTranspose has a kernel of 2×1×2 for an input of 2×4×4 in 1 groups"),
    transposed(kernel: [3, 1, 2, 2], "ConvTranspose has a kernel of 3×1×2×2 for an input of 2×4×4 in 1 groups"),
    transposed(kernel: [2, 1], sizes: [1, 2], "ConvTranspose has a kernel of 2×1 for an input of 2 in 1 groups"),
    transposed("transposed_conv: transposed_conv of x (channels 1; kernel 2; bias false) = 1×5×5"),
    transposed(int: ["group": 0], "ConvTranspose has a kernel of 2×1×2×2 for an input of 2×4×4 in 0 groups"),
    transposed(int: ["group": 3], "ConvTranspose has a kernel of 2×1×2×2 for an input of 2×4×4 in 3 groups"),
    transposed(
      int: ["group": .max],
      "ConvTranspose has a kernel of 2×1×2×2 for an input of 2×4×4 in 9223372036854775807 groups"),
    transposed(
      int: ["group": 2],
      "transposed_conv: transposed_conv of x (channels 2; kernel 2; groups 2; bias false) = 2×5×5"),
    transposed(ints: ["kernel_shape": [2]], "ConvTranspose has kernel_shape [2] and a kernel of 2×1×2×2"),
    transposed(
      ints: ["kernel_shape": [2, 2]], "transposed_conv: transposed_conv of x (channels 1; kernel 2; bias false) = 1×5×5"
    ),
    transposed(bias: [2], "ConvTranspose has a bias of 2"),
    transposed(bias: [1], "transposed_conv: transposed_conv of x (channels 1; kernel 2) = 1×5×5"),
    transposed(bias: [1], int: ["group": 2], "ConvTranspose has a bias of 1"),
    transposed(
      bias: [2], int: ["group": 2], "transposed_conv: transposed_conv of x (channels 2; kernel 2; groups 2) = 2×5×5"),
    transposed(ints: ["output_padding": [1]], "ConvTranspose has output_padding [1] on 2 axes"),
    transposed(
      ints: ["output_padding": [1, 0]],
      "transposed_conv: transposed_conv of x (channels 1; kernel 2; output_pad [1, 0]; bias false) = 1×6×5"),
    transposed(ints: ["pads": [1, 1]], "ConvTranspose has pads [1, 1] on 2 axes"),
    transposed(
      ints: ["pads": [1, 0, 0, 0]],
      "transposed_conv: transposed_conv of x (channels 1; kernel 2; pad [[1, 0], [0, 0]]; bias false) = 1×4×5"),
    transposed(ints: ["output_shape": [5]], "ConvTranspose has output_shape [5] on 2 axes"),
    transposed(ints: ["output_shape": [0, 5]], "ConvTranspose has output_shape [0, 5] on 2 axes"),
    transposed(
      ints: ["output_shape": [5, .min]], "ConvTranspose has output_shape [5, -9223372036854775808] on 2 axes"),
    transposed(
      ints: ["output_shape": [5, .max]], "ConvTranspose has output_shape [5, 9223372036854775807] on 2 axes"),
    // One cell less is cut, one more is added; a batch and channels may stand before.
    transposed(
      ints: ["output_shape": [4, 6]],
      "transposed_conv: transposed_conv of x (channels 1; kernel 2; pad [[1, 0], [0, 0]]; output_pad [0, 1]; bias false) = 1×4×6"
    ),
    transposed(
      ints: ["output_shape": [1, 1, 5, 5]],
      "transposed_conv: transposed_conv of x (channels 1; kernel 2; bias false) = 1×5×5"),
  ])
  func transposedConvolutions(_ test: Case) throws { try check(test) }

  // MARK: normalizations

  /// A normalization whose tensors have these sizes.
  private static func normalization(
    _ operation: String, _ tensors: [[Int64]], int: [String: Int64] = [:], outputs: [String] = ["y"],
    _ result: String
  ) -> Case {
    Case(
      make: {
        for (index, sizes) in tensors.enumerated() { $0.weight("t\(index)", sizes) }
        $0.node(operation, ["x"] + tensors.indices.map { "t\($0)" }, outputs, int: int)
      }, result: result)
  }

  @Test(arguments: [
    normalization("InstanceNormalization", [[2], [2]], "instance_norm: instance_norm of x (affine true) = 2×4×4"),
    normalization("InstanceNormalization", [[3], [2]], "InstanceNormalization has 3 factors for 2 channels"),
    normalization("InstanceNormalization", [[2], [1, 2]], "InstanceNormalization has 1×2 terms for 2 channels"),
    normalization("InstanceNormalization", [[2]], "InstanceNormalization lacks its input 2"),
    normalization("BatchNormalization", [[2], [2], [2], [2]], "batch_norm: batch_norm of x = 2×4×4"),
    normalization("BatchNormalization", [[2], [3], [2], [2]], "BatchNormalization has 3 terms for 2 channels"),
    normalization("BatchNormalization", [[2], [2], [1], [2]], "BatchNormalization has statistics of 1 for 2 channels"),
    normalization("BatchNormalization", [[2], [2], [2], [4]], "BatchNormalization has statistics of 4 for 2 channels"),
    normalization(
      "BatchNormalization", [[2], [2], [2], [2]], int: ["training_mode": 1],
      "nothing is known of BatchNormalization = 2×4×4"),
    normalization(
      "BatchNormalization", [[2], [2], [2], [2]], int: ["spatial": 0],
      "nothing is known of BatchNormalization = 2×4×4"),
    normalization(
      "BatchNormalization", [[2], [2], [2], [2]], int: ["spatial": 1, "training_mode": 0],
      "batch_norm: batch_norm of x = 2×4×4"),
    normalization("GroupNormalization", [[2], [2]], "GroupNormalization has no groups that divide 2 channels"),
    normalization(
      "GroupNormalization", [[2], [2]], int: ["num_groups": 0],
      "GroupNormalization has no groups that divide 2 channels"),
    normalization(
      "GroupNormalization", [[2], [2]], int: ["num_groups": 3],
      "GroupNormalization has no groups that divide 2 channels"),
    normalization(
      "GroupNormalization", [[2], [2]], int: ["num_groups": 1],
      "group_norm: group_norm of x (groups 1) = 2×4×4"),
    normalization(
      "GroupNormalization", [[1], [1]], int: ["num_groups": 1],
      "group_norm: group_norm of x (groups 1) = 2×4×4"),
    normalization(
      "GroupNormalization", [[3], [3]], int: ["num_groups": 2], "GroupNormalization has 3 factors for 2 channels"),
    normalization("LRN", [], "LRN has no size"),
    normalization("LpNormalization", [], int: ["p": 3], "LpNormalization has p 3"),
    normalization(
      "LpNormalization", [], int: ["p": 2, "axis": 1], "l2_norm: l2_norm of x = 2×4×4"),
  ])
  func normalizations(_ test: Case) throws { try check(test) }

  // MARK: products

  @Test(arguments: [
    Case(
      sizes: [1, 2, 3],
      make: {
        $0.weight("w", [1, 3, 4])
        $0.node("MatMul", ["x", "w"], ["y"])
        $0.stated("y", [1, 2, 4])
      }, result: "nothing is known of MatMul = 2×4"),
    Case(
      sizes: [1, 2, 3],
      make: {
        $0.weight("w", [4, 3])
        $0.node("MatMul", ["x", "w"], ["y"])
      }, result: "MatMul multiplies 1×2×3 by 4×3"),
    Case(
      sizes: [1, 2, 3],
      make: {
        $0.weight("w", [3, 4])
        $0.node("MatMul", ["x", "w"], ["y"])
      }, result: "fc: fc of x (outputs 4; bias false; flatten false) = 2×4"),
    // A vector times what depends on the input, too.
    Case(
      sizes: [3],
      make: {
        $0.node("Relu", ["x"], ["a"])
        $0.node("MatMul", ["x", "a"], ["y"])
        $0.stated("y", [1])
      }, result: "nothing is known of MatMul = 1"),
    Case(
      sizes: [1, 3],
      make: {
        $0.node("Flatten", ["x"], ["a"], int: ["axis": 2])
        $0.node("MatMul", ["a", "x"], ["y"])
      },
      result: """
        reshape: reshape of x (sizes [3, 1]) = 3×1
        reshape_2: reshape of x (sizes [1, 3]) = 1×3
        matmul: matmul of reshape, reshape_2 = 3×3
        """),
    Case(
      sizes: [1, 2, 3],
      make: { $0.node("MatMul", ["x", "x"], ["y"]) }, result: "MatMul multiplies 1×2×3 by 1×2×3"),
    Case(
      make: {
        $0.weight("w", [4, 4])
        $0.node("Gemm", ["x", "w"], ["y"])
      }, result: "Gemm multiplies 1×2×4×4 by 4×4"),
    Case(
      sizes: [1, 4],
      make: {
        $0.weight("w", [4])
        $0.node("Gemm", ["x", "w"], ["y"])
      }, result: "Gemm multiplies 1×4 by 4"),
    // A constant that makes more of the value, and is no single number.
    Case(
      sizes: [1, 1, 2],
      make: {
        $0.weight("b", [1, 1, 3, 2])
        $0.node("Add", ["x", "b"], ["y"])
      }, result: "nothing is known of Add = 1×3×2"),
    Case(
      sizes: [1, 1, 2],
      make: {
        $0.weight("b", [1, 1, 1, 1], [3])
        $0.node("Add", ["x", "b"], ["y"])
      },
      result: """
        reshape: reshape of x (sizes [1, 1, 2]) = 1×1×2
        affine: affine of reshape (shift 3) = 1×1×2
        """),
    // Single numbers.
    Case(
      make: {
        $0.weight("p", [2], [2, 3])
        $0.node("Pow", ["x", "p"], ["y"])
      }, result: "Pow joins sizes that do not fit: 1×2×4×4 and 2"),
    Case(
      make: {
        $0.weight("p", [4], [2, 3, 4, 5])
        $0.node("Pow", ["x", "p"], ["y"])
      }, result: "nothing is known of Pow = 2×4×4"),
    Case(
      make: {
        $0.weight("p", [1], [1.5])
        $0.node("Pow", ["x", "p"], ["y"])
      }, result: "power: power of x (exponent 1.5) = 2×4×4"),
    Case(
      make: {
        $0.weight("low", [2], [0, 0])
        $0.node("Clip", ["x", "low"], ["y"])
      }, result: "Clip has 2 numbers as its input 1, where one is meant"),
    Case(
      make: {
        $0.weight("low", [1], [0])
        $0.node("Clip", ["x", "low"], ["y"])
      }, result: "relu: relu of x = 2×4×4"),
    Case(
      make: { $0.node("Celu", ["x"], ["y"], float: ["alpha": 0]) }, result: "Celu has alpha 0.0"),
    Case(
      make: { $0.node("Celu", ["x"], ["y"], float: ["alpha": 1]) }, result: "elu: elu of x = 2×4×4"),
  ])
  func products(_ test: Case) throws { try check(test) }

  // MARK: parts

  @Test(arguments: [
    Case(
      make: {
        $0.whole("from", [2])
        $0.whole("to", [2])
        $0.whole("axes", [2])
        $0.node("Slice", ["x", "from", "to", "axes"], ["y"])
      }, result: "Slice takes no cell of axis 2"),
    Case(
      make: {
        $0.whole("from", [2])
        $0.whole("to", [3])
        $0.whole("axes", [2])
        $0.node("Slice", ["x", "from", "to", "axes"], ["y"])
      }, result: "slice: slice of x (range [2, 3]; axis 1) = 2×1×4"),
    Case(
      make: {
        $0.whole("from", [3])
        $0.whole("to", [1])
        $0.whole("axes", [2])
        $0.whole("steps", [-1])
        $0.node("Slice", ["x", "from", "to", "axes", "steps"], ["y"])
      }, result: "nothing is known of Slice = 2×2×4"),
    // What is gathered has to be in a row.
    Case(
      make: {
        $0.whole("i", [0, 0])
        $0.node("Gather", ["x", "i"], ["y"], int: ["axis": 2])
      }, result: "nothing is known of Gather = 2×2×4"),
    Case(
      make: {
        $0.whole("i", [2, 1])
        $0.node("Gather", ["x", "i"], ["y"], int: ["axis": 2])
      }, result: "nothing is known of Gather = 2×2×4"),
    Case(
      make: {
        $0.whole("i", [0, 1, 3])
        $0.node("Gather", ["x", "i"], ["y"], int: ["axis": 2])
      }, result: "nothing is known of Gather = 2×3×4"),
    Case(
      make: {
        $0.whole("i", [0, -2])
        $0.node("Gather", ["x", "i"], ["y"], int: ["axis": 2])
      }, result: "slice: slice of x (range [0, 3]; axis 1; step 2) = 2×2×4"),
    Case(
      make: {
        $0.whole("i", [4])
        $0.node("Gather", ["x", "i"], ["y"], int: ["axis": 2])
      }, result: "Gather gathers what is not among the 4 of axis 2"),
    Case(
      make: {
        $0.whole("i", [-5])
        $0.node("Gather", ["x", "i"], ["y"], int: ["axis": 2])
      }, result: "Gather gathers what is not among the 4 of axis 2"),
    Case(
      make: {
        $0.whole("i", [])
        $0.node("Gather", ["x", "i"], ["y"], int: ["axis": 2])
      }, result: "Gather gathers what is not among the 4 of axis 2"),
    // Cells put around and taken away.
    Case(make: { $0.node("Pad", ["x"], ["y"]) }, result: "Pad has no pads"),
    Case(
      make: {
        $0.whole("pads", [0, 0, -2, 0, 0, 0, -2, 0])
        $0.node("Pad", ["x", "pads"], ["y"])
      }, result: "Pad takes all cells of axis 2 away"),
    Case(
      make: {
        $0.whole("pads", [0, 0, -2, 0, 0, 0, -1, 0])
        $0.node("Pad", ["x", "pads"], ["y"])
      }, result: "slice: slice of x (range [2, 3]; axis 1) = 2×1×4"),
    Case(
      make: {
        $0.whole("pads", [0, 0, 1, 0])
        $0.node("Pad", ["x", "pads"], ["y"])
      }, result: "Pad has pads [0, 0, 1, 0] on 4 axes"),
    Case(
      make: {
        $0.whole("pads", [1, 1, 1, 1])
        $0.whole("axes", [2, -2])
        $0.node("Pad", ["x", "pads", "", "axes"], ["y"])
      }, result: "Pad has pads [1, 1, 1, 1] on 2 axes"),
    Case(
      make: {
        $0.whole("pads", [65536, 0])
        $0.whole("axes", [2])
        $0.node("Pad", ["x", "pads", "", "axes"], ["y"])
      }, result: "Pad has pads [65536, 0] on 1 axes"),
    Case(
      make: {
        $0.whole("pads", [0, .min])
        $0.whole("axes", [2])
        $0.node("Pad", ["x", "pads", "", "axes"], ["y"])
      }, result: "Pad has pads [0, -9223372036854775808] on 1 axes"),
    Case(
      make: {
        $0.whole("pads", [65535, 0])
        $0.whole("axes", [2])
        $0.node("Pad", ["x", "pads", "", "axes"], ["y"])
      }, result: "pad: pad of x (cells [[65535, 0], [0, 0]]) = 2×65539×4"),
    Case(
      make: {
        $0.whole("pads", [1, 0])
        $0.weight("with", [2], [5, 6])
        $0.whole("axes", [2])
        $0.node("Pad", ["x", "pads", "with", "axes"], ["y"])
      }, result: "Pad has 2 numbers as its input 2, where one is meant"),
    // Joining.
    Case(
      make: {
        $0.node("Flatten", ["x"], ["a"])
        $0.node("Concat", ["x", "a"], ["y"], int: ["axis": 1])
      }, result: "Concat joins values with different axes"),
    Case(
      make: {
        $0.node("MaxPool", ["x"], ["a"], ints: ["kernel_shape": [2, 2]])
        $0.node("Concat", ["x", "a"], ["y"], int: ["axis": 1])
      }, result: "Concat joins 1×2×4×4, 1×2×3×3"),
    Case(
      make: {
        $0.node("MaxPool", ["x"], ["a"], ints: ["kernel_shape": [1, 2]])
        $0.node("Concat", ["x", "a"], ["y"], int: ["axis": 3])
      },
      result: """
        max_pool: max_pool of x (kernel [1, 2]; stride 1) = 2×4×3
        transpose: transpose of x (order [2, 0, 1]) = 4×2×4
        transpose_2: transpose of max_pool (order [2, 0, 1]) = 3×2×4
        concat: concat of transpose, transpose_2 = 7×2×4
        transpose_3: transpose of concat (order [1, 2, 0]) = 2×4×7
        """),
    Case(
      make: { $0.node("Split", ["x"], ["y", "b", "c"], int: ["axis": 1]) }, result: "Split splits 2 into 3"),
    Case(
      make: { $0.node("Split", ["x"], ["y", "b"], int: ["axis": 1]) },
      result: "slice: slice of x (range [0, 1]) = 1×4×4"),
    Case(
      make: { $0.node("TopK", ["x"], ["y", "i"]) }, result: "TopK does not say how many"),
    Case(
      make: {
        $0.whole("k", [3])
        $0.node("TopK", ["x", "k"], ["y", "i"])
      }, result: "nothing is known of TopK = 2×4×3"),
  ])
  func parts(_ test: Case) throws { try check(test) }

  /// An operator on the sum of all that comes in, which has no axis.
  private static func onASingleNumber(_ operation: String, _ inputs: [String], _ message: String) -> Case {
    Case(
      make: {
        $0.whole("axes", [0, 1, 2, 3])
        $0.whole("i", [0], [])
        $0.whole("k", [1])
        $0.node("ReduceSum", ["x", "axes"], ["s"], int: ["keepdims": 0])
        $0.node(operation, inputs, ["y"], int: ["axis": 0])
      }, result: "\(operation) \(message)")
  }

  @Test(arguments: [
    onASingleNumber("Concat", ["s", "s"], "joins single numbers"),
    onASingleNumber("Gather", ["s", "i"], "gathers from a single number"),
    onASingleNumber("ArgMax", ["s"], "chooses from a single number"),
    onASingleNumber("TopK", ["s", "k"], "chooses from a single number"),
    Case(
      make: { $0.node("ArgMax", ["x"], ["y"], int: ["axis": 1]) }, result: "nothing is known of ArgMax = 1×4×4"),
    Case(
      make: { $0.node("Concat", ["x", "x"], ["y"], int: ["axis": 1]) }, result: "concat: concat of x, x = 4×4×4"),
    Case(
      make: {
        $0.weight("c", [1, 1, 4, 4])
        $0.node("Concat", ["x", "c"], ["y"], int: ["axis": 1])
      }, result: "nothing is known of Concat = 3×4×4"),
    // A part without cells.
    Case(
      make: {
        $0.whole("parts", [0, 2])
        $0.node("Split", ["x", "parts"], ["y", "b"], int: ["axis": 1])
      },
      result: "nothing is known of the operation Split, and the file does not state the size of 'b'"),
    // Vectors are no matrices.
    Case(
      sizes: [1, 4],
      make: {
        $0.whole("v", [4])
        $0.whole("m", [4, 1])
        $0.node("Reshape", ["x", "v"], ["a"])
        $0.node("Reshape", ["x", "m"], ["b"])
        $0.node("MatMul", ["a", "b"], ["y"])
        $0.stated("y", [1])
      }, result: "nothing is known of MatMul = 1"),
    Case(
      sizes: [1, 4],
      make: {
        $0.whole("v", [4])
        $0.node("Reshape", ["x", "v"], ["a"])
        $0.node("MatMul", ["x", "a"], ["y"])
        $0.stated("y", [1])
      }, result: "nothing is known of MatMul = 1"),
    // Whole numbers are not inverted.
    Case(
      make: {
        $0.whole("b", [2], [])
        $0.node("Div", ["x", "b"], ["y"])
        $0.stated("y", [1, 2, 4, 4])
      }, result: "nothing is known of Div = 2×4×4"),
    Case(
      make: {
        $0.weight("b", [], [2])
        $0.node("Div", ["x", "b"], ["y"])
      }, result: "affine: affine of x (scale 0.5) = 2×4×4"),
    // Cells that no kind takes, and a size that is lacking.
    Case(
      make: {
        $0.weight("scales", [4], [1, 1, 2, 2])
        $0.node(
          "Resize", ["x", "", "scales"], ["y"],
          text: ["coordinate_transformation_mode": "asymmetric", "nearest_mode": "ceil"])
      }, result: "nothing is known of Resize = 2×8×8"),
    Case(
      make: {
        $0.weight("scales", [4], [1, 1, 2, 2])
        $0.node(
          "Resize", ["x", "", "scales"], ["y"],
          text: ["coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"])
      }, result: "resize: resize of x (scale 2) = 2×8×8"),
    Case(
      make: {
        $0.weight("scales", [3], [1, 2, 2])
        $0.node("Resize", ["x", "", "scales"], ["y"])
      }, result: "Resize has not a size for each axis"),
    // Statistics that are read, or of several inputs together.
    Case(
      make: {
        $0.weight("w", [4])
        $0.node("LayerNormalization", ["x", "w"], ["a", "mean"])
        $0.stated("mean", [1, 2, 4, 1])
        $0.node("Sub", ["a", "mean"], ["y"])
      }, result: "nothing is known of LayerNormalization = 2×4×4\nnothing is known of LayerNormalization = 2×4×1"),
    Case(
      make: { $0.node("MeanVarianceNormalization", ["x"], ["y"]) },
      result: "instance_norm: instance_norm of x (epsilon 1e-09) = 2×4×4"),
    Case(
      sizes: [4, 2, 4, 4],
      make: { $0.node("MeanVarianceNormalization", ["x"], ["y"]) },
      result: "nothing is known of MeanVarianceNormalization = 2×4×4"),
    // Four inputs at a time in one row: the first axis is none of the batch.
    Case(
      sizes: [4, 2, 3],
      make: {
        $0.whole("row", [-1])
        $0.node("Reshape", ["x", "row"], ["y"])
      }, result: "flatten: flatten of x = 24"),
  ])
  func whatHasNoKindOrNoAxis(_ test: Case) throws { try check(test) }

  // MARK: shapes

  @Test(arguments: [
    Case(
      make: {
        $0.node("Dropout", ["x"], ["y", "mask"])
      }, result: "dropout: dropout of x = 2×4×4"),
    Case(
      make: {
        $0.node("Dropout", ["x"], ["a", "mask"])
        $0.node("Mul", ["a", "mask"], ["y"])
      }, result: "nothing is known of Dropout = 2×4×4\nnothing is known of Dropout = 2×4×4"),
    Case(
      make: {
        $0.weight("rate", [], [0.25])
        $0.whole("training", [1], [])
        $0.node("Dropout", ["x", "rate", "training"], ["y"])
      }, result: "nothing is known of Dropout = 2×4×4"),
    Case(
      make: {
        $0.weight("rate", [], [0.25])
        $0.whole("training", [0], [])
        $0.node("Dropout", ["x", "rate", "training"], ["y"])
      }, result: "dropout: dropout of x (rate 0.25) = 2×4×4"),
    Case(
      sizes: [1, 4, 2, 3],
      make: { $0.node("SpaceToDepth", ["x"], ["y"], int: ["blocksize": 2]) },
      result: "SpaceToDepth has blocks of 2 in maps of 2×3"),
    Case(
      sizes: [1, 4, 3, 2],
      make: { $0.node("SpaceToDepth", ["x"], ["y"], int: ["blocksize": 2]) },
      result: "SpaceToDepth has blocks of 2 in maps of 3×2"),
    Case(
      sizes: [1, 2, 1, 1],
      make: { $0.node("DepthToSpace", ["x"], ["y"], int: ["blocksize": 2]) },
      result: "DepthToSpace has blocks of 2 in 2 channels"),
    Case(
      sizes: [1, 4, 1, 1],
      make: { $0.node("DepthToSpace", ["x"], ["y"], int: ["blocksize": 2]) },
      result: "reshape: reshape of x (sizes [1, 2, 2]) = 1×2×2"),
    Case(make: { $0.node("DepthToSpace", ["x"], ["y"]) }, result: "DepthToSpace has blocks of 0 in 1×2×4×4"),
    Case(
      make: { $0.node("SpaceToDepth", ["x"], ["y"], int: ["blocksize": 65536]) },
      result: "SpaceToDepth has blocks of 65536 in 1×2×4×4"),
    Case(
      make: { $0.node("SpaceToDepth", ["x"], ["y"], int: ["blocksize": 65535]) },
      result: "SpaceToDepth has blocks of 65535 in maps of 4×4"),
    Case(
      sizes: [1, 4, 4],
      make: { $0.node("SpaceToDepth", ["x"], ["y"], int: ["blocksize": 2]) },
      result: "SpaceToDepth has blocks of 2 in 1×4×4"),
    // A channel that is repeated is so many branches, up to 4096 of them; more are an axis that is made larger.
    Case(
      sizes: [1, 1, 2, 2],
      make: {
        $0.whole("sizes", [1, 4097, 2, 2])
        $0.node("Expand", ["x", "sizes"], ["y"])
      }, result: "resize: resize of x (size [4097, 2, 2]) = 1×4097×2×2"),
    Case(make: { $0.node("Expand", ["x"], ["y"]) }, result: "Expand has no sizes"),
    Case(make: { $0.node("Reshape", ["x"], ["y"]) }, result: "Reshape has no sizes"),
    Case(
      make: {
        $0.whole("sizes", [1, 33])
        $0.node("Reshape", ["x", "sizes"], ["y"])
      }, result: "Reshape makes 1×33 of 1×2×4×4"),
    Case(
      make: { $0.node("Transpose", ["x"], ["y"], ints: ["perm": [0, 1, 2, 2]]) },
      result: "Transpose has an order that is none: [0, 1, 2, 2]"),
    // Operators on images ask for a batch of one in front, and for an axis behind it.
    Case(
      sizes: [2],
      make: {
        $0.node("GlobalMaxPool", ["x"], ["y"])
        $0.stated("y", [2])
      }, result: "nothing is known of GlobalMaxPool = 2"),
    Case(
      sizes: [1],
      make: {
        $0.node("GlobalMaxPool", ["x"], ["y"])
        $0.stated("y", [1])
      }, result: "nothing is known of GlobalMaxPool = 1"),
    Case(
      sizes: [1, 2, 4, 4],
      make: {
        $0.node("Transpose", ["x"], ["a"], ints: ["perm": [1, 0, 2, 3]])
        $0.node("GlobalMaxPool", ["a"], ["y"])
        $0.stated("y", [2, 1, 1, 1])
      }, result: "nothing is known of GlobalMaxPool = 2×1×1×1"),
    // A file whose first axis is not fixed to be the batch: here 1 becomes it.
    Case(
      sizes: [1, 2, 4, 4],
      make: {
        $0.node("Transpose", ["x"], ["a"], ints: ["perm": [1, 0, 2, 3]])
        $0.node("Transpose", ["a"], ["b"], ints: ["perm": [1, 0, 2, 3]])
        $0.node("GlobalMaxPool", ["b"], ["y"])
      }, result: "global_max_pool: global_max_pool of x = 2×1×1"),
  ])
  func shapes(_ test: Case) throws { try check(test) }

  /// 4096 branches of the same channel are the most.
  @Test func theMostRepetitionsOfAChannel() throws {
    var file = ONNXFile()
    file.input("x", [1, 1, 2, 2])
    file.whole("sizes", [1, 4096, 2, 2])
    file.node("Expand", ["x", "sizes"], ["y"])
    file.output("y")
    let network = try file.read().network
    #expect(
      network.layers.map { "\($0.kind.name) of \($0.inputs.count) = \($0.shape)" } == [
        "input of 0 = 1×2×2", "concat of 4096 = 4096×2×2",
      ])
  }
}
