import Analysis
import Architecture
import TestSupport
import Testing

/// Parameters by role: weights, biases, fixed ones, and statistics, which are none.
@Suite struct ParameterCountTests {
  @Test(arguments: [
    ("{conv: 8, kernel: 3}", 8 * 4 * 9, 8), ("{conv: 8, kernel: [1, 5], groups: 2, bias: false}", 8 * 2 * 5, 0),
    ("{conv: 2, kernel: 3, connections: [[0, 1], [3]]}", 3 * 9, 2), ("{fc: 10}", 4 * 36 * 10, 10),
    ("batchnorm", 4, 4), ("{batchnorm: , affine: false}", 0, 0), ("{subsample: 2}", 4, 4), ("relu", 0, 0),
    ("lrn", 0, 0), ("{maxpool: 2}", 0, 0),
  ])
  func weightsAndBiases(_ layer: String, _ weights: Int, _ biases: Int) throws {
    let network = try network("{input: [4, 6, 6], layers: [\(layer)]}")
    let count = ParameterCount(of: network.layers[1])
    #expect(count.weights == weights)
    #expect(count.biases == biases)
    #expect(count.total == weights + biases)
    #expect(count.trainable == weights + biases)
    #expect(count.fixed == 0)
  }

  @Test func codeWordsAreFixed() throws {
    let count = ParameterCount(of: try network("{input: [84], layers: [{rbf: 10}]}").layers[1])
    #expect(count.weights == 840)
    #expect(count.trainable == 0)
    #expect(count.fixed == 840)
  }

  @Test func sumsAddEachPart() throws {
    let network = try network("{input: [4], layers: [{fc: 3}, {rbf: 2}]}")
    let sum = ParameterCount(of: network.layers[1]) + ParameterCount(of: network.layers[2])
    #expect(sum.weights == 12 + 6)
    #expect(sum.biases == 3)
    #expect(sum.trainable == 15)
    #expect(sum.fixed == 6)
  }
}
