import Architecture
import Testing

@testable import ModelFile

/// Modules: arguments and defaults, what is put in where, and files that lend them.
@Suite struct ModuleTests {
  /// A network with one module `m` and one list of layers, on 3×8×8.
  private func network(arguments: String, _ module: String, _ layers: String) throws -> Network {
    try ModelFileTests.network(
      """
      input: [3, 8, 8]
      modules:
        m: {arguments: {\(arguments)}, layers: [\(module)]}
      layers: [\(layers)]
      """)
  }

  @Test(
    "Arguments are given by position, by name, or both",
    arguments: [
      "{m: [16, 5]}", "{m: {c: 16, k: 5}}", "{m: , c: 16, k: 5}", "{m: 16, k: 5}", "{m: [16], k: 5}",
      "{m: {c: 16}, k: 5}",
    ])
  func arguments(call: String) throws {
    let net = try network(arguments: "c: required, k: 3", "{conv: $c, kernel: $k}", call)
    #expect(net.layers[1].parameters[0].shape == [16, 3, 5, 5])
  }

  @Test func anArgumentThatIsNotGivenHasItsDefault() throws {
    let net = try network(arguments: "c: required, k: 3", "{conv: $c, kernel: $k}", "{m: 16}")
    #expect(net.layers[1].parameters[0].shape == [16, 3, 3, 3])
  }

  @Test func aDefaultOfNothingIsAnArgumentNotGiven() throws {
    let net = try network(arguments: "stride: ~", "{maxpool: 2, stride: $stride}", "m, {m: 1}")
    #expect(net.body.map(\.shape.dimensions) == [[3, 4, 4], [3, 3, 3]])
  }

  @Test func anArgumentCanBeAList() throws {
    let net = try network(arguments: "pad: required", "{conv: 1, kernel: 3, pad: $pad}", "{m: [[[0, 1], [2, 3]]]}")
    #expect(net.layers[1].shape.dimensions == [1, 7, 11])
  }

  @Test func anArgumentInsideATextIsWrittenWithBraces() throws {
    let net = try network(
      arguments: "a: required, b: 7", #"{relu: , name: "x${a}-${b}y"}, {relu: , name: $a}"#, "{m: relu1}, {m: [z, 8]}")
    #expect(net.names == ["xrelu1-7y", "relu1", "xz-8y", "z"])
  }

  @Test func dollarsThatNameNothingStay() throws {
    #expect(try network(arguments: "a: required", #"{relu: , name: "a$b$${a}$"}"#, "{m: 1}").names == ["a$b$1$"])
  }

  @Test func anArgumentCanBeTheKindOfALayer() throws {
    let net = try network(arguments: "unit: relu", "{$unit: }, {$unit: , name: last}", "{m: , name: a}, {m: sigmoid}")
    #expect(
      net.body.map { "\($0.name) \($0.kind.name)" } == [
        "a/relu_1 relu", "a/last relu", "sigmoid_1 sigmoid", "last sigmoid",
      ])
  }

  @Test func modulesCallModulesWithTheirOwnArguments() throws {
    let net = try ModelFileTests.network(
      """
      input: [3, 8, 8]
      modules:
        unit: {arguments: {c: required, name: required}, layers: [{conv: $c, kernel: 1, name: "conv${name}"}]}
        stage: {arguments: {c: required, n: required}, layers: [{unit: [$c, "${n}_1"]}, {unit: [$c, "${n}_2"]}]}
      layers:
      - {stage: [8, 1]}
      - {stage: [16, 2]}
      """)
    #expect(net.names == ["conv1_1", "conv1_2", "conv2_1", "conv2_2"])
    #expect(net.body.map(\.shape.channels) == [8, 8, 16, 16])
  }

  @Test func aNamedCallPutsItsNameBeforeTheNamesInside() throws {
    let net = try network(
      arguments: "c: 2", "{conv: $c, kernel: 1, name: conv}, relu", "{m: , name: a}, {m: , name: b}, {relu: , from: a}")
    #expect(
      net.wiring == [
        "a/conv ← input", "a/relu_conv ← a/conv", "b/conv ← a/relu_conv", "b/relu_conv ← b/conv",
        "relu_b ← a/relu_conv",
      ])
  }

  @Test func theSeparatorCanBeADot() throws {
    let net = try ModelFileTests.network(
      """
      input: [3, 8, 8]
      separator: .
      modules: {m: {layers: [{relu: , name: "0"}]}}
      layers: [{m: , name: features}]
      """)
    #expect(net.names == ["features.0"])
  }

  @Test func namesAreFirstLookedUpInTheModule() throws {
    let net = try network(
      arguments: "", "{relu: , name: a}, {relu: , name: b, from: a}, {relu: , name: c, from: top}",
      "{sigmoid: , name: a}, {sigmoid: , name: top}, {m: , name: m}")
    #expect(net.wiring.suffix(3) == ["m/a ← top", "m/b ← m/a", "m/c ← top"])
  }

  @Test func anIncludedFileLendsItsModules() throws {
    let net = try ModelFileTests.network(
      "{input: [3, 8, 8], include: blocks, layers: [{block: 5}]}",
      include: ["blocks": "modules: {block: {arguments: {c: required}, layers: [{conv: $c, kernel: 1}, relu]}}"])
    #expect(net.body.map(\.kind.name) == ["conv", "relu"])
    let two = try ModelFileTests.network(
      "{input: [3, 8, 8], include: [a, b], layers: [a, b]}",
      include: ["a": "modules: {a: {layers: [relu]}}", "b": "modules: {b: {layers: [sigmoid]}}"])
    #expect(two.body.map(\.kind.name) == ["relu", "sigmoid"])
  }

  @Test func aProblemInAnIncludedModuleIsPlacedInItsFile() {
    #expect(
      problems(
        "input: [3, 8, 8]\ninclude: blocks\nlayers: [block]\n",
        include: ["blocks": "modules:\n  block: {layers: [rleu]}\n"])
          == """
          blocks.yaml:2:20: error: unknown layer 'rleu', did you mean 'relu'?
              block: {layers: [rleu]}
                               ^
            used from net.yaml:3:10
          """)
  }
}
