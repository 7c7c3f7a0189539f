import Architecture
import Testing

/// The registry of layer kinds.
@Suite struct LayerKindTests {
  @Test func reportNames() {
    #expect(
      LayerKinds.all.map { $0.name } == [
        "conv", "transposed_conv", "fc", "matmul", "max_pool", "avg_pool", "adaptive_avg_pool", "global_avg_pool",
        "global_max_pool", "mean", "max", "subsample", "rbf", "lrn", "batch_norm", "layer_norm", "group_norm",
        "instance_norm", "l2_norm", "scale", "affine", "relu", "relu6", "leaky_relu", "prelu", "elu", "silu",
        "hard_swish",
        "mish", "gelu", "softplus", "tanh", "sigmoid", "hard_sigmoid", "clip", "function", "power", "softmax",
        "log_softmax", "dropout", "flatten",
        "reshape",
        "transpose", "slice", "shuffle", "pad", "resize", "concat", "add", "subtract", "multiply", "divide", "raise",
        "maximum", "minimum",
      ])
  }

  @Test func keywordsAreUnique() {
    #expect(Set(LayerKinds.all.map { $0.keyword }).count == LayerKinds.all.count)
  }

  @Test func everyKindCanStandInAModelFile() throws {
    let items = [
      "conv": "{conv: 1, kernel: 1}", "fc": "{fc: 1}", "maxpool": "{maxpool: 1}", "avgpool": "{avgpool: 1}",
      "adaptive_avgpool": "{adaptive_avgpool: 1}", "subsample": "{subsample: 1}", "rbf": "{rbf: 1}",
      "concat": "{concat: [[]]}", "add": "{add: [[]]}", "multiply": "{multiply: [[]]}", "maximum": "{maximum: [[]]}",
      "minimum": "{minimum: [[]]}",
      "subtract": "{subtract: [[], []]}", "divide": "{divide: [[], []]}", "raise": "{raise: [[], []]}",
      "function": "{function: exp}", "power": "{power: 2}",
      "transposed_conv": "{transposed_conv: 1, kernel: 1}", "matmul": "{matmul: [[], []]}", "mean": "{mean: 1}",
      "max": "{max: 1}", "groupnorm": "{groupnorm: 1}", "reshape": "{reshape: -1}",
      "transpose": "{transpose: [0, 2, 1]}",
      "slice": "{slice: [0, 1]}", "shuffle": "{shuffle: 1}", "pad": "{pad: 1}", "resize": "{resize: 2}",
    ]
    for kind in LayerKinds.all {
      #expect(try layer(items[kind.keyword] ?? kind.keyword).kind.name == kind.name)
    }
  }

  @Test func aKindIsReadByItsNameToo() throws {
    #expect(try layer("{max_pool: 2}").kind.name == "max_pool")
    #expect(try layer("batch_norm").name == "batch_norm_1")
  }

  @Test func theInputIsNoKeyword() {
    #expect(problems(of: "input") == ["unknown layer 'input'"])
  }

  @Test func flopsCountAMultiplyAddTwice() {
    let arithmetic = Arithmetic(
      multiplyAdds: 1, multiplies: 10, adds: 100, compares: 1_000, divides: 10_000, exponentials: 100_000)
    #expect(arithmetic.flops == 111_112)
    #expect((arithmetic + arithmetic) == arithmetic * 2)
    #expect((arithmetic * 3).flops == 333_336)
  }
}
