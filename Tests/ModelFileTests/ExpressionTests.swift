import Architecture
import Testing

@testable import ModelFile

/// Arithmetic on a module's arguments.
@Suite struct ExpressionTests {
  private func value(_ text: String) -> String {
    do {
      return Expression.text(
        of: try Expression.value(of: text[...]) { name in
          switch name {
          case "width": .number(24)
          case "list": .none("a list")
          default: .unknown("")
          }
        })
    } catch {
      return error.reason
    }
  }

  @Test(
    arguments: [
      ("$width*4", "96"), ("$(width/2+1)", "13"), ("width-8/2", "20"), ("(2+3)*-width", "-120"), ("$width/$width", "1"),
      ("7/2", "3.5"), ("floor(7/2)", "3"), ("ceil(7/2)", "4"), ("round(2.5)", "3"), ("min(2, 3)*max(2, 3)", "6"),
      // MobileNet's rule: never below nine tenths.
      ("multiple(width*0.75, 8)", "24"), ("multiple(12, 8)", "16"), ("multiple(11, 8)", "16"), ("multiple(3, 8)", "8"),
      ("multiple(90, 8)", "88"),
      ("multiple(3, 0.5)", "3"), ("9007199254740992", "9007199254740992"), ("-9007199254740992", "-9007199254740992"),
    ]) func computes(text: String, expected: String)
  {
    #expect(value(text) == expected)
  }

  @Test(
    arguments: [
      ("width*", "it ends too early"), ("width**2", "a number or a name is expected"),
      ("1/0", "a division by 0"), ("(1", "a ')' is missing"), ("1)", "')' is not expected here"),
      ("height*2", "unknown argument 'height'"), ("list+1", "list is a list, and must be a number"),
      ("round(1, 2)", "round takes one number, and 2 are given"),
      ("9007199254740993*9", "the result is not a number up to 2^53"),
      ("9007199254740994", "the result is not a number up to 2^53"),
      ("-9007199254740994", "the result is not a number up to 2^53"),
      ("multiple(3, 0)", "multiple(x, n) needs an n above 0"), ("multiple(3, -1)", "multiple(x, n) needs an n above 0"),
    ]) func refuses(text: String, message: String)
  {
    #expect(value(text) == message)
  }

  @Test func depthIsBounded() {
    #expect(value(String(repeating: "(", count: 49) + "1" + String(repeating: ")", count: 49)) == "1")
    #expect(
      value(String(repeating: "(", count: 50) + "1" + String(repeating: ")", count: 50)) == "it is nested too deeply")
    #expect(value(String(repeating: "-", count: 100_000) + "1") == "it is nested too deeply")
  }

  @Test func aFileComputesNumbersAndNames() throws {
    let net = try network(
      """
      input: [3, 8, 8]
      modules:
        block: {arguments: {width: required}, layers: [{conv: $width*2, kernel: 1, name: "conv${width/2}"}]}
      layers: [{block: 4}]
      """)
    #expect(net.names == ["conv2"])
    #expect(net.layers[1].shape.channels == 8)
  }

  @Test func aFractionIsNoNumberOfChannels() {
    #expect(
      problems(
        "{input: [3, 8, 8], modules: {b: {arguments: {w: required}, layers: [{conv: $w/2, kernel: 1}]}}, layers: [{b: 3}]}"
      ).contains("channels must be a whole number, not '1.5'"))
  }
}

/// Items that stand for several layers.
@Suite struct RepetitionTests {
  @Test func theTurnIsInNamesAndNumbers() throws {
    let net = try network(
      """
      input: [3, 8, 8]
      layers:
      - {conv: 4, kernel: 1, repeat: 2, name: "a${i}"}
      - {conv: $i*2, kernel: 1, repeat: [3, 4], name: "b${i}"}
      - {relu: , repeat: 0}
      - {relu: , repeat: [1, 0]}
      """)
    #expect(net.wiring == ["a0 ← input", "a1 ← a0", "b3 ← a1", "b4 ← b3"])
    #expect(net.body.map(\.shape.channels) == [4, 4, 6, 8])
  }

  @Test(arguments: ["-1", "1.5", "[1]", "[2, 0]", "[0, 1, 2]", "word", "1000001"]) func aNumberThatIsNone(text: String)
  {
    let report = problems("{input: [3, 8, 8], layers: [{relu: , repeat: \(text)}]}")
    #expect(report.contains("repeat is how often, 0 to 1000000, or [first, last] of the numbers") || text == "[1]")
  }

  @Test func aNameThatIsRepeatedIsGivenTwice() {
    #expect(
      problems("{input: [3, 8, 8], layers: [{relu: , repeat: 3, name: r}]}").contains("the name 'r' is given twice"))
  }

  @Test func millionsOfTurnsEndAtTheLimitOfLayers() {
    let report = problems(
      """
      input: [3, 8, 8]
      modules:
        a: {layers: [{relu: , repeat: 100000}]}
        b: {layers: [{a: , repeat: 100000}]}
      layers: [{b: , repeat: 100000}]
      """)
    #expect(report.contains("the network has more than 1000000 layers"))
  }

  @Test(
    "Turns without layers end too",
    arguments: ["{group: [], repeat: 1000000}", "{nothing: , repeat: 1000000}"]) func emptyTurns(item: String)
  {
    let report = problems(
      """
      input: [3, 8, 8]
      modules:
        nothing: {layers: []}
        a: {layers: [\(item)]}
        b: {layers: [{a: , repeat: 1000000}]}
      layers: [{b: , repeat: 1000000}, relu]
      """)
    #expect(report.contains("the network has more than 1000000 layers"))
  }

  @Test func aSharedModuleOfAnActivationThatIsAnArgument() throws {
    let net = try network(
      """
      input: [3, 8, 8]
      modules: {m: {arguments: {act: required}, layers: [{$act: , name: a, module: act}, {$act: , name: b, module: act}]}}
      layers: [{m: relu}]
      """)
    #expect(net.body.map(\.module) == ["act", "act"])
  }

  @Test func aListOfLayersIsAnArgument() throws {
    let net = try network(
      """
      input: [4, 8, 8]
      modules:
        block:
          arguments: {shortcut: [], tail: []}
          layers: [{add: [[{conv: 4, kernel: 1}], $shortcut], name: sum}, $tail]
      layers:
      - {block: , name: a}
      - {block: {shortcut: [{conv: 4, kernel: 1, name: short}], tail: [relu, {relu: , name: r}]}, name: b}
      """)
    #expect(
      net.wiring == [
        "a/conv_1 ← input", "a/sum ← a/conv_1, input", "b/conv_1 ← a/sum", "b/short ← a/sum",
        "b/sum ← b/conv_1, b/short", "b/relu_sum ← b/sum", "b/r ← b/relu_sum",
      ])
  }

  @Test func groupsNameTheirLayersOrThemselves() throws {
    let net = try network(
      """
      input: [4, 8, 8]
      layers:
      - {group: [{relu: , name: r}], name: a}
      - {group: [{relu: , name: r}], called: b, kind: block}
      - {relu: , from: a, name: last}
      """)
    #expect(net.wiring == ["a/r ← input", "r ← a/r", "last ← a/r"])
    #expect(net.body.map { $0.scope.map { "\($0.name) \($0.kind ?? "-")" } } == [["a -"], ["b block"], []])
  }

  @Test func aLayerThatNothingReadsIsWarnedOf() throws {
    let text = """
      input: [3, 8, 8]
      layers:
      - {conv: 4, kernel: 1, name: a}
      - {conv: 4, kernel: 1, name: lost}
      - {conv: 4, kernel: 1, from: a, name: b}
      """
    let reading = try ModelFile.read(SourceText(name: "net.yaml", text: text), name: "net")
    #expect(
      reading.warnings.map(\.description) == [
        """
        net.yaml:4:4: warning: nothing reads 'lost': it is counted and computed as a result of its own; 'outputs' in the head names results that are meant
          - {conv: 4, kernel: 1, name: lost}
             ^
        """
      ])
    let meant = try ModelFile.read(SourceText(name: "net.yaml", text: "outputs: [lost]\n" + text), name: "net")
    #expect(meant.warnings.isEmpty)
    #expect(meant.network.outputs.map { meant.network.layers[$0].name } == ["lost", "b"])
    #expect(problems("outputs: [lsot]\n" + text).contains("no layer is called 'lsot', did you mean 'lost'?"))
  }

  @Test func severalInputs() throws {
    let net = try network(
      """
      inputs: {left: [1, 8, 8], right: [1, 8, 8]}
      layers:
      - {conv: 2, kernel: 3, name: a}
      - {conv: 2, kernel: 3, from: right, name: b}
      - {concat: [a, b], name: both}
      """)
    #expect(net.inputs.map(\.name) == ["left", "right"])
    #expect(net.wiring == ["a ← left", "b ← right", "both ← a, b"])
    #expect(try net.resized(to: Shape(channels: 1, extent: [9, 9])).layers.map(\.shape.dimensions).last == [4, 7, 7])
  }
}
