import Architecture
import TestSupport
import Testing

@testable import Inference

/// Networks of layers of every kind, drawn at random and put one after the other where they fit.
@Suite struct RandomKindsTests {
  @Test(arguments: 0..<80) func chains(_ seed: Int) throws {
    var random = SeededGenerator(seed: 900 + seed)
    let (network, text) = try RandomKinds.chain(&random, layers: 14)
    let trial = Trial(network, batch: 1 + seed % 3, seed: seed)
    let some = network.body.map(\.name).filter { _ in random.chance(50) }
    for keeps in [Executor.Kept.all, .layers(Set(some))] { try trial.checkSteps(keeps, "\(text)") }
  }
}

/// Draws networks of layers of every kind.
enum RandomKinds {
  /// A network and its text.
  ///
  /// - Parameters:
  ///   - layers: how many are drawn; those that do not fit are left out.
  ///   - leavingOut: what an item must not contain.
  static func chain(
    _ random: inout SeededGenerator, layers: Int, largest: Int = 4_000, leavingOut: [String] = []
  ) throws -> (network: Network, text: String) {
    let input = random.pick(["[4, 6, 5]", "[4, 6, 5]", "[8, 9]", "[16, 4, 4]", "[4, 3, 4, 4]", "[6, 8]", "[12]"])
    var items: [String] = []
    var fitting: Network?
    for _ in 0..<layers {
      let item = item(&random)
      guard !leavingOut.contains(where: { item.contains($0) }) else { continue }
      let text = (items + [item]).joined(separator: ", ")
      guard let network = try? network("{input: \(input), layers: [\(text)]}"),
        network.layers.allSatisfy({ $0.shape.count <= largest })
      else { continue }
      items.append(item)
      fitting = network
    }
    return (try #require(fitting), "\(input): \(items.joined(separator: ", "))")
  }

  private static func item(_ random: inout SeededGenerator) -> String {
    guard random.chance(25) else { return random.pick(items) }
    let (first, second) = (random.pick(items), random.pick(items))
    return random.pick([
      "{multiply: [[], [\(first)]]}", "{add: [[], [\(first)]]}", "{maximum: [[\(first)], [\(second)]]}",
      "{minimum: [[], [\(first)]]}", "{subtract: [[\(first)], [\(second)]]}",
      "{divide: [[], [sigmoid, {affine: , shift: 1}]]}", "{raise: [[sigmoid], [tanh]]}",
      "{concat: [[], [\(first)]]}", "{concat: [[\(first)], [\(second)], []]}",
      "{multiply: [[], [global_avgpool, {fc: 16}, sigmoid]]}", "{add: [[{slice: [0, 1]}], []]}",
      "{multiply: [[], [global_maxpool, hard_sigmoid]]}", "{multiply: [[], [{mean: [0], keep: true}, sigmoid]]}",
      "{concat: [[{slice: [0, 8]}], [{slice: [8, 16]}, \(first)]]}",
      "{matmul: [[], [{transpose: [1, 0]}]], scale: 0.25}", "{matmul: [[], []], transpose_b: true}",
    ])
  }

  private static let items = [
    "{conv: 16, kernel: 3, pad: 1}", "{conv: 16, kernel: 1}", "{conv: channels, kernel: 3, pad: 1, groups: channels}",
    "{conv: 12, kernel: 2, groups: 4}", "{transposed_conv: 8, kernel: 2, stride: 2}", "{fc: 16}",
    "{fc: 16, flatten: false}",
    "{maxpool: 2}", "{maxpool: 2, stride: 1, dilation: 2}", "{avgpool: 3, stride: 2, pad: 1}", "{adaptive_avgpool: 3}",
    "global_avgpool", "global_maxpool", "{mean: [1]}", "{max: [0]}", "{mean: [1, 2], keep: true}", "lrn", "batchnorm",
    "layernorm", "{layernorm: , over: all}", "{layernorm: , over: last}", "{groupnorm: 4}", "instancenorm", "l2norm",
    "scale", "{affine: , scale: 2, shift: -1}", "relu", "relu6", "leaky_relu", "prelu", "elu", "silu", "hard_swish",
    "mish", "gelu", "{gelu: , approximation: tanh}", "softplus", "tanh", "sigmoid", "hard_sigmoid",
    "{clip: , min: -1, max: 2}", "softmax", "{softmax: , axis: 1}", "log_softmax",
    "{function: abs}", "{function: erf}", "{function: sin}", "{function: softsign}", "{scale: , factor: false}",
    "{scale: , bias: false, shared: true}",
    "dropout", "flatten", "{reshape: [4, -1]}",
    "{reshape: [16, -1]}", "{transpose: [1, 0]}", "{transpose: [2, 0, 1]}", "{slice: [0, 4]}", "{slice: [0, 8]}",
    "{slice: [1, 3], axis: 1}", "{slice: [0, 8], step: 2}", "{shuffle: 2}", "{shuffle: 4}", "{pad: 1}",
    "{pad: 1, mode: reflect}", "{pad: 1, mode: replicate}", "{resize: 2}", "{resize: 1.5, mode: linear}",
    "{subsample: 2}",
  ]
}
