import TestSupport
import Testing

@testable import Inference

/// Axes in another order, which moves numbers at most once, beside the reference.
@Suite struct TranspositionTests {
  /// Channels are put last and first again, with what reads them so: maps of convolutions, rows of normalizations, sums.
  @Test(arguments: [
    "{transpose: [1, 2, 0]}", "{transpose: [2, 0, 1]}", "{transpose: [2, 1, 0]}", "{transpose: [0, 2, 1]}, relu",
    "{conv: 16, kernel: 3, pad: 1}, {transpose: [1, 2, 0]}, {layernorm: , over: last}, {transpose: [2, 0, 1]}, {conv: 8, kernel: 1}",
    "{transpose: [1, 2, 0]}, {fc: 24, flatten: false}, gelu, {fc: 8, flatten: false}, {transpose: [2, 0, 1]}, scale",
    "{transpose: [1, 2, 0]}, {fc: 8, flatten: false, bias: false}, {transpose: [2, 0, 1]}, scale, tanh, {maxpool: 2}",
    """
    {add: [[{conv: 8, kernel: 3, pad: 1, groups: 8}, {transpose: [1, 2, 0]}, {fc: 8, flatten: false}, {transpose: [2, 0, 1]}, \
    {scale: , bias: false}], []]}, {conv: 8, kernel: 3, pad: 1, groups: 8}
    """,
    "{transpose: [1, 2, 0]}, {fc: 8, flatten: false}, {transpose: [2, 1, 0]}, batchnorm, {avgpool: 2}, flatten, {fc: 3}",
    "{transpose: [1, 2, 0]}, {fc: 8, flatten: false}, {transpose: [2, 0, 1]}, {concat: [[], [relu]]}, {slice: [3, 9]}",
    "{transpose: [2, 0, 1]}, {multiply: [[], [{global_avgpool: }]]}, softmax", "{transpose: [2, 0, 1]}, {lrn: 3}, elu",
  ])
  func transposed(_ layers: String) throws {
    let network = try network("{input: [8, 6, 8], layers: [\(layers)]}")
    for batch in [1, 3] { try Trial(network, batch: batch).check("batch \(batch)") }
  }

  /// A factor of each channel behind the transposition is part of the weights before it.
  @Test func folded() throws {
    let network = try network(
      "{input: [8, 6, 7], layers: [{transpose: [1, 2, 0]}, {fc: 8, flatten: false}, {transpose: [2, 0, 1]}, scale]}")
    let steps = try Trial(network).executor(.outputs).titles
    #expect(!steps.map { network.layers[$0.layer].kind.name }.contains("scale"))
  }
}
