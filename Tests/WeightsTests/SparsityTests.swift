import Architecture
import TestSupport
import Testing

@testable import Weights

/// Zeros among weights, and channels that are zero as a whole.
@Suite struct SparsityTests {
  private func sparsity(_ layers: String, input: String = "[2, 3, 3]", _ tensors: [HandWritten]) throws -> [Sparsity
    .Entry]
  {
    let folder = try Folder()
    let network = try network("title: t\npaper: p\nreference: r\ninput: \(input)\nlayers:\n\(layers)\n")
    let file = try open(folder.write(safetensors(tensors), to: "w"))
    let mapping = Mapping(of: file, onto: network)
    try #require(mapping.isComplete)
    return try Sparsity(of: file, mapping).entries
  }

  @Test func zerosKernelsAndInputsAreCounted() throws {
    // Three kernels of 1×1 on two channels: the second kernel is zero, and no kernel reads the second channel.
    let entries = try sparsity(
      "- {conv: 3, kernel: 1, bias: false, name: conv}",
      [HandWritten("conv.weight", [3, 2, 1, 1], [1, 0, -0.0, 0, 3, 0])])
    #expect(
      entries == [
        Sparsity.Entry(layer: "conv", weights: 6, nonzero: 2, outputs: 3, zeroOutputs: 1, inputs: 2, zeroInputs: 1)
      ])
    #expect(entries[0].zeros == 4)
  }

  @Test func everyGroupHasItsOwnInputs() throws {
    // Two groups of one kernel on one channel each; the second group's kernel is zero, and so its input is not read.
    let entries = try sparsity(
      "- {conv: 2, kernel: 1, groups: 2, bias: false, name: conv}",
      [HandWritten("conv.weight", [2, 1, 1, 1], [1, 0])])
    #expect(
      entries == [
        Sparsity.Entry(layer: "conv", weights: 2, nonzero: 1, outputs: 2, zeroOutputs: 1, inputs: 2, zeroInputs: 1)
      ])
  }

  @Test func aTransposedConvolutionHasItsInputsFirst() throws {
    // Two inputs, three outputs: the first input is multiplied by zero alone, the last output is zero.
    let entries = try sparsity(
      "- {transposed_conv: 3, kernel: 1, bias: false, name: up}",
      [HandWritten("up.weight", [2, 3, 1, 1], [0, 0, 0, 1, 2, 0])])
    #expect(
      entries == [
        Sparsity.Entry(layer: "up", weights: 6, nonzero: 2, outputs: 3, zeroOutputs: 1, inputs: 2, zeroInputs: 1)
      ])
  }

  @Test func aLayerThatReadsMapsHasTheirChannelsAsInputs() throws {
    // Two maps of 1×2, flattened; the second map is not read.
    let entries = try sparsity(
      "- {fc: 1, bias: false, name: fc}", input: "[2, 1, 2]", [HandWritten("fc.weight", [1, 4], [5, 0, 0, 0])])
    #expect(
      entries == [
        Sparsity.Entry(layer: "fc", weights: 4, nonzero: 1, outputs: 1, zeroOutputs: 0, inputs: 2, zeroInputs: 1)
      ])
  }

  @Test func whatAConnectionTableLeavesOutIsNoWeight() throws {
    let entries = try sparsity(
      "- {conv: 2, kernel: 1, connections: [[0], [0, 1]], bias: false, name: conv}",
      [HandWritten("conv.weight", [2, 2, 1, 1], [1, 7, 0, 1])])
    #expect(entries.map(\.weights) == [3])
    #expect(entries.map(\.nonzero) == [2])
    #expect(entries.map(\.zeros) == [1])
  }
}
