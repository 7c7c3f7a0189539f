import Architecture
import TestSupport
import Testing

@testable import Inference

/// Additions that the convolution before them computes, beside the reference.
@Suite struct FusedAdditionTests {
  /// What the addition reads: the block before, itself read by the block, so that it is overwritten last; the input of the
  /// network, which is only read; what another layer reads later, and must stay.
  @Test(
    arguments: [
      "relu, {add: [[{conv: 32, kernel: 3, pad: 1}, batchnorm, relu, {conv: 32, kernel: 1}, batchnorm], []]}, relu",
      "relu, {add: [[{conv: 32, kernel: 3, pad: 1}], []]}, relu", "{add: [[{conv: 32, kernel: 3, pad: 1}], []]}, tanh",
      "{add: [[{conv: 32, kernel: 1}], []]}, {conv: 8, kernel: 1}",
      "tanh, {concat: [[{add: [[{conv: 32, kernel: 3, pad: 1}, relu, {conv: 32, kernel: 3, pad: 1}], []]}, relu], []]}",
      "{add: [[{conv: 32, kernel: 3, pad: 1}], [{conv: 32, kernel: 1}, batchnorm]]}, relu, {conv: 8, kernel: 1}",
      "{conv: 32, kernel: 1}, {add: [[{conv: 32, kernel: 3, pad: 1, groups: 32}, silu, {conv: 32, kernel: 1}], []]}",
    ], [Winograd.Choice(), Winograd.Choice(leastWork: 0, tile: .two), Winograd.Choice(leastWork: 0, tile: .four)])
  func fused(_ layers: String, _ winograd: Winograd.Choice) throws {
    let network = try network("{input: [32, 9, 10], layers: [\(layers)]}")
    for batch in [1, 3] {
      let trial = Trial(network, batch: batch)
      try trial.check("batch \(batch)", winograd: winograd)
      let steps = try trial.executor(.outputs, winograd: winograd).titles
      #expect(!steps.map { network.layers[$0.layer].kind.name }.contains("add"))
    }
  }

  /// Strips of tiles overlap, and what is added is added once.
  @Test func strips() throws {
    let network = try network(
      "{input: [32, 150, 150], layers: [relu, {add: [[{conv: 32, kernel: 3, pad: 1}], []]}, relu]}")
    try Trial(network).check(winograd: Winograd.Choice(leastWork: 0, tile: .two))
    try Trial(network).check(winograd: Winograd.Choice(leastWork: 0, tile: .four))
  }

  /// What has other sizes, more than two terms, or a normalization behind it is added by itself.
  @Test(arguments: [
    "{add: [[{conv: 32, kernel: 1}], [{slice: [0, 1]}]]}", "{add: [[{conv: 32, kernel: 1}], [], [tanh]]}",
    "{add: [[{conv: 32, kernel: 1}, relu], []]}, batchnorm",
  ])
  func apart(_ layers: String) throws {
    let network = try network("{input: [32, 5, 6], layers: [\(layers)]}")
    let trial = Trial(network)
    try trial.check()
    let steps = try trial.executor(.outputs).titles
    #expect(steps.map { network.layers[$0.layer].kind.name }.contains("add"))
  }

  /// The sum is there before the addition's turn: what another layer still reads until then stays.
  @Test(arguments: [Winograd.Choice(), Winograd.Choice(leastWork: 0)]) func readBetween(_ winograd: Winograd.Choice)
    throws
  {
    var builder = NetworkBuilder(named: "between")
    let input = try builder.input(Shape(dimensions: [32, 8, 8]), name: "input")
    let before = try builder.add(Sigmoid(), name: "before", reading: [input])
    let window = WindowArguments(kernel: [3, 3])
    let convolution = Convolution(channels: 32, window: window, groups: 1, hasBias: true)
    let padded = try builder.add(Sigmoid(), name: "other", reading: [before])
    let first = try builder.add(convolution, name: "first", reading: [padded])
    let cut = try builder.add(convolution, name: "cut", reading: [before])
    let between = try builder.add(ReLU(), name: "between", reading: [first])
    let sum = try builder.add(Addition(), name: "sum", reading: [cut, first])
    try builder.add(Maximum(), name: "last", reading: [between, sum])
    let trial = Trial(try builder.network())
    try trial.check(winograd: winograd)
    #expect(
      !(try trial.executor(.outputs, winograd: winograd).titles).contains {
        trial.network.layers[$0.layer].name == "sum"
      })
  }
}
