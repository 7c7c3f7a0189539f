import Architecture
import Foundation
import Testing

@testable import Weights

/// Files written by the real programs, with the numbers that must come out (Scripts/record_weights.py).
@Suite struct RecordedFilesTests {
  struct Recorded: CustomTestStringConvertible, Sendable {
    let name: String
    let format: WeightFormat
    var numbers = "expected"
    var remarks: [String] = []
    var model = "small"
    var testDescription: String { name }
  }

  static let files = [
    Recorded(name: "keras3.weights.h5", format: .keras3, remarks: ["the optimizer's state was left out"]),
    Recorded(name: "keras3-nested.weights.h5", format: .keras3),
    Recorded(
      name: "keras3-subclassed.weights.h5", format: .keras3, numbers: "keras3-subclassed",
      remarks: ["the optimizer's state was left out"]),
    Recorded(name: "keras-legacy.h5", format: .keras),
    Recorded(name: "keras-nested.h5", format: .keras),
    Recorded(
      name: "keras-model.h5", format: .keras,
      remarks: [
        "the optimizer's state (optimizer_weights) was left out"
      ]),
    Recorded(name: "separable3.weights.h5", format: .keras3, numbers: "separable", model: "separable"),
    Recorded(name: "separable-legacy.h5", format: .keras, numbers: "separable", model: "separable"),
    Recorded(name: "separable-keras2.h5", format: .keras, numbers: "separable", model: "separable"),
    Recorded(
      name: "separable-model.h5", format: .keras, numbers: "separable", model: "separable"),
    Recorded(name: "torch.pth", format: .torch),
    Recorded(name: "torch-channels-last.pth", format: .torch),
    Recorded(name: "torch-stream.pth", format: .torch),
    Recorded(name: "torch.safetensors", format: .safetensors),
    Recorded(name: "torch-bfloat16.safetensors", format: .safetensors, numbers: "torch-bfloat16"),
    Recorded(name: "torch-flat.h5", format: .pytorch),
    Recorded(name: "torch-nested.h5", format: .pytorch),
    Recorded(name: "float16.caffemodel.h5", format: .caffe, numbers: "float16"),
    Recorded(name: "big-endian.caffemodel.h5", format: .caffe, numbers: "big-endian"),
    Recorded(name: "legacy.caffemodel.h5", format: .caffe, numbers: "legacy"),
    Recorded(name: "theano.h5", format: .theano),
  ]

  /// What must come out of a file, by the parameters' names.
  private func expected(_ name: String, _ network: Network) throws -> [String: [UInt32]] {
    var rest = try rawNumbers(fixture("\(name).f32"))[...]
    var bits: [String: [UInt32]] = [:]
    for parameter in NetworkParameter.all(of: network) {
      bits[parameter.name] = rest.prefix(parameter.count).map(\.bitPattern)
      rest = rest.dropFirst(parameter.count)
    }
    #expect(rest.isEmpty)
    return bits
  }

  @Test(arguments: files)
  func numbersAreThoseOfNumpy(recorded: Recorded) throws {
    let network = try recordedNetwork(recorded.model)
    let file = try open(fixture(recorded.name))
    #expect(file.format == recorded.format)
    #expect(file.remarks.map(\.description) == recorded.remarks)
    expectComplete(file, network)
    let expected = try expected(recorded.numbers, network)
    let found = try bits(of: file, network)
    for parameter in NetworkParameter.all(of: network) {
      #expect(found[parameter.name] == expected[parameter.name], "\(parameter.name)")
    }
    #expect(try Check(of: file, onto: network).fits)
  }

  /// Into every format and back out of it.
  @Test(arguments: files)
  func everyFormatKeepsTheNumbers(recorded: Recorded) throws {
    let network = try recordedNetwork(recorded.model)
    let file = try open(fixture(recorded.name))
    let mapping = Mapping(of: file, onto: network)
    let expected = try expected(recorded.numbers, network)
    let folder = try Folder()
    for format in WeightFormat.writable {
      let path = folder.path(format.rawValue)
      try WeightWriter(network, format, type: .float32, worker: worker)
        .write(.file(file, mapping), to: path, mayReplace: false)
      let written = try open(path)
      #expect(try bits(of: written, network) == expected, "\(format)")
      let differences = try Comparison(of: written, with: file, onto: network).differences
      #expect(differences.count == NetworkParameter.all(of: network).count)
      // Of quotients in float64 a conversion keeps what float32 can hold.
      let largest = recorded.name == "big-endian.caffemodel.h5" ? 0x1p-24 : 0
      #expect(differences.allSatisfy { $0.relative <= largest }, "\(format)")
    }
    #expect(try folder.names == WeightFormat.writable.map(\.rawValue).sorted())
  }

  @Test func everyFixtureIsTested() throws {
    let folder = URL(fileURLWithPath: fixture(""))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let known = Self.files.flatMap { [$0.name, "\($0.numbers).f32"] } + ["small.yaml", "separable.yaml"]
    #expect(Set(names) == Set(known))
  }

  /// Kernels whose channels lie next to each other are read as fast as others, and are the same ones in every figure.
  @Test func channelsLastIsReadInBlocks() throws {
    let network = try smallNetwork()
    let (file, plain) = (try open(fixture("torch-channels-last.pth")), try open(fixture("torch.pth")))
    let parameters = NetworkParameter.all(of: network)
    #expect(file.tensors.count { $0.strides != nil } == 3)
    for (tensor, other) in zip(file.tensors, plain.tensors) {
      #expect(tensor.path == other.path)
      #expect(tensor.storage == (tensor.strides == nil ? "contiguous" : "strided"))
      let (found, expected) = (
        try NumberStatistics.of(tensor, in: file) { _ in }, try NumberStatistics.of(other, in: plain) { _ in }
      )
      #expect(found.sha256 == expected.sha256 && found.statistics == expected.statistics, "\(tensor.path)")
    }
    let numbers = ParameterSource.file(file, Mapping(of: file, onto: network))
    let expected = ParameterSource.file(plain, Mapping(of: plain, onto: network))
    for parameter in parameters {
      let axes = Array(parameter.axes.indices)
      for order in [axes, axes.reversed(), Layout.channelsLast.order(max(2, axes.count)).filter { $0 < axes.count }] {
        let before = file.readings.load(ordering: .relaxed)
        var all: [Float] = []
        try numbers.forEachBlock(of: parameter, order: order) { all += $0 }
        #expect(file.readings.load(ordering: .relaxed) - before == 1, "\(parameter.name), \(order)")
        var wanted: [Float] = []
        try expected.forEachBlock(of: parameter, order: order) { wanted += $0 }
        #expect(all == wanted, "\(parameter.name), \(order)")
      }
    }
  }

  @Test func statisticsTellTypesAndStorage() throws {
    let file = try open(fixture("float16.caffemodel.h5"))
    let weight = try #require(file.tensors.first { $0.path == "/data/conv1/0" })
    #expect(weight.type == .float16)
    #expect(weight.storage.hasPrefix("chunked "))
    #expect(weight.storage.contains("shuffle, deflate, fletcher32"))
    let big = try #require(open(fixture("big-endian.caffemodel.h5")).tensors.first)
    #expect(big.type == .float64)
    #expect(big.isBigEndian)
  }
}
