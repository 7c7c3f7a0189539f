import Architecture
import Foundation
import Import
import Testing

@Suite struct PrototxtTests {
  @Test func layersOfTodaysFormat() throws {
    let model = try imported(
      """
      name: "Small"  # a comment
      layer { name: "data" type: "Input" top: "data" input_param { shape { dim: 10 dim: 3 dim: 8 dim: 8 } } }
      layer {
        name: "conv1" type: "Convolution" bottom: "data" top: "conv1"
        convolution_param { num_output: 4 kernel_size: 3 pad_h: 1 pad_w: 0 stride: 2 engine: CAFFE }
      }
      layer { name: "relu1" type: "ReLU" bottom: "conv1" top: "conv1" }
      layer { name: "pool1" type: "Pooling" bottom: "conv1" top: "pool1" pooling_param { kernel_size: 2 stride: 2 } }
      layer { name: "fc" type: "InnerProduct" bottom: "pool1" top: "fc" inner_product_param { num_output: 5 } }
      layer { name: "prob" type: "Softmax" bottom: "fc" top: "prob" unknown_param { a: [1, 2] b < c: "d" > } }
      """)
    #expect(model.format == .prototxt)
    #expect(model.network.model.title == "Small")
    #expect(model.network.model.name == "net")
    #expect(model.remarks.isEmpty)
    #expect(
      described(model.network)
        == [
          "data: input is 3×8×8",
          "conv1: conv channels=4 kernel=3 stride=2 pad=[[1, 1], [0, 0]] of data is 4×4×3",
          "relu1: relu of conv1 is 4×4×3",
          "pool1: max_pool kernel=2 rounding=ceil of relu1 is 4×2×2",
          "fc: fc outputs=5 of pool1 is 5",
          "prob: softmax of fc is 5",
        ].map { $0.replacing("pad=[[1, 1], [0, 0]]", with: "pad=[1, 0]") })
  }

  @Test func layersOfTheSecondFormat() throws {
    let model = try imported(
      """
      name: "Old"
      input: "data"
      input_dim: 1
      input_dim: 3
      input_dim: 9
      input_dim: 9
      layers { name: "conv1" type: CONVOLUTION bottom: "data" top: "conv1" blobs_lr: 1
        convolution_param { num_output: 4 kernel_size: 3 group: 1 } }
      layers { name: "norm1" type: LRN bottom: "conv1" top: "norm1" lrn_param { local_size: 5 alpha: 0.0001 beta: 0.75 } }
      layers { name: "fc" type: INNER_PRODUCT bottom: "norm1" top: "fc" inner_product_param { num_output: 2 } }
      layers { name: "prob" type: SOFTMAX bottom: "fc" top: "prob" }
      """)
    #expect(
      described(model.network) == [
        "data: input is 3×9×9",
        "conv1: conv channels=4 kernel=3 of data is 4×7×7",
        "norm1: lrn of conv1 is 4×7×7",
        "fc: fc outputs=2 of norm1 is 2",
        "prob: softmax of fc is 2",
      ])
  }

  @Test func severalInputsAndShapes() throws {
    let model = try imported(
      """
      input: "a" input: "b"
      input_shape { dim: 1 dim: 3 dim: 4 dim: 4 }
      input_shape { dim: 1 dim: 2 dim: 4 dim: 4 }
      layer { name: "c" type: "Concat" bottom: "a" bottom: "b" top: "c" }
      """)
    #expect(described(model.network).last == "c: concat of a, b is 5×4×4")
  }

  @Test func namesWithSlashesAreGroups() throws {
    let model = try imported(
      input
        + """
        layer { name: "block/conv" type: "Convolution" bottom: "data" top: "b" convolution_param { num_output: 2 kernel_size: 1 } }
        layer { name: "block/relu" type: "ReLU" bottom: "b" top: "b" }
        layer { name: "loose/relu" type: "ReLU" bottom: "b" top: "b" }
        """)
    #expect(
      described(model.network).dropFirst() == [
        "block/conv: conv channels=2 kernel=1 of data is 2×4×4 in block",
        "block/relu: relu of block/conv is 2×4×4 in block",
        "loose/relu: relu of block/relu is 2×4×4",
      ])
  }

  @Test func whatIsNotKnownIsNamedAllAtOnce() {
    #expect(
      problems(
        of: input
          + """
          layer { name: "box" type: "PriorBox" bottom: "data" top: "box" }
          layer { name: "after" type: "ReLU" bottom: "box" top: "after" }
          layer { name: "code" type: "Python" bottom: "data" top: "code" }
          layer { name: "lost" type: "ReLU" bottom: "nowhere" top: "lost" }
          """) == [
          "box: nothing is known of the type 'PriorBox', and the file does not state the size of what it gives",
          "code: nothing is known of the type 'Python', and the file does not state the size of what it gives",
          "lost: reads 'nowhere', which no layer gives",
        ])
  }

  @Test func whatHasTheSizeOfItsInputGoesOn() throws {
    let model = try imported(
      input
        + """
        layer { name: "t" type: "Threshold" bottom: "data" top: "t" }
        layer { name: "m" type: "MVN" bottom: "t" top: "m" }
        """)
    #expect(model.unknown.map(\.operation) == ["Threshold", "MVN"])
    #expect(model.unknown.map(\.layer) == ["t", "m"])
    #expect(described(model.network).last == "m: unknown operation=MVN output=[3, 4, 4] of t is 3×4×4")
  }

  /// Of any base: b^x = e^(ln b·x) and log_b x = ln x/ln b.
  @Test func powersAndLogarithmsOfABase() throws {
    let model = try imported(
      input
        + """
        layer { name: "e" type: "Exp" bottom: "data" top: "e" }
        layer { name: "two" type: "Exp" bottom: "e" top: "two" exp_param { base: 1 scale: 3 } }
        layer { name: "l" type: "Log" bottom: "two" top: "l" log_param { base: -1 scale: 0.5 } }
        layer { name: "b" type: "Log" bottom: "l" top: "b" log_param { base: 2 shift: 1 } }
        """)
    #expect(
      described(model.network) == [
        "data: input is 3×4×4", "e: function of=exp of data is 3×4×4", "two_exponent: affine scale=0 of e is 3×4×4",
        "two: function of=exp of two_exponent is 3×4×4", "l_argument: affine scale=0.5 of two is 3×4×4",
        "l: function of=log of l_argument is 3×4×4", "b_argument: affine shift=1 of l is 3×4×4",
        "b_natural: function of=log of b_argument is 3×4×4",
        "b: affine scale=1.4426950408889634 of b_natural is 3×4×4",
      ])
  }

  @Test(arguments: [
    ("Exp", "exp_param { base: 0 }", "a: has a base of 0.0, which must be above 0, or -1 for e"),
    ("Exp", "exp_param { base: -2 }", "a: has a base of -2.0, which must be above 0, or -1 for e"),
    ("Log", "log_param { base: inf }", "a: has a base of inf, which must be above 0, or -1 for e"),
    ("Log", "log_param { base: 1 }", "a: has a logarithm of base 1, which there is not"),
  ]) func refusesBases(type: String, parameters: String, message: String) {
    let layer = "layer { name: \"a\" type: \"\(type)\" bottom: \"data\" top: \"a\" \(parameters) }"
    #expect(problems(of: input + layer) == [message])
  }

  @Test(arguments: [
    (
      "layer {\n name: \"a\"\n type: \"Pooling\"\n pooling_param {\n  pool: MEAN\n }\n}",
      "line 5: a word is none of those that its field has in Caffe"
    ),
    ("layer {\n name: 7\n}", "line 2: this is not protobuf's text format: 'field: value' and 'message { … }'"),
    ("name: \"a\"\nlayer {\n", "line 2: this is not protobuf's text format: 'field: value' and 'message { … }'"),
    (
      "layer {\n convolution_param {\n  num_output: -1\n }\n}",
      "line 3: a number is wrong or out of its range"
    ),
    (
      "net: \"train.prototxt\"\nbase_lr: 0.01\n",
      "the settings of a solver, not a network: the file that 'net' names is one"
    ),
    ("name: \"empty\"", "the file has no layers"),
    (
      "layers { layer { name: \"c\" type: \"conv\" } }",
      "c: a layer of Caffe's first format, of 2013: upgrade_net_proto_text or upgrade_net_proto_binary of Caffe rewrite it"
    ),
    (
      "layer { name: \"a\" }\nlayers { name: \"b\" }",
      "'layer' and 'layers' stand in one file: the first is today's format, the second that of 2014"
    ),
  ])
  func whatIsWrongIsSaidAtItsLine(text: String, message: String) {
    #expect(problems(of: text) == [message])
  }

  @Test func nestingIsBounded() {
    let deep = String(repeating: "a {", count: 100_000)
    #expect(problems(of: deep).first?.hasSuffix("more than 32 messages inside each other") == true)
  }

  /// The largest that is read, of as many layers as it holds: 4 MiB in 9 seconds by a build for debugging.
  @Test func theLargestIsReadInTime() throws {
    var text = input
    var count = 0
    while text.utf8.count < (4 << 20) - 64 {
      text += "layer { name: \"l\(count)\" type: \"ReLU\" bottom: \"data\" top: \"data\" }\n"
      count += 1
    }
    let start = Self.seconds
    #expect(problems(of: text) == [])
    #expect(Self.seconds - start < 30)
    #expect(count > 60_000)
  }

  /// Seconds that this thread computed.
  private static var seconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }

  @Test func sizeIsBounded() {
    let text = String(repeating: "# nothing\n", count: 2_000_000)
    #expect(problems(of: text) == ["20000000 bytes, more than the 4194304 that a prototxt may have"])
    let net = input + "layer { name: \"r\" type: \"ReLU\" bottom: \"data\" top: \"r\" }\n"
    let most = net + String(repeating: "#", count: (4 << 20) - net.utf8.count)
    #expect(problems(of: most) == [])
    #expect(problems(of: most + "#") == ["4194305 bytes, more than the 4194304 that a prototxt may have"])
  }
}

/// An input of 3×4×4.
let input = """
  layer { name: "data" type: "Input" top: "data" input_param { shape { dim: 1 dim: 3 dim: 4 dim: 4 } } }

  """
