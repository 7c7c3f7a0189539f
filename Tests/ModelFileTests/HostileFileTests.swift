import Architecture
import Testing

@testable import ModelFile

/// Files that are made to hang, to fill memory or to trap: each ends soon, with an error.
// The limit tells a reader that hangs from a machine that is busy with other tests.
@Suite(.timeLimit(.minutes(20))) struct HostileFileTests {
  /// The messages of the errors, at most `count` of them.
  private func messages(_ yaml: String, first count: Int = 3, set changes: [String] = []) -> [String] {
    do {
      let layers = try network(yaml, set: changes).layers.count
      return ["no error, but \(layers) layers"]
    } catch {
      // Whatever the file holds, what is shown of it is short and printable.
      let text = error.description
      let bytes = text.utf8.count
      let unprintable = text.unicodeScalars.count { $0 != "\n" && $0.properties.generalCategory == .control }
      #expect(bytes < 1_000_000)
      #expect(unprintable == 0)
      return error.diagnostics.prefix(count).map(\.message)
    }
  }

  private func many(_ count: Int, _ text: String, separator: String = "") -> String {
    Array(repeating: text, count: count).joined(separator: separator)
  }

  // MARK: YAML

  @Test func aFileOf17Megabytes() {
    let text = "input: 3\nlayers: [relu]\n#" + many(17 << 20, "x")
    #expect(
      messages(text) == ["the file has 17825817 bytes; a model file has at most 16777216 (use modules)"])
  }

  @Test func aFileOf16MegabytesAndOneOfAByteMore() throws {
    let text = "input: 3\nlayers: [relu]\n#"
    let most = text + many(16 << 20 - text.utf8.count, "x")
    #expect(try network(most).layers.count == 2)
    #expect(
      messages(most + "x") == ["the file has 16777217 bytes; a model file has at most 16777216 (use modules)"])
  }

  @Test(
    "Deep nesting", arguments: ["[", "{a: ", "- ", "? ", "[{a: [", "[? "]) func nesting(text: String)
  {
    #expect(messages(many(100_000, text)) == ["lists and maps are nested more than 1000 levels deep"])
    #expect(
      messages("input: 3\nlayers:\n- " + many(100_000, text)) == [
        "lists and maps are nested more than 1000 levels deep"
      ])
  }

  @Test func deepIndentation() {
    let text = (0..<1_500).map { many($0, " ") + "a:\n" }.joined()
    #expect(messages(text) == ["lists and maps are nested more than 1000 levels deep"])
  }

  @Test func nestingThatIsClosedAgain() {
    let list = many(900, "[") + many(900, "]")
    #expect(messages("input: 3\nlayers: [{conv: 1, kernel: \(list)}]") == ["kernel must be a whole number, not a list"])
    #expect(
      messages("input: 3\nlayers: \(list)") == ["a layer is a word, or {kind: value, argument: value}, not a list"])
  }

  @Test(
    "Anchors, before they stand for anything",
    arguments: [
      "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n",
      "&a a: *a\n", "a: &a [*a]\n", "? &a [1]\n: *a\n", "{\"a\":&a 1}", "[&a 1,*a]", "a: !!seq &a [1]\n",
      "--- &a [1]\n",
      "\u{FEFF}&a [1]\n", "[\u{2028}&a [1], *a]", "[\u{2029}&a [1], *a]",
    ])
  func anchors(text: String) {
    #expect(messages(text) == ["anchors and aliases are not part of the format; use a module"])
  }

  @Test("Anchors where YAML has none, behind its ends of lines", arguments: ["a:\r&a [1]\n", "a: \u{85}&a [1]\n"])
  func anchorsThatAreNoYAML(text: String) {
    #expect(messages(text) == ["this is not YAML: could not find expected ':'"])
  }

  @Test func billionLaughs() {
    var text = "a0: &a0 [lol]\n"
    for level in 1...60 { text += "a\(level): &a\(level) [\(many(10, "*a\(level - 1)", separator: ", "))]\n" }
    #expect(messages(text) == ["anchors and aliases are not part of the format; use a module"])
    // A comma is no part of a name that is an anchor: nothing may be read as one that was not seen.
    #expect(messages(text.replacing("&", with: "\u{2028}&")) == ["this is not YAML: could not find expected ':'"])
    #expect(
      messages("[\(text.replacing("\n", with: ",").replacing("&", with: "\u{2028}&"))]") == [
        "anchors and aliases are not part of the format; use a module"
      ])
  }

  @Test func aliasesOfNothing() {
    #expect(messages("input: *a\n") == ["this is not YAML: found undefined alias"])
    #expect(messages("*a : 3\n") == ["this is not YAML: found undefined alias"])
  }

  @Test func ampersandsInTextsAreNoAnchors() throws {
    let net = try network("{title: AT&T & sons, paper: a & b, input: 3, layers: [relu]}")
    #expect(net.model.title == "AT&T & sons")
  }

  @Test func tagsChangeNothing() {
    #expect(
      messages("input: !!binary \"AAAA\"\nlayers: [relu]\n") == [
        "input is [channels, height, width], [channels, length] or [numbers], not 'AAAA'"
      ])
    #expect(messages("input: !!float 3\nlayers: !!set {relu}\n") == ["layers must be a list, not keys with values"])
    #expect(messages("input: 3\n!!str input: 4\n!x input: 5\nlayers: [relu]\n") == ["'input' is given twice"])
    #expect(messages("input: 3\nlayers: [relu]\n<<: {input: 4}\n") == ["a model file has no key '<<'"])
    #expect(messages("input: 3\nlayers: [{!!int 1: 2, 1: 3}]\n") == ["'1' is given twice"])
  }

  @Test func severalDocuments() {
    let message = "this is not YAML: expected a single document in the stream but found another document"
    #expect(messages("input: 3\n---\nlayers: [relu]\n") == [message])
    #expect(messages(many(10_000, "--- 3\n")) == [message])
  }

  @Test func zerosAndControlCharacters() {
    #expect(messages("\0") == ["this is not YAML: control characters are not allowed"])
    #expect(messages("input: 3\nlayers: [relu\0]") == ["this is not YAML: control characters are not allowed"])
    #expect(messages("input: 3\nlayers: [\u{1B}[31mrelu]") == ["this is not YAML: control characters are not allowed"])
  }

  @Test("Escape sequences reach neither a message nor a title") func escapes() throws {
    let escape = #"\e[31m\r\0\u202E"#
    let files = [
      "\"\(escape)\": 3", "input: \"\(escape)\"", "title: \"\(escape)\"", "title: \"two\\nlines \(escape)\"",
      "separator: \"\(escape)\"", "include: \"\(escape)\"", "names: {\"\(escape)\": [a, a]}",
      "modules: {\"\(escape)\": 3}", "modules: {m: {\"\(escape)\": 3}}",
      "modules: {\"\(escape)\": {arguments: {\"\(escape)\": required}, layers: [\"\(escape)\"]}}",
    ]
    let layers = [
      "\"\(escape)\"", "{relu: \"\(escape)\"}", "{relu: , \"\(escape)\": 3}", "{relu: , name: \"\(escape)\"}",
      "{relu: , from: \"\(escape)\"}", "{maxpool: 2, rounding: \"\(escape)\"}", "\"$\(escape)\"",
      "{relu: , name: \"${\(escape)}\"}", "{auxiliary: [relu], name: a, \"\(escape)\": 3}",
      "{concat: [\"\(escape)\"]}", "{lrn: \"\(escape)\", alpha: \"\(escape)\"}",
      "{conv: 3, kernel: 1, pad: \"\(escape)\"}",
    ]
    for head in files {
      let found = messages(
        "\(head)\nlayers: [{fc: 3}, \"\(escape)\"]\n" + (head.hasPrefix("input") ? "" : "input: 3\n"))
      #expect(
        !found.isEmpty
          && found.allSatisfy { !$0.unicodeScalars.contains("\u{1B}") && !$0.unicodeScalars.contains("\u{202E}") })
    }
    for layer in layers {
      let found = messages("input: [3, 8, 8]\nlayers: [\(layer)]\n")
      #expect(found[0].contains("\u{FFFD}"), "\(layer): \(found)")
      #expect(found.allSatisfy { !$0.unicodeScalars.contains("\u{1B}") && !$0.unicodeScalars.contains("\u{202E}") })
    }
  }

  @Test func wordsOfAnyLengthAreShownShort() {
    let long = many(1 << 20, "x")
    let module = "modules: {\(long): {arguments: {\(long)y: required}, layers: []}}"
    for text in [
      "\(long): 3\ninput: 3\nlayers: [relu]", "input: \(long)\nlayers: [relu]", "input: 3\nlayers: [\(long)]",
      "input: 3\nlayers: [{relu: , name: \(long)}]", "input: 3\nlayers: [{relu: , \(long): 3}]",
      "input: 3\nlayers: [{relu: , from: \(long)}]", "input: 3\nlayers: [{fc: \(long)}]",
      "title: \(long)\ninput: 3\nlayers: [relu]", "\(module)\ninput: 3\nlayers: [\(long)]",
      // One character of a million marks.
      "input: 3\nlayers: [a\(many(1 << 19, "\u{301}"))]",
    ] {
      let found = messages(text)
      #expect(found[0].utf8.count < 5_000)
      #expect(!found[0].hasPrefix("no error"))
    }
  }

  // MARK: Modules

  /// Twelve levels of modules, each calling the one below ten times.
  private func tower(_ ground: String) -> String {
    var text = "input: [1, 8, 8]\nmodules:\n  m0: {layers: [\(ground)]}\n"
    for level in 1...12 { text += "  m\(level): {layers: [\(many(10, "m\(level - 1)", separator: ", "))]}\n" }
    return text + "layers: [m12]\n"
  }

  @Test(arguments: [185, 186, 200]) func aLayerAfterALongNameIsCalledShortly(length: Int) throws {
    let name = String(repeating: "n", count: length)
    let net = try network(
      """
      input: [3, 8, 8]
      layers: [{conv: 1, kernel: 3, name: \(name)}, relu, relu]
      """)
    let names = length + 5 + 10 <= 200 ? ["relu_\(name)", "relu_\(name)_1"] : ["relu_1", "relu_2"]
    #expect(net.body.map(\.name) == [name] + names)
  }

  @Test(arguments: [99, 100]) func namesInModulesAreBounded(length: Int) {
    let text = problems(
      """
      input: [3, 8, 8]
      modules: {m: {layers: [{conv: 1, kernel: 3, name: \(String(repeating: "n", count: length))}]}}
      layers: [{m: , name: \(String(repeating: "m", count: 100))}]
      """)
    // 100 bytes, a slash, and the layer's own.
    #expect(text.contains("has more than 200 bytes") == (length == 100), "\(text)")
  }

  @Test(
    "Modules called 10^12 times: for a layer, for nothing, for a mistake, for wide branches",
    arguments: [
      ("relu", "the network has more than 1000000 layers"),
      ("", "the network has more than 1000000 layers"),
      ("rleu", "unknown layer 'rleu', did you mean 'relu'?"),
      (
        "{concat: [\(Array(repeating: "input", count: 10_000).joined(separator: ", "))]}",
        "up to here modules and their arguments stand for more than 32000000 values"
      ),
    ])
  func modules(ground: String, message: String) {
    #expect(messages(tower(ground)) == [message])
  }

  @Test("What is repeated a million times is not expanded to its end where there will be no network")
  func repetitionAfterAProblem() {
    let repeated = "{m: , repeat: 900000, name: 'row${i}'}"
    let module = "modules: {m: {layers: [{conv: 1, kernel: 1}, relu]}}"
    // Nothing is said of layers that were not reached.
    #expect(
      messages("input: [1, 8, 8]\n\(module)\nlayers: [{conv: 1}, \(repeated), {relu: , from: row800000}]")
        == ["conv needs kernel"])
    // What is reached is looked at.
    #expect(
      messages("input: [1, 8, 8]\n\(module)\nlayers: [{conv: 1}, {m: , repeat: 900, name: 'row${i}'}, rleu]")
        == ["conv needs kernel", "unknown layer 'rleu', did you mean 'relu'?"])
  }

  @Test func aTextThatDoublesFromModuleToModule() {
    var text = "input: 3\nmodules:\n  m0: {arguments: {x: required}, layers: [{relu: , name: $x}]}\n"
    for level in 1...90 {
      text += "  m\(level): {arguments: {x: required}, layers: [{m\(level - 1): \"${x}${x}\"}]}\n"
    }
    #expect(
      messages(text + "layers: [{m90: abc}]").last == "with its arguments put in, this text has more than 1000 bytes")
    #expect(
      messages("input: 3\nmodules: {m: {layers: [{relu: , name: \"\(many(100_000, "${"))\"}]}}\nlayers: [m]").first
        == "a text with arguments has at most 1000 bytes")
  }

  @Test func aListThatDoublesFromModuleToModule() {
    var text = "input: [1, 8, 8]\nmodules:\n  m0: {arguments: {x: required}, layers: [{conv: 1, kernel: $x}]}\n"
    for level in 1...90 {
      text += "  m\(level): {arguments: {x: required}, layers: [{m\(level - 1): [[$x, $x]]}]}\n"
    }
    #expect(
      messages(text + "layers: [{m90: 1}]") == [
        "up to here modules and their arguments stand for more than 32000000 values"
      ])
  }

  @Test func aListThatDeepensFromModuleToModule() {
    var text = "input: [1, 8, 8]\nmodules:\n  m0: {arguments: {x: required}, layers: [{conv: 1, kernel: $x}]}\n"
    let (open, close) = (many(900, "["), many(900, "]"))
    for level in 1...90 {
      text += "  m\(level): {arguments: {x: required}, layers: [{m\(level - 1): [\(open)$x\(close)]}]}\n"
    }
    #expect(
      messages(text + "layers: [{m90: 1}]", first: 50).contains(
        "with its arguments put in, this is nested more than 1000 levels deep"))
  }

  @Test func modulesThatCallEachOther() {
    #expect(
      messages("input: 3\nmodules: {a: {layers: [b, b]}, b: {layers: [a, a]}}\nlayers: [a]\n")
        == ["a cycle: module a → b → a", "a cycle: module a → b → a"])
  }

  @Test func modulesAndBranchesInsideEachOther() {
    let message = "modules and branches are nested more than 100 levels deep"
    #expect(messages("input: 3\nlayers: [\(many(101, "{add: [[")) relu \(many(101, "]]}"))]\n") == [message])
    var text = "input: 3\nmodules:\n  m0: {layers: [relu]}\n"
    for level in 1...101 { text += "  m\(level): {layers: [m\(level - 1)]}\n" }
    #expect(messages(text + "layers: [m101]\n") == [message])
    #expect(messages(text + "layers: [m99]\n") == ["no error, but 2 layers"])
    let auxiliaries = many(101, "{auxiliary: [") + "relu" + many(101, "], name: a}")
    #expect(
      messages("input: 3\nlayers: [\(auxiliaries)]\n") == [
        "with the modules around it, the name 'a' has more than 200 bytes"
      ])
  }

  @Test func namesThatGrowFromModuleToModule() {
    var text = "input: 3\nmodules:\n  m0: {layers: [relu]}\n"
    for level in 1...20 { text += "  m\(level): {layers: [{m\(level - 1): , name: \(many(19, "x"))}]}\n" }
    #expect(messages(text + "layers: [m9]\n") == ["no error, but 2 layers"])
    // 200 bytes of modules, and the layer's own name.
    let message = "with the modules around it, the name '\(many(3, many(19, "x") + "/"))…' has more than 200 bytes"
    #expect(messages(text + "layers: [m10]\n") == [message])
    #expect(
      messages(text + "layers: [m11]\n") == [
        "with the modules around it, the name 'xxxxxxxxxxxxxxxxxxx' has more than 200 bytes"
      ])
  }

  @Test func manyNamesThatLeadNowhere() {
    let layers = (0..<1_000).map { "- {relu: , name: abcdefghijkl\($0), from: abcdefghijklm\($0)}\n" }.joined()
    #expect(
      messages("input: 3\nlayers:\n\(layers)", first: 1) == [
        "no layer is called 'abcdefghijklm0', did you mean 'abcdefghijkl0', 'abcdefghijkl10' or 'abcdefghijkl20'?"
      ])
  }

  // MARK: Numbers

  @Test(
    "Numbers near the ends of what a word of the machine holds",
    arguments: [
      "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
      "18446744073709551616",
      "1e400", "0x7fffffffffffffff", "65536", "-1", "0", "4294967296",
    ])
  func numbers(number: String) {
    let arguments = [
      "{conv: \(number), kernel: 1}", "{conv: 1, kernel: \(number)}", "{conv: 1, kernel: 1, stride: \(number)}",
      "{conv: 1, kernel: 1, dilation: \(number)}", "{conv: 1, kernel: 1, pad: [[\(number), 0], [0, 0]]}",
      "{conv: 1, kernel: 1, groups: \(number)}", "{conv: 1, kernel: 1, connections: [[\(number)]]}",
      "{conv: \(number), kernel: 1, connections: [[0]]}", "{fc: \(number)}", "{rbf: \(number)}",
      "{maxpool: \(number)}", "{avgpool: 2, stride: \(number)}", "{subsample: [1, \(number)]}",
      "{adaptive_avgpool: \(number)}", "{lrn: \(number)}",
    ]
    // What is in range for one argument is not for all: the largest vectors and zeros.
    let isFine = ["{conv: 1, kernel: 1, pad: [[0, 0], [0, 0]]}", "{conv: 1, kernel: 1, connections: [[0]]}"]
    for layer in arguments where !isFine.contains(layer) {
      let found = messages("input: [1, 8, 8]\nlayers: [\(layer)]\n")
      let isAccepted = found[0].hasPrefix("no error")
      #expect(
        isAccepted == ["{conv: 65536, kernel: 1}", "{fc: 65536}", "{rbf: 65536}"].contains(layer), "\(layer): \(found)")
    }
    #expect(!messages("input: [\(number), \(number), \(number)]\nlayers: [relu]\n")[0].hasPrefix("no error"))
  }

  @Test func theLargestWindowsDoNotOverflow() {
    let window = "kernel: 65535, dilation: 65535, pad: 65535, stride: 65535"
    #expect(
      messages("input: [1, 8, 8]\nlayers: [{conv: 1, \(window)}]\n") == [
        "conv_1: a window of 4294770691 is larger than its input of 131078 (8 and 131070 of padding)"
      ])
    #expect(
      messages("input: [1, 2147483647]\nlayers: [{conv: 512, kernel: 65535, pad: same}]\n")
        == [
          "conv_1: 512×2147483647×65535 operations are too many: at most 2^53 are possible"
        ].map { $0.replacing("512×2147483647×65535", with: "1099511627264×65535") })
  }

  @Test func totalsBeyondTheirLimit() {
    func repeated(_ layer: String) -> [String] {
      messages("input: [1024, 32768, 32768]\nlayers:\n" + many(500, "- {\(layer), from: input}\n"))
    }
    #expect(repeated("lrn: 65535") == ["lrn_1: up to here the network has more than 2^53 operations"])
    #expect(
      messages("input: [1, 1024, 1024]\nlayers: [\(many(10_000, "{fc: 1000000}, {fc: 1000000}", separator: ", "))]\n")
        == [
          "fc_9008: up to here the network has more than 2^53 operations"
        ].map { _ in "fc_4504: up to here the network has more than 2^53 operations" })
    #expect(
      messages(
        "input: [1024, 32768, 32768]\nlayers: [{add: [\(many(20_000, "input", separator: ", "))]}, flatten]\n", first: 1
      )
        == ["add_1: 19999×1099511627776 operations are too many: at most 2^53 are possible"])
  }

  @Test func aMillionLayersThatPoolToManyCells() {
    // Counting the cells of each region one by one would take an hour.
    var text = "input: [1, 65521]\nmodules:\n  m0: {layers: [{adaptive_avgpool: 65535}, {adaptive_avgpool: 65521}]}\n"
    for level in 1...4 { text += "  m\(level): {layers: [\(many(10, "m\(level - 1)", separator: ", "))]}\n" }
    #expect(messages(text + "layers: [m4]\n") == ["no error, but 20001 layers"])
  }

  @Test func changesOnTheCommandLine() {
    let yaml = "input: [1, 8, 8]\nlayers: [{conv: 1, kernel: 1, name: a}]\n"
    #expect(
      messages(yaml, set: ["a=" + many(100_000, "[")]) == ["lists and maps are nested more than 1000 levels deep"])
    #expect(messages(yaml, set: ["a.kernel=9223372036854775808"]) == ["kernel is at most 65535"])
    #expect(
      messages(yaml, set: ["a=[{conv: 1, kernel: 1, name: a}, {conv: 1, kernel: 1, name: a}]"]) == [
        "the name 'a' is given twice (the first is at --set:1:5)"
      ])
    #expect(messages(yaml, set: [many(100_000, "x") + ".kernel=1"])[0].utf8.count < 1_000)
    #expect(messages(yaml, set: ["\u{1B}[31m.kernel=1"]) == ["no layer is called '\u{FFFD}[31m'"])
  }

  @Test(
    "An ampersand in a quoted text is no anchor",
    arguments: [
      #"title: 'a"''&'"#, #"title: "a \"&b""#, #"title: 'a, &b' # and no more"#, #"{title: 'a [&b', input: [3, 8, 8]}"#,
      #"deviations: ['&a', "&b"]"#,
    ]) func ampersandsInQuotes(head: String)
  {
    #expect(!problems(head + "\nlayers: [relu]").contains("anchors and aliases"))
  }

  @Test(
    "A quote that may be part of a word hides no anchor",
    arguments: [
      "title: a 'b\nlayers: &x [relu]\n# '", "title: a - 'b\nlayers: &x [relu]\n# '", "deviations: [a 'b, &x c, d']",
      "deviations: [a\n  'b, &x c', d]", "deviations: [a\n  - 'b, &x c', d]",
      "title: abc\n  'def\nlayers: &x [relu]\n# '", "deviations: ['a' , &x b]", "deviations: ['a''', &x b]",
      #"deviations: ["a\\", &x b]"#,
    ]) func quotesThatAreNone(text: String)
  {
    #expect(problems(text).contains("anchors and aliases"))
  }

  @Test func anAnchorBehindAText() {
    #expect(problems("title: 'a' &x b").contains("this is not YAML: did not find expected key"))
  }

  @Test func inputsBeyondTheLimitOfElements() {
    // 2^40 elements each: 8,192 of them are 2^53, and one more is too many.
    func inputs(_ count: Int) -> String {
      "inputs:\n" + (0..<count).map { "  i\($0): [1024, 32768, 32768]\n" }.joined() + "layers: [relu]\n"
    }
    #expect(messages(inputs(8_193)) == ["i8192: up to here the network has more than 2^53 elements"])
  }

  @Test func anUnknownWordIsSaidOnce() {
    let items = (0..<50).map { "- {warp: \($0), name: w\($0)}" }.joined(separator: "\n")
    let report = problems("input: [3, 8, 8]\nlayers:\n- rleu\n\(items)")
    #expect(
      report == """
        net.yaml:3:3: error: unknown layer 'rleu', did you mean 'relu'?
          - rleu
            ^
        net.yaml:4:4: error: unknown layer 'warp' (50 times, first here)
          - {warp: 0, name: w0}
             ^
        """)
  }

  @Test func anAuxiliaryInsideAnotherBelongsToTheOuterOne() throws {
    let net = try network(
      """
      input: [3, 8, 8]
      layers:
      - {conv: 4, kernel: 1, name: a}
      - auxiliary:
        - {conv: 2, kernel: 1, name: b}
        - {auxiliary: [{fc: 2, name: c}], name: inner}
        - {fc: 3, name: d}
        name: outer
      - {fc: 2, name: e}
      """)
    #expect(net.body.map(\.auxiliary) == [nil, "outer", "outer", "outer", nil])
    #expect(net.network(for: .inference).names == ["a", "e"])
  }

  @Test func aPublishedFigureOfALayerThatIsNotThere() {
    #expect(
      problems(
        """
        input: [3, 8, 8]
        published:
        - {field: 3, layer: cnov, source: nobody}
        layers: [{conv: 4, kernel: 3, name: conv}]
        """) == """
          net.yaml:3:3: error: no layer is called 'cnov', did you mean 'conv'?
            - {field: 3, layer: cnov, source: nobody}
              ^
          """)
  }
}
