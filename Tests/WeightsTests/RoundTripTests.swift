import Architecture
import TensorFiles
import TestSupport
import Testing

@testable import Weights

/// From every format into every other, bit for bit.
@Suite struct RoundTripTests {
  private static let batchNormalized = """
    title: Batch normalization with and without scale and shift, groups, no bias
    paper: p
    reference: r
    input: [4, 6, 6]
    layers:
    - {conv: 6, kernel: 3, groups: 2, bias: false, name: conv1}
    - {batchnorm: , name: bn1}
    - {conv: 4, kernel: [1, 3], name: block/conv2}
    - {batchnorm: , affine: false, name: block/bn2}
    - {fc: 3, bias: false, name: fc1}
    - {fc: 2, name: fc2}
    """

  private static let signal = """
    title: Convolutions on a signal
    paper: p
    reference: r
    input: [3, 20]
    layers:
    - {conv: 4, kernel: 5, name: conv1}
    - {batchnorm: , name: bn1}
    - {maxpool: 2, name: pool1}
    - {conv: 5, kernel: 3, name: conv2}
    - flatten
    - {fc: 7, name: fc1}
    - {fc: 2, name: fc2}
    """

  /// Depthwise and separable, by names that could be mistaken for each other, and pairs that are no separable convolution: one
  /// with a bias between, one with an activation, one whose second has a kernel of 3×3, one that reads another layer.
  private static let depthwise = """
    title: Depthwise convolutions
    paper: p
    reference: r
    input: [4, 9, 9]
    layers:
    - {conv: 8, kernel: 3, groups: 4, name: a}
    - {conv: 8, kernel: 3, pad: 1, groups: 8, bias: false, name: s/depthwise}
    - {conv: 6, kernel: 1, name: s/pointwise}
    - {conv: 6, kernel: 1, groups: 6, bias: false, name: t.depthwise}
    - {conv: 6, kernel: 1, bias: false, name: t.pointwise}
    - {conv: 6, kernel: 3, pad: 1, groups: 6, name: b/depthwise}
    - {conv: 6, kernel: 1, name: b/pointwise}
    - {conv: 6, kernel: 3, pad: 1, groups: 6, bias: false, name: c/depthwise}
    - {relu: , name: relu}
    - {conv: 6, kernel: 1, name: c/pointwise}
    - {conv: 6, kernel: 3, pad: 1, groups: 6, bias: false, name: d/depthwise}
    - {conv: 6, kernel: 3, pad: 1, name: d/pointwise}
    - {conv: 6, kernel: 3, pad: 1, groups: 2, bias: false, name: e/depthwise}
    - {conv: 6, kernel: 1, name: e/pointwise}
    - {conv: 6, kernel: 3, pad: 1, groups: 6, bias: false, name: f/depthwise}
    - {conv: 6, kernel: 1, name: g/pointwise}
    - {conv: 6, kernel: 1, groups: 6, bias: false, name: h/depthwise}
    - {conv: 6, kernel: 1, name: h/pointwise}
    - {fc: 3, name: fc}
    """

  static let networks = [
    "lenet5", "lenet5-modern", "lenet-caffe", "inception", "batch norm", "signal", "small", "depthwise", "separable",
  ]

  private func network(called name: String) throws -> Network {
    switch name {
    case "batch norm": try TestSupport.network(Self.batchNormalized)
    case "signal": try TestSupport.network(Self.signal)
    case "small", "separable": try recordedNetwork(name)
    case "depthwise": try TestSupport.network(Self.depthwise)
    default: try zoo(name)
    }
  }

  @Test(arguments: networks)
  func everyPairOfFormatsKeepsEveryBit(name: String) throws {
    let network = try network(called: name)
    let folder = try Folder()
    let source = ParameterSource.generator(Generator(seed: 5, scheme: .he))
    let expected = try source.bits(of: network)
    for first in WeightFormat.writable {
      let path = folder.path(first.rawValue)
      try WeightWriter(network, first, type: .float32, worker: worker).write(source, to: path, mayReplace: false)
      let file = try open(path)
      #expect(file.format == first)
      #expect(file.remarks == [])
      expectComplete(file, network)
      let mapping = Mapping(of: file, onto: network)
      #expect(!mapping.isByOrder)
      #expect(try bits(of: file, network) == expected, "\(first)")
      for second in WeightFormat.writable {
        let next = folder.path("\(first.rawValue)-\(second.rawValue)")
        try WeightWriter(network, second, type: .float32, worker: worker)
          .write(.file(file, mapping), to: next, mayReplace: false)
      }
    }
    // Whatever way they came, the files are the same.
    for second in WeightFormat.writable {
      let direct = try folder.read(second.rawValue)
      for first in WeightFormat.writable {
        #expect(try folder.read("\(first.rawValue)-\(second.rawValue)") == direct, "\(first) to \(second)")
      }
    }
  }

  /// Tensors that are read and compared in several blocks, by several threads, the order of their axes changed.
  @Test(arguments: [WeightFormat.keras, .zoo]) func tensorsOfSeveralBlocksKeepEveryBit(other: WeightFormat) throws {
    let network = try zoo("lenet-caffe")
    let folder = try Folder()
    let source = ParameterSource.generator(Generator(seed: 5, scheme: .he))
    for format in [WeightFormat.keras, .zoo] {
      try WeightWriter(network, format, type: .float32, worker: worker)
        .write(source, to: folder.path(format.rawValue), mayReplace: false)
    }
    let (file, second) = (try open(folder.path("keras")), try open(folder.path(other.rawValue)))
    let both = try Comparison(of: file, with: second, onto: network)
    #expect(both.differences.count == 8)
    #expect(both.differences.allSatisfy { $0.isEqual })
    #expect(both.check.fits && both.otherCheck.fits)
    #expect(both.check.findings == [] && both.otherCheck.findings == [])
    try WeightWriter(network, .keras, type: .float32, worker: worker)
      .write(.file(second, Mapping(of: second, onto: network)), to: folder.path("again"), mayReplace: false)
    #expect(try folder.read("again") == folder.read("keras"))
  }

  /// A narrow type rounds once, and what is read back is the same in every format.
  @Test(arguments: [ElementType.float16, .bfloat16, .float64])
  func everyFormatHasEveryType(type: ElementType) throws {
    let network = try smallNetwork()
    let folder = try Folder()
    let source = ParameterSource.generator(Generator(seed: 5, scheme: .he))
    for format in WeightFormat.writable {
      let path = folder.path(format.rawValue)
      try WeightWriter(network, format, type: type, worker: worker).write(source, to: path, mayReplace: false)
      let file = try open(path)
      #expect(file.tensors.filter { $0.part != .batchCount && $0.part != .scaleFactor }.allSatisfy { $0.type == type })
      let found = ParameterSource.file(file, Mapping(of: file, onto: network))
      for parameter in NetworkParameter.all(of: network) {
        let rounded = try source.numbers(of: parameter).map { number in
          switch type {
          case .float16: Float(Float16(number))
          case .bfloat16: Float(bitPattern: UInt32(NumberEncoder.brainFloat(number)) << 16)
          default: number
          }
        }
        #expect(try found.numbers(of: parameter) == rounded, "\(format), \(parameter.name)")
      }
    }
  }

  @Test(
    arguments: [
      (1, 0x3F80), (1.00390625, 0x3F80), (1.01171875, 0x3F82), (1.005, 0x3F81), (-0.0, 0x8000),
      (.infinity, 0x7F80), (3.4e38, 0x7F80), (0x1p-140, 0x0000),
    ] as [(Float, UInt16)])
  func brainFloatsRoundToNearestEven(number: Float, bits: UInt16) {
    #expect(NumberEncoder.brainFloat(number) == bits)
  }

  @Test func brainFloatsKeepNaN() {
    for bits in [0x7FC0_0000, 0x7F80_0001, 0xFFFF_FFFF] as [UInt32] {
      let kept = NumberEncoder.brainFloat(Float(bitPattern: bits))
      #expect(Float(bitPattern: UInt32(kept) << 16).isNaN)
    }
  }

  /// float64 is rounded to the nearest float32, integers are numbers as they stand.
  @Test func otherTypesAreRead() throws {
    let folder = try Folder()
    let network = try TestSupport.network(
      """
      title: t
      paper: p
      reference: r
      input: [1, 1, 2]
      layers: [{fc: 1, name: a}, {fc: 3, name: b}]
      """)
    let file = try open(
      folder.write(
        safetensors([
          HandWritten("a.weight", "F64", [1, 2], littleEndian([0.1, -1e300])),
          HandWritten("a.bias", "I32", [1], littleEndian([Int32(-7)])),
          HandWritten("b.weight", "F16", [3, 1], littleEndian([0x3C00, 0xC000, 0x0001] as [UInt16])),
          HandWritten("b.bias", "U8", [3], [0, 255, 3]),
        ]), to: "w"))
    let found = ParameterSource.file(file, Mapping(of: file, onto: network))
    #expect(try found.numbers(of: parameter("a/weight", of: network)) == [0.1, -.infinity])
    #expect(try found.numbers(of: parameter("a/bias", of: network)) == [-7])
    #expect(try found.numbers(of: parameter("b/weight", of: network)) == [1, -2, 0x1p-24])
    #expect(try found.numbers(of: parameter("b/bias", of: network)) == [0, 255, 3])
  }

  /// A convolution over the whole map in one network, a fully connected layer in the other.
  @Test func aConvolutionAndAFullyConnectedLayerExchangeFiles() throws {
    func lenet(_ layer: String) throws -> Network {
      try TestSupport.network(
        """
        title: t
        paper: p
        reference: r
        input: [2, 5, 5]
        layers: [{\(layer), name: c5}, {fc: 3, name: f6}]
        """)
    }
    let convolution = try lenet("conv: 4, kernel: 5")
    let connected = try lenet("fc: 4")
    let folder = try Folder()
    let source = ParameterSource.generator(Generator(seed: 1, scheme: .he))
    for (from, to) in [(convolution, connected), (connected, convolution)] {
      for format in WeightFormat.writable {
        let path = folder.path("w")
        try WeightWriter(from, format, type: .float32, worker: worker).write(source, to: path, mayReplace: true)
        #expect(try bits(of: open(path), to) == source.bits(of: from), "\(format)")
      }
    }
  }
}
