import Architecture
import HDF5
import TestSupport
import Testing

@testable import Weights

/// Numbers that are odd or wrong, and what two files differ in.
@Suite struct CheckTests {
  private func sample() throws -> Network {
    try network(
      """
      title: t
      paper: p
      reference: r
      input: [1, 1, 2]
      layers:
      - {conv: 3, kernel: [1, 2], name: conv}
      - {fc: 2, name: fc}
      """)
  }

  private static let sound: [String: [Float]] = [
    "conv.weight": [1, 2, 3, 4, 5, 6], "conv.bias": [1, 2, 3], "fc.weight": [1, 2, 3, 4, 5, 6], "fc.bias": [0, 0],
  ]

  /// A file in which some tensors have other numbers.
  private func file(_ changes: [String: [Float]] = [:], in folder: Folder, _ name: String = "w") throws -> WeightFile {
    let shapes = ["conv.weight": [3, 1, 1, 2], "conv.bias": [3], "fc.weight": [2, 3], "fc.bias": [2]]
    let numbers = Self.sound.merging(changes) { $1 }
    let tensors = numbers.keys.sorted().map { HandWritten($0, shapes[$0] ?? [], numbers[$0] ?? []) }
    return try open(folder.write(safetensors(tensors), to: name))
  }

  private func findings(_ changes: [String: [Float]]) throws -> [Check.Finding] {
    let folder = try Folder()
    return try Check(of: file(changes, in: folder), onto: sample()).findings
  }

  @Test func soundNumbersHaveNoFindings() throws {
    let folder = try Folder()
    let check = try Check(of: file(in: folder), onto: sample())
    #expect(check.findings == [])
    #expect(check.fits)
  }

  @Test func wrongNumbersAreErrors() throws {
    let found = try findings(["conv.weight": [1, .nan, .infinity, 4, -.infinity, 6], "fc.bias": [.nan, 1]])
    #expect(
      found == [
        Check.Finding(name: "conv/weight", kind: .notNumbers(1)),
        Check.Finding(name: "conv/weight", kind: .infinities(2)),
        Check.Finding(name: "fc/bias", kind: .notNumbers(1)),
      ])
    #expect(found.allSatisfy { $0.isError })
  }

  @Test func deadKernelsAreNoted() throws {
    let found = try findings(["conv.weight": [1, 2, 0, -0.0, 0, 0], "fc.weight": [0, 0, 0, 1, 2, 3]])
    #expect(
      found == [
        Check.Finding(name: "conv/weight", kind: .deadKernels(2, of: 3)),
        Check.Finding(name: "fc/weight", kind: .deadKernels(1, of: 2)),
      ])
    #expect(!found.contains { $0.isError })
  }

  @Test func constantsAreNoted() throws {
    let found = try findings(["conv.weight": [0, 0, 0, 0, 0, 0], "fc.weight": [7, 7, 7, 7, 7, 7]])
    #expect(
      found == [
        Check.Finding(name: "conv/weight", kind: .constant(0)), Check.Finding(name: "fc/weight", kind: .constant(7)),
      ])
  }

  /// The kernels of every layout are found dead.
  @Test(arguments: [WeightFormat.keras, .keras3, .caffe, .zoo, .pytorch])
  func deadKernelsAreFoundInEveryLayout(format: WeightFormat) throws {
    let folder = try Folder()
    let dead = try file(["conv.weight": [1, 2, 0, 0, 3, 4], "fc.weight": [0, 0, 0, 1, 2, 3]], in: folder)
    let network = try sample()
    try WeightWriter(network, format, type: .float32, worker: worker)
      .write(.file(dead, Mapping(of: dead, onto: network)), to: folder.path("out"), mayReplace: false)
    #expect(
      try Check(of: open(folder.path("out")), onto: network).findings == [
        Check.Finding(name: "conv/weight", kind: .deadKernels(1, of: 3)),
        Check.Finding(name: "fc/weight", kind: .deadKernels(1, of: 2)),
      ])
  }

  /// Any bit of zoo's own numbers that turned is found.
  @Test func aFlippedBitIsFound() throws {
    let folder = try Folder()
    let network = try sample()
    let source = ParameterSource.generator(Generator(seed: 0, scheme: .he))
    try WeightWriter(network, .zoo, type: .float32, worker: worker)
      .write(source, to: folder.path("sound.h5"), mayReplace: false)
    let bytes = try folder.read("sound.h5")
    let file = try open(folder.path("sound.h5"))
    #expect(try Check(of: file, onto: network).fits)
    for tensor in file.tensors {
      guard case .file(let offset, _) = tensor.place else { continue }
      var damaged = bytes
      damaged[offset + tensor.byteCount - 1] ^= 1
      let check = try Check(of: open(folder.write(damaged, to: "damaged.h5")), onto: network)
      #expect(check.findings.map(\.kind) == [.damaged])
      #expect(!check.fits)
    }
  }

  /// Whoever reads numbers whose SHA-256 is another one is told, in whatever order they are wanted.
  @Test func damagedNumbersAreNotHandedOn() throws {
    let folder = try Folder()
    let network = try sample()
    let source = ParameterSource.generator(Generator(seed: 0, scheme: .he))
    try WeightWriter(network, .zoo, type: .float32, worker: worker)
      .write(source, to: folder.path("sound.h5"), mayReplace: false)
    let sound = try open(folder.path("sound.h5"))
    let weight = try #require(sound.tensors.first { $0.path == "/conv/weight" })
    guard case .file(let offset, _) = weight.place else { throw WeightError("\("\(weight.place)" as String)") }
    var bytes = try folder.read("sound.h5")
    bytes[offset] ^= 1
    let damaged = try open(folder.write(bytes, to: "damaged.h5"))
    let message =
      "\(folder.path("damaged.h5")): damaged: the bytes of '/conv/weight' are not those that were written (sha256)"
    for flips in [false, true] {
      let numbers = ParameterSource.file(damaged, Mapping(of: damaged, onto: network, flipsChannels: flips))
      for parameter in NetworkParameter.all(of: network) {
        let orders = parameter.isKernel ? [[0, 1, 2, 3], [2, 3, 1, 0]] : [[0]]
        for order in orders.map({ Array($0.prefix(parameter.axes.count)) })
        where Set(order) == Set(parameter.axes.indices) {
          func read() throws(WeightError) { try numbers.forEachBlock(of: parameter, order: order) { _ in } }
          for _ in 0..<2 {
            guard parameter.name == "conv/weight" else {
              try read()
              continue
            }
            let error = #expect(throws: WeightError.self) { try read() }
            #expect(error?.message == message && error?.reason == .data)
          }
        }
      }
    }
    // Read again, the sound one is as it was.
    let numbers = ParameterSource.file(sound, Mapping(of: sound, onto: network))
    for _ in 0..<2 { #expect(try numbers.bits(of: network) == source.bits(of: network)) }
    #expect(throws: WeightError.self) { try NumberStatistics.of(weight, in: damaged) { _ in } }
    _ = try NumberStatistics.of(weight, in: sound) { _ in }
  }

  private func differences(_ first: [String: [Float]], _ second: [String: [Float]]) throws -> [Difference] {
    let folder = try Folder()
    let (a, b) = (try file(first, in: folder, "a"), try file(second, in: folder, "b"))
    let network = try sample()
    return try Comparison(of: a, with: b, onto: network).differences
  }

  @Test func theSameNumbersAreEqual() throws {
    let all = try differences(["fc.bias": [.nan, 1]], ["fc.bias": [.nan, 1]])
    #expect(all.map(\.parameter.name) == ["conv/weight", "conv/bias", "fc/weight", "fc/bias"])
    #expect(all.allSatisfy { $0.isEqual && $0.largest == 0 && $0.relative == 0 })
  }

  @Test func differencesAreMeasured() throws {
    let all = try differences(["fc.weight": [1, 2, 3.5, 4, 3, 6]], [:])
    let difference = all[2]
    #expect(all.count { !$0.isEqual } == 1)
    #expect(difference.differing == 2)
    #expect(difference.largest == 2)
    #expect(difference.magnitude == 6)
    #expect(difference.relative == 2.0 / 6)
    #expect(difference.place == 4)
  }

  @Test func aNumberAgainstNaNIsInfinitelyFar() throws {
    let difference = try differences(["fc.bias": [1, 2]], ["fc.bias": [1, .nan]])[3]
    #expect(difference.differing == 1)
    #expect(difference.largest == .infinity)
    #expect(difference.place == 1)
    let zero = try differences(["fc.bias": [1, 2]], ["fc.bias": [0, 0]])[3]
    #expect(zero.relative == .infinity)
  }

  @Test func statisticsAreThoseOfTheFormulas() throws {
    let folder = try Folder()
    let file = try file(["conv.weight": [1, 2, 0, .nan, 5, .infinity]], in: folder)
    let tensor = try #require(file.tensors.first { $0.path == "conv.weight" })
    let (statistics, sha256) = try NumberStatistics.of(tensor, in: file, progress: { _ in })
    #expect(statistics.count == 6)
    #expect(statistics.finite == 4)
    #expect(statistics.minimum == 0)
    #expect(statistics.maximum == 5)
    #expect(statistics.mean == 2)
    #expect(statistics.deviation == 3.5.squareRoot())
    #expect((statistics.zeros, statistics.notNumbers, statistics.infinities) == (1, 1, 1))
    #expect(sha256.count == 64)
  }
}
