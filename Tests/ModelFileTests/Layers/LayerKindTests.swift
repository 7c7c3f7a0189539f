import Architecture
import Testing

/// The registry of layer kinds.
@Suite struct LayerKindTests {
  @Test func reportNames() {
    #expect(
      LayerKinds.all.map { $0.name } == [
        "conv", "fc", "max_pool", "avg_pool", "adaptive_avg_pool", "global_avg_pool", "subsample", "rbf", "lrn",
        "batch_norm", "relu", "tanh", "sigmoid", "softmax", "dropout", "flatten", "concat", "add",
      ])
  }

  @Test func keywordsAreUnique() {
    #expect(Set(LayerKinds.all.map { $0.keyword }).count == LayerKinds.all.count)
  }

  @Test func everyKindCanStandInAModelFile() throws {
    let items = [
      "conv": "{conv: 1, kernel: 1}", "fc": "{fc: 1}", "maxpool": "{maxpool: 1}", "avgpool": "{avgpool: 1}",
      "adaptive_avgpool": "{adaptive_avgpool: 1}", "subsample": "{subsample: 1}", "rbf": "{rbf: 1}",
      "concat": "{concat: [[]]}", "add": "{add: [[]]}",
    ]
    for kind in LayerKinds.all {
      #expect(try layer(items[kind.keyword] ?? kind.keyword).kind.name == kind.name)
    }
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
