import Architecture
import Testing
import Weights

@testable import Inference

/// Networks small enough to know what comes out.
@Suite struct ExecutorTests {
  @Test func aConvolutionAddsItsBias() throws {
    let network = try ModelFile.network(
      SourceText(name: "test", text: "{input: [1, 2, 2], layers: [{conv: 1, kernel: 2, name: c}, {relu: , name: r}]}"),
      name: "test")
    let source = SlotSource.generator(Generator(seed: 0, scheme: .zeros))
    let executor = try Executor(network, weights: source, options: Executor.Options(keeps: .all))
    let activations = try executor.run([1, 2, 3, 4])
    #expect(activations.all.map(\.layer) == ["c", "r"])
    #expect(activations["r"]?.values == [0])
    #expect(throws: InferenceError("test takes 1 × 1×2×2 numbers, and 3 arrive")) { try executor.run([1, 2, 3]) }
  }
}
