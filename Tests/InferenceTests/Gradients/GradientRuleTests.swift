import Architecture
import TestSupport
import Testing

@testable import Inference

/// Every kind's backward pass against central finite differences of its reference, alone and chained.
@Suite struct GradientRuleTests {
  @Test func everyKindThatCanBeRunHasAGradient() {
    #expect(
      GradientRules.all.map { ObjectIdentifier($0.kind) }
        == Lowerings.all.filter { $0.steps != nil }.map { ObjectIdentifier($0.kind) })
  }

  /// What changes each number by itself, on numbers to both sides of every corner.
  @Test(
    arguments: [
      "relu", "relu6", "leaky_relu", "prelu", "{prelu: , shared: true}", "elu", "{elu: 2}", "silu", "hard_swish",
      "mish",
      "gelu", "{gelu: , approximation: tanh}", "softplus", "{softplus: , beta: 3}", "tanh",
      "{tanh: , amplitude: 1.7159, slope: 0.6667}", "sigmoid", "hard_sigmoid", "{clip: , min: -1, max: 2}",
      "{clip: , max: 0.5}", "dropout", "{function: abs}", "{function: softsign}", "{function: sin}",
      "{function: cos}", "{function: erf}", "{function: atan}", "{function: asinh}", "{function: floor}",
      "{function: sign}", "{power: 3}",
    ], [1, 2])
  func activations(_ item: String, _ batch: Int) throws {
    for input in ["[3, 4, 5]", "[40]", "[4, 7]"] {
      let network = try network("{input: \(input), layers: [\(item)]}")
      try GradientTrial(network, batch: batch, range: 8).check("\(input): \(item)", count: 30)
    }
  }

  @Test(
    arguments: [
      "{conv: 4, kernel: 3, pad: 1}", "{conv: 4, kernel: [3, 2], stride: [2, 1], bias: false}",
      "{conv: 6, kernel: 2, dilation: 2}",
      "{conv: 6, kernel: 3, pad: [[0, 2], [1, 0]], stride: 2}", "{conv: channels, kernel: 3, groups: channels, pad: 1}",
      "{conv: 6, kernel: 3, pad: same, connections: [[0], [0, 1], [1], [0, 1], [0], [1]]}", "{conv: 16, kernel: 1}",
      "{conv: 4, kernel: 2, groups: 2, stride: 3}",
      "{transposed_conv: 8, kernel: 3, stride: 2, pad: 1, output_pad: 1}",
      "{transposed_conv: 6, kernel: 2, stride: 3, groups: 2}",
      "{transposed_conv: 4, kernel: 3, dilation: 2, bias: false}", "{fc: 5}", "{fc: 5, flatten: false}",
      "{fc: 3, bias: false}",
      "{maxpool: 2}", "{maxpool: 3, stride: 2, pad: 1, rounding: ceil}", "{maxpool: 2, stride: 1, dilation: 2}",
      "{avgpool: 2}", "{avgpool: 3, stride: 2, pad: 1, rounding: ceil}",
      "{avgpool: 3, stride: 2, pad: 1, rounding: ceil, count_padding: false}", "{adaptive_avgpool: 3}",
      "{adaptive_avgpool: 2}",
      "{adaptive_avgpool: 7}", "global_avgpool", "global_maxpool", "{mean: [0]}", "{mean: [1], keep: true}",
      "{mean: [1, 2]}",
      "{max: [0, 1]}", "{max: [1], keep: true}", "{subsample: 2}", "{rbf: 4}",
      "lrn", "{lrn: 3, alpha: 0.5, beta: 0.6, k: 2}", "{lrn: 4, alpha: 0.9}", "batchnorm", "layernorm",
      "{layernorm: , over: all}",
      "{layernorm: , over: last}", "{layernorm: , affine: false}", "{groupnorm: 2}", "instancenorm",
      "{instancenorm: , affine: true}",
      "l2norm", "scale", "{scale: , bias: false}", "{scale: , factor: false}", "{scale: , shared: true}",
      "{scale: , factor: false, shared: true}",
      "{function: exp}", "sigmoid, {function: log}", "sigmoid, {function: sqrt}", "sigmoid, {function: reciprocal}",
      "{function: tan}", "{affine: , scale: 0.9}, {function: asin}", "{affine: , scale: 0.9}, {function: acos}",
      "{function: sinh}", "{function: cosh}", "{affine: , scale: 0.5, shift: 2}, {function: acosh}",
      "{affine: , scale: 0.9}, {function: atanh}", "{function: ceil}", "{function: round}", "sigmoid, {power: -0.75}",
      "{affine: , scale: 2, shift: -1}", "softmax", "{softmax: , axis: 1}",
      "log_softmax", "{log_softmax: , axis: 1}", "{subtract: [[], [tanh]]}", "{divide: [[], [sigmoid]]}",
      "{raise: [[sigmoid], []]}", "{minimum: [[], [tanh], [{affine: , scale: -0.5}]]}",
      "{subtract: [[global_avgpool], []]}", "{divide: [[], [global_maxpool, {function: exp}]]}",
      "flatten", "{reshape: [4, -1]}", "{transpose: [1, 0]}", "{transpose: [2, 0, 1]}", "{transpose: [1, 3, 2, 0]}",
      "{slice: [0, 1]}", "{slice: [1, 4], axis: 1, step: 2}", "{shuffle: 2}", "{pad: [[1, 2]]}",
      "{pad: 2, mode: reflect}",
      "{pad: 2, mode: replicate}", "{resize: 2}", "{resize: 1.5}", "{resize: 0.5, mode: linear}",
      "{resize: 2, mode: linear}",
      "{resize: 2.3, coordinates: half_pixel}", "{resize: , size: 7, mode: linear, coordinates: align_corners}",
      "{concat: [[], [{slice: [0, 1]}]]}", "{add: [[], [tanh], []]}", "{multiply: [[], [tanh], [sigmoid]]}",
      "{maximum: [[], [tanh], [{affine: , scale: -0.5}]]}", "{multiply: [[global_avgpool], []]}",
      "{add: [[{slice: [0, 1]}], []]}",
      "{multiply: [[], [{mean: [0], keep: true}]]}", "{maximum: [[global_maxpool], [{affine: , scale: 3}]]}",
      "{matmul: [[], []], transpose_b: true, scale: 0.5}", "{matmul: [[], [{transpose: [1, 0]}]]}",
    ], [1, 2])
  func kinds(_ item: String, _ batch: Int) throws {
    var fits = 0
    for input in ["[2, 6]", "[4, 6]", "[2, 6, 5]", "[4, 5, 7]", "[2, 4, 4, 3]", "[10]"] {
      guard let network = try? network("{input: \(input), layers: [\(item)]}") else { continue }
      fits += 1
      try GradientTrial(network, batch: batch, seed: fits).check("\(input): \(item)")
    }
    #expect(fits > 0, "\(item)")
  }

  @Test(arguments: [1, 2]) func matrixProducts(_ batch: Int) throws {
    for (left, right, isTransposed) in [
      ([5, 4], [4, 3], false), ([5, 4], [6, 4], true), ([2, 5, 4], [2, 4, 3], false),
      ([2, 3, 5, 4], [2, 3, 7, 4], true),
    ] {
      var builder = NetworkBuilder(named: "test")
      let inputs = [
        try builder.input(Shape(dimensions: left), name: "a"), try builder.input(Shape(dimensions: right), name: "b"),
      ]
      try builder.add(MatrixProduct(transposesSecond: isTransposed, scale: 0.5), name: "product", reading: inputs)
      try GradientTrial(builder.network(), batch: batch).check("\(left) \(right)")
    }
  }

  /// Vectors, gates and maps of one channel beside maps.
  @Test(
    arguments: [
      ([8, 4, 5], [8]), ([8], [8, 4, 5]), ([8, 4, 5], [1, 4, 5]), ([8, 1, 5], [1, 4, 1]), ([8, 5], [8]),
      ([8, 2, 3, 4], [8, 1, 3, 4]),
    ])
  func joins(_ sizes: ([Int], [Int])) throws {
    for kind in [Addition(), Subtraction(), Multiplication(), Maximum(), Minimum()] as [any LayerKind] {
      var builder = NetworkBuilder(named: "test")
      let inputs = [
        try builder.input(Shape(dimensions: sizes.0), name: "a"),
        try builder.input(Shape(dimensions: sizes.1), name: "b"),
      ]
      try builder.add(kind, name: "join", reading: inputs)
      try GradientTrial(builder.network(), batch: 2).check("\(kind.name) \(sizes)")
    }
  }

  /// Layers of every kind drawn at random, one after the other. Normalizations of few numbers enlarge the rounding of all that is
  /// before them; they are checked alone.
  @Test(arguments: 0..<40) func chains(_ seed: Int) throws {
    var random = SeededGenerator(seed: 500 + seed)
    let (network, text) = try RandomKinds.chain(
      &random, layers: 10, largest: 600, leavingOut: ["instancenorm", "groupnorm", "layernorm"])
    try GradientTrial(network, batch: 1 + seed % 2, seed: seed).check("\(text)", count: 4, tolerance: 1e-4)
  }
}
