import Foundation
import Import
import Inference
import TestSupport
import Testing
import Weights

/// Outputs of small networks that another program computed, and their files beside.
struct Recorded: Decodable {
  struct Output: Decodable {
    let shape: [Int]
    let values: [Float]
  }
  let outputs: [String: Output]

  /// A folder of recorded files in `Fixtures`.
  static func folder(_ name: String) -> URL { project.appendingPathComponent("Tests/ImportTests/Fixtures/\(name)") }

  /// What the folder's `outputs.json` says.
  static func outputs(in name: String) throws -> [String: Output] {
    try JSONDecoder().decode(Recorded.self, from: Data(contentsOf: folder(name).appendingPathComponent("outputs.json")))
      .outputs
  }

  /// Runs a network with its own weights on x[i] = sin(0.37·i), and compares with what was recorded.
  static func compare(_ model: ImportedModel, with expected: Output) throws {
    let weights: ParameterSource
    if let file = model.weights {
      let mapping = Mapping(of: file, onto: model.network)
      #expect(mapping.isComplete)
      weights = .file(file, mapping)
    } else {
      weights = .generator(Generator(seed: 0, scheme: .zeros))
    }
    let input = (0..<model.network.input.count).map { Float(sin(0.37 * Double($0))) }
    let output = try #require(try Executor(model.network, weights: weights).run(input).all.last)
    #expect(output.shape.dimensions == Array(expected.shape.dropFirst()))
    let largest = expected.values.map(abs).max() ?? 0
    let difference = zip(output.values, expected.values).map { abs($0 - $1) }.max() ?? .infinity
    #expect(difference <= 1e-5 * largest)
  }
}
