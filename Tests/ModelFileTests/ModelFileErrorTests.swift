import Architecture
import Testing

@testable import ModelFile

/// The whole text of what a faulty model file is answered with.
@Suite struct ModelFileErrorTests {
  /// The error for a list of layers on 3×8×8, which begins in line 3.
  private func error(_ layers: String) -> String { problems("input: [3, 8, 8]\nlayers:\n\(layers)\n") }

  @Test func unknownLayer() {
    #expect(
      error("- {conv: 8, kernel: 3}\n- rleu") == """
        net.yaml:4:3: error: unknown layer 'rleu', did you mean 'relu'?
          - rleu
            ^
        """)
  }

  @Test func unknownLayerWithArguments() {
    #expect(
      error("- {transformer: 8, heads: 3}") == """
        net.yaml:3:4: error: unknown layer 'transformer'
          - {transformer: 8, heads: 3}
             ^
        """)
  }

  @Test func unknownArgument() {
    #expect(
      error("- {conv: 8, kernal: 3}") == """
        net.yaml:3:13: error: conv has no argument 'kernal', did you mean 'kernel'?
          - {conv: 8, kernal: 3}
                      ^
        """)
  }

  /// Keras, PyTorch and Caffe call them so.
  @Test(arguments: [
    ("{dense: 5}", "unknown layer 'dense', did you mean 'fc'?"),
    ("{linear: 5}", "unknown layer 'linear', did you mean 'fc'?"),
    ("{Conv2d: 5}", "unknown layer 'Conv2d', did you mean 'conv'?"),
    ("{MaxPooling2D: 2}", "unknown layer 'MaxPooling2D', did you mean 'maxpool'?"),
    ("LeakyReLU", "unknown layer 'LeakyReLU', did you mean 'leaky_relu'?"),
    ("{conv: 5, kernel_size: 3}", "conv has no argument 'kernel_size', did you mean 'kernel'?"),
    ("{conv: 5, kernel: 3, strides: 2}", "conv has no argument 'strides', did you mean 'stride'?"),
    (
      "{conv: 5, kernel: 3, activation: relu}",
      "conv has no activation: it is a layer of its own, behind this one, such as relu"
    ),
    (
      "{conv: {channels: 5, kernel: 3}}",
      "the arguments of conv stand beside it and not below it: {conv: …, kernel: …}"
    ),
  ])
  func wordsOfOtherPrograms(item: String, message: String) {
    let text = error("- \(item)")
    #expect(text.contains("error: \(message)\n"), "\(text)")
    #expect(text.ranges(of: "error:").count == 1)
  }

  @Test func missingArgument() {
    #expect(
      error("- {conv: 8}\n- {conv: , kernel: 3}\n- {fc: }") == """
        net.yaml:3:4: error: conv needs kernel
          - {conv: 8}
             ^
        net.yaml:4:4: error: conv needs channels
          - {conv: , kernel: 3}
             ^
        net.yaml:5:4: error: fc needs outputs
          - {fc: }
             ^
        """)
  }

  @Test func duplicateName() {
    #expect(
      error("- {relu: , name: a}\n- {tanh: , name: a}") == """
        net.yaml:4:4: error: the name 'a' is given twice (the first is at net.yaml:3:4)
          - {tanh: , name: a}
             ^
        """)
  }

  @Test func danglingName() {
    #expect(
      error("- {conv: 8, kernel: 1, name: conv1}\n- {add: [conv1, convl]}\n- {relu: , from: nowhere}") == """
        net.yaml:4:17: error: no layer is called 'convl', did you mean 'conv1'?
          - {add: [conv1, convl]}
                          ^
        net.yaml:5:18: error: no layer is called 'nowhere'
          - {relu: , from: nowhere}
                           ^
        """)
  }

  @Test func whatReadsALayerThatReadsNothingIsNoFurtherProblem() {
    #expect(
      error("- {conv: 2, kernel: 9, name: a, from: nowhere}\n- {concat: [a, nobody], name: b}\n- {relu: , from: b}")
        == """
        net.yaml:3:39: error: no layer is called 'nowhere'
          - {conv: 2, kernel: 9, name: a, from: nowhere}
                                                ^
        net.yaml:4:16: error: no layer is called 'nobody'
          - {concat: [a, nobody], name: b}
                         ^
        """)
  }

  @Test func cycleByAReferenceForward() {
    #expect(
      error("- {relu: , from: b, name: a}\n- {relu: , name: b}") == """
        net.yaml:3:18: error: 'b' comes after this layer, at net.yaml:4:4: reading it here would make a cycle; a layer reads only layers above it
          - {relu: , from: b, name: a}
                           ^
        """)
  }

  @Test func moduleThatCallsItself() {
    #expect(
      problems(
        """
        input: [3, 8, 8]
        modules:
          a: {layers: [relu, b]}
          b: {layers: [a]}
        layers: [a]
        """) == """
          net.yaml:4:16: error: a cycle: module a → b → a
              b: {layers: [a]}
                           ^
            used from net.yaml:3:22
            used from net.yaml:5:10
          """)
  }

  @Test func branchesThatDoNotConcatenate() {
    #expect(
      problems(
        """
        input: [3, 8, 8]
        modules:
          block:
            arguments: {k: required}
            layers:
            - concat: [[{conv: 4, kernel: 1}], [{conv: 4, kernel: $k}]]
        layers:
        - {block: 1}
        - {block: 3, name: second}
        """) == """
          net.yaml:6:7: error: second/concat_1: branches do not concatenate: branch 1 is 4×8×8 and branch 2 is 4×6×6; all but the channels must be equal
                - concat: [[{conv: 4, kernel: 1}], [{conv: 4, kernel: $k}]]
                  ^
            used from net.yaml:9:4
          """)
  }

  @Test func kernelLargerThanThePaddedInput() {
    #expect(
      error("- {conv: 8, kernel: 11, pad: 1, name: conv1}") == """
        net.yaml:3:4: error: conv1: a window of 11 is larger than its input of 10 (8 and 2 of padding)
          - {conv: 8, kernel: 11, pad: 1, name: conv1}
             ^
        """)
  }

  @Test func numbersThatAreZeroNegativeOrHuge() {
    #expect(
      error(
        """
        - {conv: 0, kernel: -1, stride: 0, pad: -2, dilation: 65536, groups: 9223372036854775808}
        - {fc: 2147483648}
        - {maxpool: 1.5}
        - {conv: 8, kernel: [1, 2, 3, 4], pad: [[1], 2]}
        """) == """
          net.yaml:3:10: error: channels must be at least 1, not 0
            - {conv: 0, kernel: -1, stride: 0, pad: -2, dilation: 65536, groups: 9223372036854775808}
                     ^
          net.yaml:3:21: error: kernel must be at least 1, not -1
            - {conv: 0, kernel: -1, stride: 0, pad: -2, dilation: 65536, groups: 9223372036854775808}
                                ^
          net.yaml:3:33: error: stride must be at least 1, not 0
            - {conv: 0, kernel: -1, stride: 0, pad: -2, dilation: 65536, groups: 9223372036854775808}
                                            ^
          net.yaml:3:41: error: pad must be at least 0, not -2
            - {conv: 0, kernel: -1, stride: 0, pad: -2, dilation: 65536, groups: 9223372036854775808}
                                                    ^
          net.yaml:3:55: error: dilation must be at most 65535, not 65536
            - {conv: 0, kernel: -1, stride: 0, pad: -2, dilation: 65536, groups: 9223372036854775808}
                                                                  ^
          net.yaml:3:70: error: groups is at most 2147483647
            , kernel: -1, stride: 0, pad: -2, dilation: 65536, groups: 9223372036854775808}
                                                                       ^
          net.yaml:4:8: error: outputs must be at most 2147483647, not 2147483648
            - {fc: 2147483648}
                   ^
          net.yaml:5:13: error: kernel must be a whole number, not '1.5'
            - {maxpool: 1.5}
                        ^
          net.yaml:6:21: error: kernel is one number, or one per axis: [height, width]
            - {conv: 8, kernel: [1, 2, 3, 4], pad: [[1], 2]}
                                ^
          net.yaml:6:41: error: padding of one axis is one number, or two: [before, after]
            - {conv: 8, kernel: [1, 2, 3, 4], pad: [[1], 2]}
                                                    ^
          """)
  }

  @Test func inputsThatAreNone() {
    #expect(
      problems("input: [3, 0, 8]\nlayers: [relu]") == """
        net.yaml:1:8: error: a size of 0 is impossible: every dimension is at least 1
          input: [3, 0, 8]
                 ^
        """)
    #expect(
      problems("input: [3, 99999999999, 8]\nlayers: [relu]") == """
        net.yaml:1:8: error: a size of 99999999999 is too large: a dimension is at most 2147483647
          input: [3, 99999999999, 8]
                 ^
        """)
    #expect(
      problems("input: [100000, 100000, 100000]\nlayers: [relu]") == """
        net.yaml:1:8: error: 100000×100000×100000 has too many elements: at most 2^40 are possible
          input: [100000, 100000, 100000]
                 ^
        """)
    #expect(
      problems("input: 3x8x8\nlayers: [relu]") == """
        net.yaml:1:8: error: input is [channels, height, width], [channels, length] or [numbers], not '3x8x8'
          input: 3x8x8
                 ^
        """)
    #expect(
      problems("input: [1, 2, 3, 4, 5]\nlayers: [relu]") == """
        net.yaml:1:8: error: input is [channels, height, width], [channels, length] or [numbers], not a list
          input: [1, 2, 3, 4, 5]
                 ^
        """)
    #expect(
      problems("input: {c: 3}\nlayers: [relu]") == """
        net.yaml:1:8: error: input is [channels, height, width], [channels, length] or [numbers], not keys with values
          input: {c: 3}
                 ^
        """)
  }

  @Test func sizesThatOverflow() {
    #expect(
      problems(
        "input: [1024, 32768, 32768]\nlayers:\n- {conv: 2048, kernel: 1}\n- {conv: 1, kernel: 9, from: input}\n- {fc: 2, from: input}\n- {concat: [input, input]}\n"
      ) == """
        net.yaml:3:4: error: conv_1: 2048×32768×32768 has too many elements: at most 2^40 are possible
          - {conv: 2048, kernel: 1}
             ^
        net.yaml:5:4: error: fc_1: 1099511627776×2 weights are too many: at most 2^40 are possible
          - {fc: 2, from: input}
             ^
        net.yaml:6:4: error: concat_1: 2048×32768×32768 has too many elements: at most 2^40 are possible
          - {concat: [input, input]}
             ^
        """)
  }

  /// A repetition may be of nothing, and a network may not.
  @Test func aNetworkOfNothing() {
    #expect(
      problems("input: 1\nlayers: [{relu: , repeat: 0}]\n") == """
        net.yaml:1:1: error: the network has no layers
          input: 1
          ^
        """)
    #expect(problems("input: 1\nlayers: [{relu: , repeat: 0}, relu]\n") == "no error, but a network of 2 layers")
  }

  @Test func headOfAModelFile() {
    #expect(
      problems("") == """
        net.yaml:1:1: error: a model file begins with keys such as title, input and layers, not nothing
        """)
    #expect(
      problems("- relu") == """
        net.yaml:1:1: error: a model file begins with keys such as title, input and layers, not a list
          - relu
          ^
        """)
    #expect(
      problems("layers: relu") == """
        net.yaml:1:1: error: the model file has no 'input'
          layers: relu
          ^
        net.yaml:1:9: error: layers must be a list, not 'relu'
          layers: relu
                  ^
        """)
    #expect(
      problems("layers: [rleu, {conv: 3, kernel: 1}]") == """
        net.yaml:1:1: error: the model file has no 'input'
          layers: [rleu, {conv: 3, kernel: 1}]
          ^
        net.yaml:1:10: error: unknown layer 'rleu', did you mean 'relu'?
          layers: [rleu, {conv: 3, kernel: 1}]
                   ^
        """)
    #expect(
      problems("input: 1\nlayers: []\ntitel: x\nseparator: ':'\nmodules: 3\ntitle: [1]\nnames: 5\n") == """
        net.yaml:2:9: error: the network has no layers
          layers: []
                  ^
        net.yaml:3:1: error: a model file has no key 'titel', did you mean 'title'?
          titel: x
          ^
        net.yaml:4:12: error: separator is '/' or '.', not ':'
          separator: ':'
                     ^
        net.yaml:5:10: error: modules are written {name: {arguments: …, layers: …}}, not '3'
          modules: 3
                   ^
        net.yaml:6:8: error: title must be a line of text, not a list
          title: [1]
                 ^
        net.yaml:7:8: error: names are written {implementation: [name, …]}, not '5'
          names: 5
                 ^
        """)
    #expect(
      problems("input: 1\ninclude: [a, ../b, a]\nlayers: [relu]\n", include: ["a": "title: x"]) == """
        net.yaml:2:11: error: 'a' has no modules to include
          include: [a, ../b, a]
                    ^
        net.yaml:2:14: error: no model file called '../b' to include: it must lie beside this one or in the zoo
          include: [a, ../b, a]
                       ^
        net.yaml:2:20: error: 'a' is included twice
          include: [a, ../b, a]
                             ^
        """)
  }

  @Test func modulesThatAreNone() {
    #expect(
      problems(
        """
        input: [3, 8, 8]
        modules:
          conv: {layers: []}
          a: 5
          b: {arguments: [x]}
          c: {layer: []}
          d: {layers: relu}
        layers: [relu]
        """) == """
          net.yaml:3:3: error: 'conv' is a layer kind, and cannot name a module
              conv: {layers: []}
              ^
          net.yaml:4:6: error: module 'a' needs 'layers', and has '5'
              a: 5
                 ^
          net.yaml:5:3: error: module 'b' has no layers
              b: {arguments: [x]}
              ^
          net.yaml:5:18: error: arguments are written {name: required} or {name: default}, not a list
              b: {arguments: [x]}
                             ^
          net.yaml:6:3: error: module 'c' has no layers
              c: {layer: []}
              ^
          net.yaml:6:7: error: a module has no 'layer', did you mean 'layers'?
              c: {layer: []}
                  ^
          net.yaml:7:15: error: layers must be a list, not 'relu'
              d: {layers: relu}
                          ^
          """)
  }

  @Test func callsThatDoNotFitTheirModule() {
    #expect(
      problems(
        """
        input: [3, 8, 8]
        modules:
          m: {arguments: {c: required, size: required, pad: 0}, layers: [{conv: $c, kernel: $kernel, pad: $padd}]}
          n: {layers: [relu]}
        layers:
        - m
        - {m: [1, 2, 3, 4]}
        - {m: [1, 2], c: 3, siz: 4}
        - {n: 3}
        - $c
        """) == """
          net.yaml:3:67: error: conv needs channels
            rguments: {c: required, size: required, pad: 0}, layers: [{conv: $c, kernel: $kernel, pad: $padd}]}
                                                                       ^
            used from net.yaml:6:3
          net.yaml:3:67: error: conv needs kernel
            rguments: {c: required, size: required, pad: 0}, layers: [{conv: $c, kernel: $kernel, pad: $padd}]}
                                                                       ^
            used from net.yaml:6:3
          net.yaml:3:85: error: unknown argument '$kernel'
            ired, size: required, pad: 0}, layers: [{conv: $c, kernel: $kernel, pad: $padd}]}
                                                                       ^
            used from net.yaml:6:3
          net.yaml:3:99: error: unknown argument '$padd', did you mean 'pad'?
            quired, pad: 0}, layers: [{conv: $c, kernel: $kernel, pad: $padd}]}
                                                                       ^
            used from net.yaml:6:3
          net.yaml:6:3: error: m needs c, size
            - m
              ^
          net.yaml:7:7: error: m takes 3 arguments, and 4 are given
            - {m: [1, 2, 3, 4]}
                  ^
          net.yaml:8:15: error: c is given twice
            - {m: [1, 2], c: 3, siz: 4}
                          ^
          net.yaml:8:21: error: m has no argument 'siz', did you mean 'size'?
            - {m: [1, 2], c: 3, siz: 4}
                                ^
          net.yaml:9:7: error: n takes no arguments
            - {n: 3}
                  ^
          net.yaml:10:3: error: unknown layer '$c', did you mean 'fc'?
            - $c
              ^
          """)
  }

  @Test func itemsThatAreNoLayers() {
    #expect(
      error(
        """
        - 3
        - [relu]
        - {}
        - ~
        - {relu: , name: two words}
        - {relu: , name: [a]}
        - {relu: , from: [a]}
        """) == """
          net.yaml:3:3: error: unknown layer '3'
            - 3
              ^
          net.yaml:4:3: error: a layer is a word, or {kind: value, argument: value}, not a list
            - [relu]
              ^
          net.yaml:5:3: error: a layer is a word, or {kind: value, argument: value}, not keys with values
            - {}
              ^
          net.yaml:6:3: error: a layer is a word, or {kind: value, argument: value}, not nothing
            - ~
              ^
          net.yaml:7:18: error: a name is a word without spaces or control characters, of at most 200 bytes, not 'two words'
            - {relu: , name: two words}
                             ^
          net.yaml:8:18: error: a name is a word without spaces or control characters, of at most 200 bytes, not a list
            - {relu: , name: [a]}
                             ^
          net.yaml:9:18: error: a layer's name is expected, not a list
            - {relu: , from: [a]}
                             ^
          """)
  }

  @Test func auxiliariesThatAreNone() {
    #expect(
      error("- {auxiliary: [relu]}\n- {auxiliary: relu, name: a}\n- {auxiliary: [relu], name: b, weight: 0.3}") == """
        net.yaml:3:4: error: an auxiliary classifier needs a name
          - {auxiliary: [relu]}
             ^
        net.yaml:4:15: error: auxiliary takes a list of layers
          - {auxiliary: relu, name: a}
                        ^
        net.yaml:5:32: error: auxiliary has no argument 'weight'
          - {auxiliary: [relu], name: b, weight: 0.3}
                                         ^
        """)
  }

  @Test func theMainPathCannotReadAnAuxiliary() {
    #expect(
      error("- {conv: 3, kernel: 1, name: a}\n- {auxiliary: [{relu: , name: b}], name: x}\n- {add: [a, x/b]}") == """
        net.yaml:5:13: error: 'x/b' belongs to the auxiliary classifier 'x', which inference leaves out: the main path cannot read it
          - {add: [a, x/b]}
                      ^
        """)
  }

  @Test func allProblemsAtOnceInTheOrderOfTheirPlaces() {
    #expect(
      problems(
        """
        input: [3, 8, 8]
        titel: Net
        layers:
        - {conv: 8, kernel: 11}
        - {relu: , from: nowhere}
        - rleu
        - {fc: -1}
        """) == """
          net.yaml:2:1: error: a model file has no key 'titel', did you mean 'title'?
            titel: Net
            ^
          net.yaml:4:4: error: conv_1: a window of 11 is larger than its input of 8
            - {conv: 8, kernel: 11}
               ^
          net.yaml:5:18: error: no layer is called 'nowhere'
            - {relu: , from: nowhere}
                             ^
          net.yaml:6:3: error: unknown layer 'rleu', did you mean 'relu'?
            - rleu
              ^
          net.yaml:7:8: error: outputs must be at least 1, not -1
            - {fc: -1}
                   ^
          """)
  }

  @Test func aProblemOfAModuleUsedOftenIsOneProblem() {
    #expect(
      problems("input: [3, 8, 8]\nmodules: {m: {layers: [rleu]}}\nlayers: [m, m, m, m]\n") == """
        net.yaml:2:24: error: unknown layer 'rleu', did you mean 'relu'?
          modules: {m: {layers: [rleu]}}
                                 ^
          used from net.yaml:3:10
        """)
  }

  @Test func moreThanFiftyProblemsAreCounted() {
    let text = error((1...53).map { "- x\($0)" }.joined(separator: "\n"))
    #expect(text.hasSuffix("\n  - x50\n    ^\nand 3 more errors"))
    #expect(error((1...51).map { "- x\($0)" }.joined(separator: "\n")).hasSuffix("\nand 1 more error"))
  }

  @Test func whatIsNoYAML() {
    #expect(
      problems("input: [3, 8, 8\nlayers: [relu]") == """
        net.yaml:2:7: error: this is not YAML: did not find expected ',' or ']'
          layers: [relu]
                ^
        """)
    #expect(
      problems("input: [3, 8, 8]\n layers: [relu]") == """
        net.yaml:2:2: error: this is not YAML: did not find expected key
           layers: [relu]
           ^
        """)
    #expect(
      problems("input: [3, 8, 8]\nlayers: [relu\n") == """
        net.yaml:2:14: error: this is not YAML: did not find expected ',' or ']'
          layers: [relu
                       ^
        """)
    #expect(
      problems("input: \"3") == """
        net.yaml:1:10: error: this is not YAML: found unexpected end of stream
          input: "3
                   ^
        """)
    #expect(
      problems("input: [3, 8, 8]\n\tlayers: [relu]") == """
        net.yaml:2:1: error: a tab begins this line; YAML is indented with blanks
           layers: [relu]
          ^
        """)
    #expect(
      problems("input: [3, 8, 8]\nlayers: [re\u{0}lu]") == """
        net.yaml:2:12: error: this is not YAML: control characters are not allowed
          layers: [re�lu]
                     ^
        """)
    #expect(
      problems("input: 3\n---\nlayers: [relu]") == """
        net.yaml:2:1: error: this is not YAML: expected a single document in the stream but found another document
          ---
          ^
        """)
  }

  @Test func keysGivenTwice() {
    #expect(
      problems("input: 3\nlayers:\n- {conv: 3, kernel: 1, kernel: 2}\n") == """
        net.yaml:3:13: error: 'kernel' is given twice
          - {conv: 3, kernel: 1, kernel: 2}
                      ^
        """)
    #expect(
      problems("input: 3\nlayers: [relu]\nnames: {1: [], \"1\": []}\n") == """
        net.yaml:3:9: error: '1' is given twice
          names: {1: [], "1": []}
                  ^
        """)
    #expect(
      problems("input: 3\nlayers: [relu]\nnames: {!!int 1: [], 1: []}\n") == """
        net.yaml:3:9: error: '1' is given twice
          names: {!!int 1: [], 1: []}
                  ^
        """)
    #expect(
      problems("input: 3\n[1]: 2\nlayers: [relu]\n") == """
        net.yaml:2:1: error: a key must be a word, not a list
          [1]: 2
          ^
        """)
  }

  @Test func anchorsAndAliases() {
    #expect(
      problems("input: &size [3, 8, 8]\nlayers: [relu]\n") == """
        net.yaml:1:8: error: anchors and aliases are not part of the format; use a module
          input: &size [3, 8, 8]
                 ^
        """)
    #expect(
      problems("input: *size\nlayers: [relu]\n") == """
        net.yaml:1:8: error: this is not YAML: found undefined alias
          input: *size
                 ^
        """)
  }

  @Test func aLongLineIsCutAroundThePlace() {
    let relus = Array(repeating: "relu", count: 50).joined(separator: ", ")
    #expect(
      error("- {concat: [[\(relus), rleu, \(relus)]]}") == """
        net.yaml:3:314: error: unknown layer 'rleu', did you mean 'relu'?
          elu, relu, relu, relu, relu, relu, relu, relu, relu, relu, rleu, relu, relu, relu, relu, relu, relu,
                                                                     ^
        """)
  }

  @Test func columnsCountCharactersAndTabsBecomeSpaces() {
    #expect(
      error("- {relu: , name: größe→\u{1F600}, x: 1}") == """
        net.yaml:3:27: error: relu has no argument 'x'
          - {relu: , name: größe→😀, x: 1}
                                    ^
        """)
    #expect(
      error("- {relu:\t, x: 1}") == """
        net.yaml:3:12: error: relu has no argument 'x'
          - {relu: , x: 1}
                     ^
        """)
  }
}
