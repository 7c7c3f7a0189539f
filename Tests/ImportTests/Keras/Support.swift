import Architecture
import Foundation
import HDF5
import Import
import Inference
import TestSupport
import Testing
import Weights

/// Small models that Scripts/record_imports_keras.py wrote, and what Keras made of them.
struct RecordedKeras: Decodable {
  let cases: [Case]

  struct Case: Decodable {
    let name: String
    let parameters: Int
    let statistics: Int
    /// Numbers of each output, row-major with the channels first.
    let outputs: [[Float]]
  }

  static let folder = project.appending(path: "Tests/ImportTests/Fixtures/keras")

  static func path(_ name: String) -> String { folder.appending(path: name).path }

  init() throws {
    self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: Self.folder.appending(path: "cases.json")))
  }

  static func named(_ name: String) throws -> Case {
    guard let found = try RecordedKeras().cases.first(where: { $0.name == name }) else {
      throw TestFailure("there is no recording '\(name)'")
    }
    return found
  }
}

/// Reads a model of Keras.
func readKeras(_ path: String, input: [Int] = [], weights: String? = nil) throws(ImportError) -> ImportedModel {
  var options = ImportOptions()
  options.input = input
  options.weights = weights
  options.worker = worker
  return try ImportedModel.read(path, options: options)
}

/// Reads a configuration that stands in a test.
func readKeras(configuration: String, input: [Int] = []) throws -> ImportedModel {
  let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).json")
  try Data(configuration.utf8).write(to: url)
  defer { try? FileManager.default.removeItem(at: url) }
  return try readKeras(url.path, input: input)
}

/// What is wrong with a configuration, a line each without the file's name.
func problems(inConfiguration text: String, input: [Int] = []) -> [String] {
  do {
    _ = try readKeras(configuration: text, input: input)
    return []
  } catch let error as ImportError {
    return error.problems.map { $0.place.isEmpty ? $0.message : "\($0.place): \($0.message)" }
  } catch {
    return ["\(error)"]
  }
}

extension ImportedModel {
  /// The outputs of the network for numbers that `record_imports_keras.py` makes the same way.
  func outputs() throws -> [[Float]] {
    let file = try #require(weights)
    let mapping = Mapping(of: file, onto: network)
    #expect(mapping.isComplete)
    let executor = try Executor(network, weights: .file(file, mapping))
    return try executor.run(network.inputs.flatMap { numbers($0.shape.count) }).all.map(\.values)
  }

  var parameters: Int { count { $0 != .statistic } }
  var statistics: Int { count { $0 == .statistic } }

  private func count(_ isCounted: (Parameter.Role) -> Bool) -> Int {
    var total = 0
    for parameter in network.layers.flatMap(\.parameters) where isCounted(parameter.role) { total += parameter.count }
    return total
  }

  /// `name kind size`, a line for each layer.
  var lines: [String] { network.layers.map { "\($0.name) \($0.kind.name) \($0.shape)" } }
}

/// 101 numbers from −½ to ½, over and over.
private func numbers(_ count: Int) -> [Float] {
  (0..<count).map { index in
    let step = (index * 37 + 11) % 101
    return Float(step) / 100 - 0.5
  }
}

/// The largest difference over the largest number.
func difference(_ one: [Float], _ other: [Float]) -> Float {
  guard one.count == other.count else { return .infinity }
  let largest = other.map(\.magnitude).max() ?? 1
  return (zip(one, other).map { ($0 - $1).magnitude }.max() ?? 0) / largest
}
