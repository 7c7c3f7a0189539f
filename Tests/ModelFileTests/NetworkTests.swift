import Architecture
import Testing

@testable import ModelFile

/// What a checked network knows: who reads whom, what inference leaves out, other sizes of the input.
@Suite struct NetworkTests {
  private let branching = """
    input: [3, 8, 8]
    layers:
    - {conv: 4, kernel: 1, name: a}
    - {auxiliary: [{fc: 10, name: fc}, {softmax: , name: prob}], name: loss1}
    - {concat: [[{conv: 5, kernel: 3, pad: 1, name: b}], a], name: c}
    - {auxiliary: [{fc: 10, name: fc}], name: loss2}
    - {global_avgpool: , name: pool}
    - {fc: 10, name: fc}
    """

  @Test func consumersAndOutputs() throws {
    let net = try network(branching)
    #expect(net.names == ["a", "loss1/fc", "loss1/prob", "b", "c", "loss2/fc", "pool", "fc"])
    #expect(net.consumers == [[1], [2, 4, 5], [3], [], [5], [6, 7], [], [8], []])
    #expect(net.outputs.map { net.layers[$0].name } == ["loss1/prob", "loss2/fc", "fc"])
  }

  @Test func aLayerReadTwiceByOneLayerHasItTwice() throws {
    #expect(try network("{input: [3, 8, 8], layers: [{add: [input, input]}]}").consumers == [[1, 1], []])
  }

  @Test func inferenceLeavesAuxiliariesOut() throws {
    let net = try network(branching).network(for: .inference)
    #expect(net.mode == .inference)
    #expect(net.wiring == ["a ← input", "b ← a", "c ← b, a", "pool ← c", "fc ← pool"])
    #expect(net.layers.allSatisfy { $0.auxiliary == nil })
    #expect(net.body.map(\.shape.dimensions) == [[4, 8, 8], [5, 8, 8], [9, 8, 8], [9, 1, 1], [10]])
    #expect(net.outputs == [5])
    for (index, layer) in net.layers.enumerated() { #expect(layer.inputs.allSatisfy { $0 < index }) }
  }

  @Test func trainingKeepsAll() throws {
    let net = try network(branching)
    #expect(net.network(for: .training).names == net.names)
    #expect(net.network(for: .inference).network(for: .training).mode == .inference, "what is left out is gone")
  }

  @Test func anotherSizeKeepsTheWeights() throws {
    let net = try network(branching).network(for: .inference)
    let larger = try net.resized(to: Shape(channels: 3, extent: [20, 30]))
    #expect(larger.input.dimensions == [3, 20, 30])
    #expect(larger.body.map(\.shape.dimensions) == [[4, 20, 30], [5, 20, 30], [9, 20, 30], [9, 1, 1], [10]])
    #expect(larger.layers.map(\.parameters) == net.layers.map(\.parameters))
    #expect(larger.mode == .inference)
  }

  @Test func anotherSizeStopsAtTheFirstLayerWhoseWeightsDoNotFit() throws {
    let error = try #require(throws: ResizeError.self) {
      try zoo("lenet5-modern").resized(to: Shape(channels: 1, extent: [40, 40]))
    }
    #expect(error.layer.parameters[0].shape == [120, 400])
    #expect(error.layer.inputShapes[0].dimensions == [400])
    guard case .weights(let arriving) = error.reason else {
      Issue.record("not the weights: \(error.reason)")
      return
    }
    #expect(arriving.dimensions == [784])
  }

  @Test func otherChannelsDoNotFitTheWeightsEither() throws {
    let error = try #require(throws: ResizeError.self) {
      try network(branching).resized(to: Shape(channels: 1, extent: [8, 8]))
    }
    #expect(error.layer.name == "a")
    guard case .weights(let arriving) = error.reason else {
      Issue.record("not the weights: \(error.reason)")
      return
    }
    #expect(arriving.dimensions == [1, 8, 8])
  }

  @Test(
    "A size that a layer cannot take is a misfit",
    arguments: [
      (
        [3, 4, 4], "conv", "a window of 5 is larger than its input of 4"
      ),
      ([3], "conv", "a window needs feature maps or a signal, and a vector of 3 arrives"),
      ([3, 600_000, 600_000], "conv", "8×599996×599996 has too many elements: at most 2^40 are possible"),
    ])
  func misfit(dimensions: [Int], name: String, message: String) throws {
    let net = try network("{input: [3, 8, 8], layers: [{conv: 8, kernel: 5, name: conv}, relu]}")
    let error = try #require(throws: ResizeError.self) {
      try net.resized(to: Shape(channels: dimensions[0], extent: Array(dimensions.dropFirst())))
    }
    #expect(error.layer.name == name)
    guard case .size(let misfit) = error.reason else {
      Issue.record("not a misfit: \(error.reason)")
      return
    }
    #expect("\(misfit)" == message)
  }

  @Test func totalsAreHeldBelowTheirLimitAtOtherSizesToo() throws {
    let norms = Array(repeating: "{lrn: 65535}", count: 100).joined(separator: ", ")
    let net = try network("{input: [1024, 1, 1], layers: [\(norms)]}")
    let error = try #require(throws: ResizeError.self) {
      try net.resized(to: Shape(channels: 1024, extent: [32_768, 32_768]))
    }
    guard case .size(let misfit) = error.reason else {
      Issue.record("not a misfit: \(error.reason)")
      return
    }
    #expect("\(misfit)" == "up to here the network has more than 2^53 operations")
  }

  @Test func aChainOf200_000LayersIsBuiltWithoutDeepRecursion() throws {
    let ten = { (word: String) in Array(repeating: word, count: 10).joined(separator: ", ") }
    let net = try network(
      """
      input: [1, 2, 2]
      modules:
        a: {layers: [\(ten("relu")), \(ten("{conv: 1, kernel: 1}"))]}
        b: {layers: [\(ten("a"))]}
        c: {layers: [\(ten("b"))]}
        d: {layers: [\(ten("c"))]}
        e: {layers: [\(ten("d"))]}
      layers: [e]
      """)
    // Counted outside of the expectation, which would keep and describe all layers.
    let count = net.layers.count
    let outputs = net.outputs
    let kept = net.network(for: .inference).layers.count
    #expect(count == 200_001)
    #expect(outputs == [200_000])
    #expect(kept == 200_001)
  }
}
