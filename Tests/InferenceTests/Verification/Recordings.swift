import Architecture
import Foundation
import HDF5
import ModelFile
import Testing
import Weights

@testable import Inference

/// The worker of the tests is the built program, which lies beside the tests' own.
let hdf5Worker = [
  URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
    .appendingPathComponent("zoo").path, HDF5Worker.argument,
]

/// A temporary folder that goes when it is no longer used.
final class Folder {
  private let url = FileManager.default.temporaryDirectory.appendingPathComponent("InferenceTests-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }
}

/// A network, its numbers by parameter, and a batch for it.
struct Sample {
  var network: Network
  var numbers: [String: [Float]] = [:]
  var batch = 2
  var input: [Float]

  /// A network of a list of layers in YAML, with synthetic weights and input.
  init(_ layers: String, input: [Int] = [3, 6, 6]) throws {
    network = try ModelFile.network(
      SourceText(name: "test", text: "input: \(input)\nlayers:\n\(layers)\n"), name: "test")
    let generator = Generator(seed: 1, scheme: .he)
    for parameter in NetworkParameter.all(of: network) {
      numbers[parameter.name] = try ParameterSource.generator(generator).numbers(of: parameter)
    }
    self.input = syntheticInput(batch * network.input.count, seed: 1)
  }

  /// Everything that the network gives.
  func activations() throws(InferenceError) -> Activations {
    let executor = try Executor(
      network, weights: .numbers(numbers), options: Executor.Options(batch: batch, threads: 1, keeps: .all))
    return try executor.run(input)
  }

  /// What the network gives as the file of a reference.
  ///
  /// - Parameters:
  ///   - given: what the file says that the input was; nil for what it was.
  ///   - layers: which outputs are recorded.
  ///   - roundings: how far the outputs are said to be from double precision.
  ///   - change: what the program did to the outputs, by the layer's name.
  func record(
    to path: String, given: [Float]? = nil, layers: [String]? = nil, roundings: [String: Double] = [:],
    change: (String, [Float]) -> [Float] = { $1 }
  ) throws -> ActivationFile {
    let activations = try activations()
    let kept = network.body.filter { layers?.contains($0.name) ?? true }
    let writer = try ActivationWriter(
      path, of: network, layers: kept, batch: batch, reference: "a test", roundings: roundings, mayReplace: true)
    let changed = activations.all.map {
      Activation(layer: $0.layer, shape: $0.shape, batch: batch, values: change($0.layer, $0.values))
    }
    try writer.write(given ?? input, Activations(changed), from: 0)
    #expect(try writer.commit() == nil)
    return try ActivationFile(path, worker: hdf5Worker)
  }

  func verify(_ file: ActivationFile, tolerance: Double? = nil) throws(InferenceError) -> Verification {
    try Verification(
      of: network, weights: .numbers(numbers), with: file,
      options: Verification.Options(tolerance: tolerance, threads: 1))
  }
}

/// The tensor `input` of the documented generator.
func syntheticInput(_ count: Int, seed: UInt64 = 0) -> [Float] {
  [Float](unsafeUninitializedCapacity: count) { buffer, filled in
    Generator(seed: seed, scheme: .he).fill(
      UnsafeMutableBufferPointer(rebasing: buffer[..<count]), named: "input", centre: 0, scale: 1, from: 0)
    filled = count
  }
}
