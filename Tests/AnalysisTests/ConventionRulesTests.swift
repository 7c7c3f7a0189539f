import Analysis
import Architecture
import TestSupport
import Testing

/// How each tool counts one layer of each kind, on 4 channels of 6×6: 144 elements.
@Suite struct ConventionRulesTests {
  struct Row: CustomTestStringConvertible {
    let layer: String
    /// What is not 0.
    let counts: [Convention: Int]
    var testDescription: String { layer }

    init(_ layer: String, _ counts: [Convention: Int]) {
      self.layer = layer
      self.counts = counts
    }
  }

  static let rows: [Row] = [
    // 32 outputs of 36 weights
    Row(
      "{conv: 2, kernel: 3, name: layer}",
      [
        .zoo: 1152, .torchvision: 1152, .torchinfo: 1184, .fvcore: 1152, .ptflops: 1184, .thop: 1152, .deepspeed: 2336,
        .torch: 2304, .onnxTool: 1184, .netscope: 1152, .burden: 1184,
      ]),
    // 32 outputs of 18 weights
    Row(
      "{conv: 2, kernel: 3, groups: 2, bias: false, name: layer}",
      [
        .zoo: 576, .torchvision: 576, .torchinfo: 576, .fvcore: 576, .ptflops: 576, .thop: 576, .deepspeed: 1152,
        .torch: 1152, .onnxTool: 576, .netscope: 576, .burden: 576,
      ]),
    Row(
      "{fc: 10, name: layer}",
      [
        .zoo: 1440, .torchvision: 1440, .torchinfo: 1450, .fvcore: 1440, .ptflops: 1450, .thop: 1440, .deepspeed: 2880,
        .torch: 2880, .onnxTool: 1450, .netscope: 1440, .burden: 1450,
      ]),
    // 36 outputs of 4 cells; a stride of 2·2
    Row("{maxpool: 2, name: layer}", [.ptflops: 288, .deepspeed: 144, .onnxTool: 144, .burden: 288]),
    Row("{maxpool: 2}", [.ptflops: 144, .deepspeed: 144, .onnxTool: 144, .burden: 288]),
    // 16 outputs of 9 cells; a stride of 2·2
    Row(
      "{avgpool: 3, stride: 2, name: layer}", [.ptflops: 288, .thop: 16, .deepspeed: 144, .onnxTool: 144, .burden: 128]),
    // 16 outputs of 9 cells; thop (9 + 1)·16
    Row(
      "{adaptive_avgpool: 2, name: layer}", [.fvcore: 144, .ptflops: 288, .thop: 160, .deepspeed: 144, .onnxTool: 144]),
    Row("{adaptive_avgpool: 2}", [.fvcore: 144, .ptflops: 144, .deepspeed: 144, .onnxTool: 144]),
    // thop (36 + 1)·4
    Row(
      "{global_avgpool: , name: layer}",
      [.fvcore: 144, .ptflops: 288, .thop: 148, .deepspeed: 144, .onnxTool: 144, .burden: 144]),
    // onnx-tool 31·144, since no convolution stands before it
    Row(
      "{batchnorm: , name: layer}",
      [.torchinfo: 8, .fvcore: 288, .ptflops: 288, .thop: 576, .deepspeed: 288, .onnxTool: 4464]),
    // 3·144 + (4 + 5 − 1)·36; (39 + 5)·144; 5·144; 144 + (2 + 2·4)·36
    Row("{lrn: 5, name: layer}", [.ptflops: 720, .deepspeed: 720, .onnxTool: 6336, .netscope: 720, .burden: 504]),
    Row("{relu: , name: layer}", [.ptflops: 288, .deepspeed: 144, .onnxTool: 144, .burden: 288]),
    Row("relu", [.ptflops: 144, .deepspeed: 144, .onnxTool: 144, .burden: 288]),
    // 76·144
    Row("tanh", [.onnxTool: 10_944]),
    // thop 36·(3·4 − 1); onnx-tool 36·144
    Row("{softmax: , name: layer}", [.ptflops: 144, .thop: 396, .deepspeed: 144, .onnxTool: 5184]),
    Row("dropout", [:]),
    Row("flatten", [:]),
  ]

  @Test(arguments: rows)
  func layerAlone(_ row: Row) throws {
    let network = try network("{input: [4, 6, 6], layers: [\(row.layer)]}").network(for: .inference)
    for convention in Convention.allCases {
      let operations = try convention.counts(of: network, batch: 1)[1].number
      // Of these kinds calflops counts what DeepSpeed does.
      #expect(
        operations ?? 0 == row.counts[convention == .calflops ? .deepspeed : convention, default: 0], "\(convention)")
    }
  }

  /// Folding makes a bias where there is none, and nothing where there is one.
  @Test(arguments: [("true", 0), ("false", 32)])
  func onnxFoldsBatchNormalizationIntoTheConvolution(_ bias: String, _ count: Int) throws {
    let network = try network(
      "{input: [4, 6, 6], layers: [{conv: 2, kernel: 3, bias: \(bias)}, batchnorm]}")
    #expect(try Convention.onnxTool.counts(of: network, batch: 1)[2].number == count)
  }

  /// 31 per element where something else needs the convolution's own output: another layer, or who runs the network.
  @Test(arguments: [false, true])
  func onnxDoesNotFoldIntoAResultOfTheNetwork(_ isResult: Bool) throws {
    var builder = NetworkBuilder(named: "sample")
    let image = try builder.input(Shape(channels: 4))
    let fc = try builder.add(FullyConnected(outputs: 2, hasBias: false), name: "fc", reading: [image])
    try builder.add(BatchNormalization(epsilon: 1e-5, isAffine: true), name: "norm", reading: [fc])
    if isResult { try builder.output(fc) }
    let counts = try Convention.onnxTool.counts(of: try builder.network(), batch: 1)
    #expect(counts == [.zero, .operations(8), .operations(isResult ? 62 : 2)])
  }

  @Test func fvcoreCountsTheStatisticsOfTraining() throws {
    let network = try network("{input: [4, 6, 6], layers: [batchnorm]}")
    #expect(try Convention.fvcore.counts(of: network, batch: 1)[1] == .operations(5 * 144))
  }

  /// What Netscope's and convnet-burden's sources say of kinds that no published figure has; nil where they stop.
  @Test(
    arguments: [
      // Netscope 4·2·13·13·(3/2)·(3/2) rounded down; convnet-burden 144·9·4 and a bias on 2·13·13.
      ("{transposed_conv: 2, kernel: 3, stride: 2}", 3042, 5522),
      ("l2norm", 144, 504), ("{scale: }", 144, 144), ("leaky_relu", 0, 288), ("prelu", 0, nil), ("elu", 0, nil),
      ("relu6", 0, nil), ("sigmoid", nil, 0), ("tanh", nil, nil), ("gelu", nil, nil), ("softmax", 0, 0),
      ("batchnorm", 0, 0), ("layernorm", nil, nil), ("{groupnorm: 2}", nil, nil), ("dropout", 0, 0), ("flatten", 0, 0),
      ("{add: [[], [], []]}", 0, 144), ("{multiply: [[], []]}", 0, nil), ("{maximum: [[], []]}", 0, 288),
      ("{concat: [[], []]}", 0, 0), ("{transpose: [1, 2, 0]}", 0, 0), ("{reshape: [4, 36]}", 0, 0),
      ("{slice: [0, 2]}", nil, 0), ("{max: [1, 2]}", nil, 144), ("{mean: [1, 2]}", nil, nil),
      ("global_maxpool", 0, nil), ("global_avgpool", 0, 144), ("{adaptive_avgpool: 2}", nil, nil),
      ("{resize: 2, mode: linear}", nil, 4 * 4 * 144), ("{resize: 2}", nil, nil), ("{pad: 1}", nil, nil),
      ("{shuffle: 2}", nil, nil), ("{subsample: 2}", nil, nil),
    ] as [(String, Int?, Int?)])
  func netscopeAndBurden(_ layer: String, _ netscope: Int?, _ burden: Int?) throws {
    let network = try network("{input: [4, 6, 6], layers: [\(layer)]}").network(for: .inference)
    let last = network.layers.count - 1
    #expect(try Convention.netscope.counts(of: network, batch: 1)[last].number == netscope)
    #expect(try Convention.burden.counts(of: network, batch: 1)[last].number == burden)
  }
}
