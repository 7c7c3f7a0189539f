import Architecture
import Testing

@testable import ModelFile

/// Branches, references to layers, auxiliary classifiers and the names of what has none.
@Suite struct BranchTests {
  @Test func aBranchIsAListAMapOrAName() throws {
    let net = try network(
      """
      input: [3, 8, 8]
      layers:
      - {conv: 4, kernel: 1, name: a}
      - {conv: 5, kernel: 1, name: b}
      - concat:
        - [{conv: 6, kernel: 1, name: c}, {relu: , name: d}]
        - {conv: 7, kernel: 1, name: e}
        - a
        - []
        name: out
      """)
    #expect(net.wiring == ["a ← input", "b ← a", "c ← b", "d ← c", "e ← b", "out ← d, e, a, b"])
    #expect(net.layers[6].shape.channels == 6 + 7 + 4 + 5)
  }

  @Test func anEmptyBranchIsTheIdentity() throws {
    let net = try network("{input: [3, 8, 8], layers: [{add: [[{conv: 3, kernel: 1, name: f}], []], name: sum}]}")
    #expect(net.wiring == ["f ← input", "sum ← f, input"])
  }

  @Test func branchesHaveBranches() throws {
    let net = try network(
      "{input: [3, 8, 8], layers: [{concat: [[{concat: [[], []], name: inner}, relu], []], name: outer}]}")
    #expect(net.wiring == ["inner ← input, input", "relu_inner ← inner", "outer ← relu_inner, input"])
    #expect(net.layers[3].shape.channels == 9)
  }

  @Test func aLayerCanReadAnEarlierOne() throws {
    let net = try network(
      "{input: [3, 8, 8], layers: [{relu: , name: a}, {relu: , name: b}, {sigmoid: , from: a}, {tanh: , from: input}]}")
    #expect(net.wiring == ["a ← input", "b ← a", "sigmoid_b ← a", "tanh_b ← input"])
  }

  @Test func anAuxiliaryClassifierLeavesTheMainPathAsItIs() throws {
    let net = try network(
      """
      input: [3, 8, 8]
      layers:
      - {conv: 4, kernel: 1, name: a}
      - {auxiliary: [{fc: 10, name: fc}, {softmax: , name: prob}], name: loss1}
      - {conv: 5, kernel: 1, name: b}
      """)
    #expect(net.wiring == ["a ← input", "loss1/fc ← a", "loss1/prob ← loss1/fc", "b ← a"])
    #expect(net.body.map(\.auxiliary) == [nil, "loss1", "loss1", nil])
  }

  @Test func anAuxiliaryInsideAnotherBelongsToTheOuterOne() throws {
    let net = try network(
      """
      input: [4]
      layers:
      - {fc: 4, name: a}
      - {auxiliary: [{fc: 3, name: b}, {auxiliary: [{fc: 2, name: c}], name: inner}, {fc: 1, name: d}], name: outer}
      - {fc: 2, name: e}
      """)
    #expect(net.body.map(\.name) == ["a", "outer/b", "outer/inner/c", "outer/d", "e"])
    #expect(net.body.map(\.auxiliary) == [nil, "outer", "outer", "outer", nil])
    #expect(net.layers[3].scope.map(\.name) == ["outer", "outer/inner"])
    #expect(net.network(for: .inference).body.map(\.name) == ["a", "e"])
  }

  @Test func layersWithoutANameAreNamedAfterTheLastNamedOne() throws {
    let net = try network(
      "{input: [3, 8, 8], layers: [relu, relu, {conv: 4, kernel: 1, name: c}, relu, relu, {conv: 4, kernel: 1}, {fc: 2}, relu]}"
    )
    #expect(net.names == ["relu_1", "relu_2", "c", "relu_c", "relu_c_1", "conv_1", "fc_1", "relu_c_2"])
    #expect(net.body.map { $0.module != nil } == [false, false, true, false, false, false, false, false])
  }

  @Test func automaticNamesKeepClearOfGivenOnes() throws {
    let net = try network("{input: [3, 8, 8], layers: [{sigmoid: , name: relu_1}, {tanh: , name: b}, relu]}")
    #expect(net.names == ["relu_1", "b", "relu_b"])
    let other = try network(
      "{input: [3, 8, 8], modules: {m: {layers: [relu]}}, layers: [{sigmoid: , name: relu_1}, m, m]}")
    #expect(other.names == ["relu_1", "relu_2", "relu_3"])
  }
}
