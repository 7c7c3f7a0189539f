import OneDNN
import TestSupport
import Testing
import Weights

@testable import Inference

/// Weights are packed a slice at a time, which never cuts a block of the layout.
@Suite struct WeightSliceTests {
  /// Slices are rounded up to whole blocks: of the 70 outputs that are asked for, 96, 80 or 72 are taken.
  @Test(arguments: [48, 32, 16, 8]) func blocks(_ block: Int) throws {
    let network = try network("{input: [3, 2, 2], layers: [{conv: 200, kernel: 1, name: c}]}")
    let weights = (0..<600).map(Float.init)
    let source = ParameterSource.numbers(["c/weight": weights, "c/bias": Array(repeating: 0, count: 200)])
    let engine = try Engine(threads: 1)
    let reader = try WeightReader(source, for: network, engine) { _ in }
    let layout = try TensorLayout([200, 3, 1, 1], .blocks(block, axis: 0))
    let parameter = try #require(NetworkParameter.all(of: network).first)
    let slice = WeightReader.slice(of: parameter, layout, atLeast: 210)
    #expect(slice == (70 + block - 1) / block * block)
    let constants = Constants()
    let memory = try reader.weight(network.layers[1], layout, atLeast: 210, constants)
    let numbers = try #require(memory.address).assumingMemoryBound(to: Float.self)
    for output in 0..<200 {
      for input in 0..<3 {
        #expect(numbers[output / block * block * 3 + input * block + output % block] == Float(output * 3 + input))
      }
    }
  }

  /// What cannot be cut is packed at once.
  @Test func aLayoutThatCannotBeCut() throws {
    let network = try network("{input: [3, 2, 2], layers: [{conv: 200, kernel: 1, name: c}]}")
    let parameter = try #require(NetworkParameter.all(of: network).first)
    #expect(WeightReader.slice(of: parameter, try TensorLayout([200, 3, 1, 1], .any), atLeast: 0) == 200)
  }
}
