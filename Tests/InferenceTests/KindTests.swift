import Architecture
import TestSupport
import Testing

@testable import Inference

/// Kinds of layers where what is before them lies in blocks, and where they read what others read too.
@Suite struct KindTests {
  @Test(
    arguments: [
      "silu", "mish", "hard_swish", "hard_sigmoid", "gelu", "{gelu: , approximation: tanh}", "relu6",
      "{clip: , min: -0.2, max: 0.3}", "leaky_relu", "prelu", "{prelu: , shared: true}", "{elu: 2}", "softplus",
      "{softplus: , beta: 3}", "scale", "{scale: , bias: false}", "{scale: , factor: false}",
      "{scale: , shared: true}", "{scale: , bias: false, shared: true}",
      "{function: erf}", "{function: abs}", "{function: sin}", "{function: softsign}", "{power: 2}", "log_softmax",
      "{log_softmax: , axis: 1}", "{affine: , scale: 2, shift: -1}", "layernorm",
      "{layernorm: , over: all}", "{layernorm: , over: last}", "{groupnorm: 4}", "instancenorm",
      "{instancenorm: , affine: true}", "l2norm", "{mean: [0]}", "{mean: [1], keep: true}", "{max: [0, 1]}",
      "{max: [1]}", "{slice: [1, 7]}", "{slice: [0, 8]}", "{slice: [8, 16]}", "{slice: [3, 16], step: 3}",
      "{slice: [1, 3], axis: 1}", "{shuffle: 2}", "{shuffle: 4}", "{reshape: [4, -1]}", "{softmax: , axis: 1}",
      "{fc: 6, flatten: false}", "global_maxpool", "{maxpool: 2, dilation: 2}", "{pad: 1}",
      "{pad: 2, mode: reflect}", "{pad: 2, mode: replicate}", "{pad: 1, value: 3}", "{resize: 2}", "{resize: 1.5}",
      "{resize: 2.3, coordinates: half_pixel}", "{resize: 2, mode: linear}",
      "{resize: , size: 7, mode: linear, coordinates: align_corners}",
      "{transposed_conv: 8, kernel: 3, stride: 2, pad: 1, output_pad: 1}",
      "{transposed_conv: 24, kernel: 2, stride: 3, groups: 2}",
      "{transposed_conv: 16, kernel: 4, stride: 2, groups: 16, bias: false}",
      "{conv: channels, kernel: 3, groups: channels, pad: 1}",
    ], [1, 3])
  func afterBlocks(_ item: String, _ batch: Int) throws {
    for (input, followers) in [
      ("[3, 6]", [""]), ("[3, 6, 5]", ["", ", scale", ", {conv: 8, kernel: 1}, hard_swish"]), ("[2, 4, 4, 3]", [""]),
    ] {
      for after in followers {
        let layers = "{conv: 16, kernel: 3, pad: 1}, \(item)\(after)"
        guard let network = try? network("{input: \(input), layers: [\(layers)]}") else { continue }
        try Trial(network, batch: batch).check("\(input): \(layers)")
      }
    }
  }

  /// Factors, summands and activations that go into what is before them.
  @Test(arguments: [1, 3]) func fused(_ batch: Int) throws {
    for before in [
      "{conv: 16, kernel: 3, bias: false}", "{transposed_conv: 16, kernel: 3, stride: 2}", "{fc: 12}",
      "{transposed_conv: 16, kernel: 2, groups: 4, bias: false}", "{fc: 5, flatten: false}",
    ] {
      for after in [
        "scale, silu", "{affine: , scale: 0.5, shift: 2}, gelu", "batchnorm, {clip: , max: 0.5}",
        "scale, batchnorm, elu",
        "{softplus: }, scale", "leaky_relu, relu6",
      ] {
        let network = try network("{input: [4, 5, 6], layers: [\(before), \(after)]}")
        try Trial(network, batch: batch).check("\(before), \(after)")
      }
    }
  }

  @Test(
    arguments: [
      ([8, 4, 5], [8, 4, 5]), ([8, 4, 5], [8, 1, 1]), ([8, 4, 5], [8]), ([8, 4, 5], [1, 4, 5]),
      ([8, 1, 5], [1, 4, 1]),
      ([8], [8, 4, 5]), ([8, 5], [8]), ([8, 2, 3, 4], [8]), ([8, 2, 3, 4], [8, 1, 3, 4]), ([6], [6]),
    ], [1, 3])
  func joins(_ sizes: ([Int], [Int]), _ batch: Int) throws {
    // Quotients and powers of what is well above 0, where they do not enlarge rounding.
    for (kind, isAbove) in [
      (Addition(), false), (Subtraction(), false), (Multiplication(), false), (Maximum(), false), (Minimum(), false),
      (Division(), true), (Exponentiation(), true),
    ] as [(any LayerKind, Bool)] {
      for isBlocked in [false, true] {
        var builder = NetworkBuilder(named: "test")
        var inputs = try [builder.input(Shape(dimensions: sizes.0), name: "a")]
        inputs.append(try builder.input(Shape(dimensions: sizes.1), name: "b"))
        if isBlocked {
          let convolution = Convolution(channels: 16, window: WindowArguments(kernel: [1]), groups: 1, hasBias: true)
          inputs = try inputs.map { input in
            let shape = builder.shape(of: input)
            // A single channel stays one.
            if shape.channels == 1 { return input }
            let kind: any LayerKind = shape.isVector ? FullyConnected(outputs: 16, hasBias: true) : convolution
            return try builder.add(kind, name: "c\(input)", reading: [input])
          }
        }
        if isAbove {
          inputs = try inputs.map { try builder.add(Sigmoid(), name: "above\($0)", reading: [$0]) }
        }
        try builder.add(kind, name: "join", reading: inputs)
        try Trial(builder.network(), batch: batch).check("\(kind.name) \(isBlocked)")
      }
    }
  }

  /// Axes in another order, and what follows on more axes than images have.
  @Test(
    arguments: [
      ([5, 4], [1, 0]), ([4, 3, 4], [2, 0, 1]), ([2, 3, 4], [1, 2, 0]), ([2, 3, 4, 5], [2, 0, 3, 1]),
      ([2, 3, 4, 5, 3], [4, 2, 0, 3, 1]),
    ], [1, 3])
  func orders(_ turn: ([Int], [Int]), _ batch: Int) throws {
    let axes = turn.0.count
    var kinds: [any LayerKind] = [
      SiLU(), HardSigmoid(), Scale(), PReLU(), Mean(Reduction(axes: [0])), Slice(1..<2, axis: 1),
      Softmax(axis: axes - 1), LogSoftmax(axis: 0), ElementwiseFunction(.erf), Power(exponent: 3), Minimum(),
      LayerNormalization(over: .last), Transposition(order: Array((0..<axes).reversed())), ChannelShuffle(groups: 1),
      FullyConnected(outputs: 3, hasBias: true, flattens: false), Maximum(),
    ]
    if axes > 2 {
      kinds += [
        Mean(Reduction(axes: [0, 2])), Mean(Reduction(axes: [0, 2], keepsAxes: true)),
        Max(Reduction(axes: [1, 2], keepsAxes: true)), Slice(1..<2, axis: 2),
      ]
    }
    var builder = NetworkBuilder(named: "test")
    let input = try builder.input(Shape(dimensions: turn.0))
    let turned = try builder.add(Transposition(order: turn.1), name: "turned", reading: [input])
    for (index, kind) in kinds.enumerated() { try builder.add(kind, name: "\(index)", reading: [turned]) }
    try Trial(builder.network(), batch: batch).check()
  }

  @Test(arguments: [1, 3]) func matrixProducts(_ batch: Int) throws {
    for (left, right, isTransposed) in [
      ([5, 4], [4, 3], false), ([5, 4], [6, 4], true), ([2, 5, 4], [2, 4, 3], false),
      ([2, 3, 5, 4], [2, 3, 7, 4], true),
    ] {
      var builder = NetworkBuilder(named: "test")
      let inputs = [
        try builder.input(Shape(dimensions: left), name: "a"), try builder.input(Shape(dimensions: right), name: "b"),
      ]
      try builder.add(MatrixProduct(transposesSecond: isTransposed, scale: 0.5), name: "product", reading: inputs)
      try Trial(builder.network(), batch: batch).check("\(left) \(right)")
    }
  }

  /// A gate that is a part of what it is multiplied with: the product must not overwrite it.
  @Test(arguments: [1, 2]) func partsOfTheSameMemory(_ batch: Int) throws {
    try Trial(
      network(
        "{input: [4, 3, 3], layers: [tanh, {multiply: [[], [{slice: [1, 2]}]]}, {add: [[], [{slice: [3, 4]}]]}]}"),
      batch: batch
    ).check()
  }
}
