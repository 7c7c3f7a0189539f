import Architecture
import Foundation
import TestSupport
import Testing
import Weights

@testable import Inference

/// Small networks of every kind of layer, as PyTorch computes them (`Scripts/record_kinds.py`).
@Suite struct RecordedKindsTests {
  struct Recording: Decodable, CustomTestStringConvertible {
    let name: String
    let input: [Int]
    let amplitude: Double
    let layers: [String]
    let values: [Double]

    var testDescription: String { name }

    func network() throws -> Network {
      try TestSupport.network("input: \(input)\nlayers:\n\(layers.joined(separator: "\n"))\n")
    }
  }

  private struct File: Decodable { let cases: [Recording] }

  static let recordings: [Recording] = recording("kinds.json", as: File.self)?.cases ?? []

  @Test func thereAreRecordings() { #expect(Self.recordings.count == 284) }

  /// Input and parameters by the fixture's formulas: the reference within what is printed of PyTorch's double precision, the
  /// executor within its own.
  @Test(arguments: recordings) func likePyTorch(_ recording: Recording) throws {
    let network = try recording.network()
    let input = (0..<network.input.count).map { recording.amplitude * sin(0.37 * Double($0)) }
    var parameters: [String: [Double]] = [:]
    for (tensor, parameter) in NetworkParameter.all(of: network).enumerated() {
      parameters[parameter.name] = (0..<parameter.count).map {
        0.5 * cos(0.21 * Double($0) + 1.3 * Double(tensor) + 0.1)
      }
    }
    var maps = ReferenceExecutor.Maps(network.input)
    maps.values = input
    let reference = try ReferenceExecutor(network, parameters: parameters).outputs(maps)
    #expect(difference(reference[reference.count - 1].values, recording.values) < 2e-8)

    let executor = try Executor(network, weights: .numbers(parameters.mapValues { $0.map { Float($0) } }))
    let values = try executor.run(input.map { Float($0) }).all
    #expect(largestDifference(values.last?.values ?? [], recording.values) < 1e-5)
  }

  private func difference(_ values: [Double], _ expected: [Double]) -> Double {
    guard values.count == expected.count else { return .infinity }
    let scale = expected.reduce(1e-30) { max($0, abs($1)) }
    return zip(values, expected).reduce(0) { max($0, abs($1.0 - $1.1) / scale) }
  }

  /// Every layer of each, alone and computed together, with other weights and inputs.
  @Test(arguments: recordings, [1, 3]) func likeTheReference(_ recording: Recording, _ batch: Int) throws {
    try Trial(recording.network(), batch: batch).check("\(recording.name)")
  }
}
