import Architecture
import Testing

@testable import ModelFile

/// Changes to single layers from the command line: `--set`.
@Suite struct OverrideTests {
  private let yaml = """
    input: [3, 16, 16]
    modules:
      unit: {arguments: {c: required, k: 3}, layers: [{conv: $c, kernel: $k, name: conv}, {relu: , name: relu}]}
    layers:
    - {conv: 8, kernel: 3, name: conv1}
    - {relu: , name: relu1}
    - {unit: [16, 5], name: a}
    - {unit: {c: 4}, name: b}
    - {conv: 2, kernel: 1, name: features.0}
    """

  private func changed(_ changes: String...) throws -> Network { try network(yaml, set: changes) }

  @Test func withoutChanges() throws {
    #expect(
      try changed().body.map { "\($0.name) \($0.shape)" } == [
        "conv1 8×14×14", "relu1 8×14×14", "a/conv 16×10×10", "a/relu 16×10×10", "b/conv 4×8×8", "b/relu 4×8×8",
        "features.0 2×8×8",
      ])
  }

  @Test func anArgumentThatTheFileGives() throws {
    #expect(try changed("conv1.kernel=5").layer("conv1").parameters[0].shape == [8, 3, 5, 5])
  }

  @Test func anArgumentThatTheFileDoesNotGive() throws {
    #expect(try changed("conv1.stride=2").layer("conv1").shape.dimensions == [8, 7, 7])
    #expect(try changed("conv1.pad=[[1, 0], [0, 0]]").layer("conv1").shape.dimensions == [8, 15, 14])
  }

  @Test("Layers may be added to a network whose file names every layer of another implementation")
  func moreLayersThanNames() throws {
    let net = try network(
      "{input: [3, 8, 8], names: {keras: [k]}, layers: [{conv: 2, kernel: 1, name: c}]}",
      set: ["c=[{conv: 2, kernel: 1}, {conv: 2, kernel: 1}]"])
    #expect(net.body.count == 2)
  }

  @Test func theMainArgumentHasAName() throws {
    #expect(try changed("conv1.channels=9").layer("conv1").shape.channels == 9)
  }

  @Test func severalChanges() throws {
    let net = try changed("conv1.stride=2", "conv1.pad=1", "a/conv.kernel=1")
    #expect(try net.layer("conv1").shape.dimensions == [8, 8, 8])
    #expect(try net.layer("a/conv").parameters[0].shape == [16, 8, 1, 1])
  }

  @Test func theLastOfTwoChangesToOneArgumentHolds() throws {
    #expect(try changed("conv1.kernel=5", "conv1.kernel=7").layer("conv1").shape.dimensions == [8, 10, 10])
  }

  @Test func anArgumentOfAModuleWhereverItStands() throws {
    // Given by position, by name, by default.
    #expect(try changed("a.c=5").layer("a/conv").shape.channels == 5)
    #expect(try changed("b.c=5").layer("b/conv").shape.channels == 5)
    #expect(try changed("b.k=1").layer("b/conv").shape.dimensions == [4, 10, 10])
    #expect(try changed("a.c=5").layer("b/conv").shape.channels == 4)
  }

  @Test func aLayerInsideAModule() throws {
    let net = try changed("a/conv.channels=5")
    #expect(try net.layer("a/conv").shape.channels == 5)
    #expect(try net.layer("b/conv").shape.channels == 4)
  }

  @Test func aNameWithDots() throws {
    #expect(try changed("features.0.stride=2").layer("features.0").shape.dimensions == [2, 4, 4])
    #expect(try changed("features.0=[]").names.last == "b/relu")
  }

  @Test("A 5×5 becomes two 3×3") func aLayerBecomesSeveral() throws {
    let net = try changed("a/conv=[{conv: 16, kernel: 3}, relu, {conv: 16, kernel: 3}]")
    #expect(
      net.wiring.prefix(6) == [
        "conv1 ← input", "relu1 ← conv1", "a/conv_1 ← relu1", "a/conv_2 ← a/conv_1", "a/conv_3 ← a/conv_2",
        "a/relu ← a/conv_3",
      ])
    #expect(try net.layer("a/relu").shape.dimensions == [16, 10, 10])
  }

  @Test func aLayerBecomesAnother() throws {
    #expect(try changed("relu1={sigmoid: }").layers[2].kind.name == "sigmoid")
    #expect(try changed("relu1=[{sigmoid: , name: relu1}]").layer("relu1").kind.name == "sigmoid")
  }

  @Test func aModuleBecomesALayer() throws {
    let net = try network(yaml + "\n- {relu: , from: a}\n", set: ["a=[{conv: 5, kernel: 1, name: x}]"])
    #expect(net.names == ["conv1", "relu1", "x", "b/conv", "b/relu", "features.0", "relu_features.0"])
    #expect(net.wiring.last == "relu_features.0 ← x")
  }

  @Test func aModuleInTheNewPlaceNamesItsLayers() throws {
    let net = try changed("relu1=[{unit: 3, name: u}, {unit: 4, name: v}]")
    #expect(net.names.prefix(5) == ["conv1", "u/conv", "u/relu", "v/conv", "v/relu"])
  }

  @Test func aLayerIsRemoved() throws {
    let net = try changed("relu1=[]")
    #expect(net.wiring.prefix(2) == ["conv1 ← input", "a/conv ← conv1"])
    #expect(try changed("a=[]").names == ["conv1", "relu1", "b/conv", "b/relu", "features.0"])
  }

  @Test func whatReadARemovedLayerReadsTheOneBefore() throws {
    let net = try network(yaml + "\n- {relu: , name: last, from: relu1}\n", set: ["relu1=[]"])
    #expect(net.wiring.last == "last ← conv1")
  }

  @Test func anUnknownLayerIsSaid() {
    #expect(
      problems(yaml, set: ["conv2.stride=2"]) == """
        --set:1:1: error: no layer is called 'conv2', did you mean 'conv1'?
          conv2.stride=2
          ^
        """)
    #expect(
      problems(yaml, set: ["transformer=[]"]) == """
        --set:1:1: error: no layer is called 'transformer'
          transformer=[]
          ^
        """)
  }

  /// A module that is called without a name has none, where a layer beside it has one from its kind.
  @Test func aModuleWithoutANameIsNotChanged() throws {
    let yaml = """
      input: [3, 8, 8]
      modules: {unit: {layers: [{conv: 2, kernel: 1}]}}
      layers: [unit, {fc: 2}]
      """
    #expect(try network(yaml, set: ["fc_1=[]"]).names == ["conv_1"])
    #expect(
      problems(yaml, set: ["unit_1=[]"]) == """
        --set:1:1: error: no layer is called 'unit_1'
          unit_1=[]
          ^
        """)
  }

  @Test func anUnknownArgumentIsSaid() {
    #expect(
      problems(yaml, set: ["conv1.strid=2"]) == """
        --set:1:7: error: conv has no argument 'strid', did you mean 'stride'?
          conv1.strid=2
                ^
        """)
    #expect(
      problems(yaml, set: ["b.channels=2"]) == """
        --set:1:3: error: unit has no argument 'channels'
          b.channels=2
            ^
        """)
  }

  @Test func aWrongValueIsShownWhereItWasGiven() {
    #expect(
      problems(yaml, set: ["conv1.kernel=0"]) == """
        --set:1:14: error: kernel must be at least 1, not 0
          conv1.kernel=0
                       ^
        """)
    #expect(
      problems(yaml, set: ["features.0.stride=fast"]) == """
        --set:1:19: error: stride must be a whole number, not 'fast'
          features.0.stride=fast
                            ^
        """)
    #expect(
      problems(yaml, set: ["conv1.kernel="]) == """
        --set:1:1: error: kernel must be a whole number, not nothing
          conv1.kernel=
          ^
        """)
  }

  @Test("A change has a name, an equals sign and a value", arguments: ["conv1", "=2", "conv1.stride"])
  func form(text: String) {
    #expect(
      problems(yaml, set: [text]) == """
        --set:1:1: error: a change is written LAYER.KEY=VALUE, as in conv1.stride=2
          \(text)
          ^
        """)
  }

  @Test func whatIsNoYAMLIsRefused() {
    #expect(
      problems(yaml, set: ["conv1=[relu"]) == """
        --set:1:12: error: this is not YAML: did not find expected ',' or ']'
          conv1=[relu
                     ^
        """)
    #expect(
      problems(yaml, set: ["conv1=&a [*a]"]) == """
        --set:1:7: error: anchors and aliases are not part of the format; use a module
          conv1=&a [*a]
                ^
        """)
    #expect(
      problems(yaml, set: ["conv1=relu"]) == """
        --set:1:7: error: a layer is replaced by a list of layers: conv1=[{conv: 64, kernel: 3}, relu]
          conv1=relu
                ^
        """)
  }

  @Test func changesThatReplaceEachOtherEnd() {
    let text = problems(
      yaml, set: ["conv1=[{relu: , name: relu1}, {relu: , name: relu1}]", "relu1=[{relu: , name: conv1}]"])
    #expect(text.contains("modules and branches are nested more than 100 levels deep"))
  }
}
