import Architecture
import ModelFile
import Models
import TestSupport

/// A network of the zoo, auxiliary classifiers included.
func zooNetwork(_ name: String, overrides: [String] = []) throws -> Network {
  guard let file = Models.file(named: name) else { throw TestFailure("no model is called \(name)") }
  return try ModelFile.network(
    SourceText(name: name, text: String(decoding: file.text, as: UTF8.self)), name: file.name,
    overrides: overrides.map { try Override($0) }
  ) { included in
    Models.include(named: included).map {
      SourceText(name: $0.name, text: String(decoding: $0.text, as: UTF8.self))
    }
  }
}

/// A network written in the test.
func network(_ yaml: String) throws -> Network {
  try ModelFile.network(SourceText(name: "test", text: yaml), name: "test")
}

extension Network {
  /// The index of the layer of that name.
  func index(_ name: String) throws -> Int {
    guard let index = layers.firstIndex(where: { $0.name == name }) else { throw TestFailure("no layer \(name)") }
    return index
  }
}
