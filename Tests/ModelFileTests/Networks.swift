import Architecture
import Models
import struct TestSupport.TestFailure

@testable import ModelFile

/// The network of a model file that stands in a test.
func network(
  _ yaml: String, set changes: [String] = [], include files: [String: String] = [:]
) throws(ModelFileError) -> Network {
  var overrides: [Override] = []
  for change in changes { overrides.append(try Override(change)) }
  return try ModelFile.network(SourceText(name: "net.yaml", text: yaml), name: "net", overrides: overrides) { name in
    files[name].map { SourceText(name: "\(name).yaml", text: $0) }
  }
}

/// The last layer of a network whose list of layers is `items`, as in `{conv: 8, kernel: 3}, relu`.
func layer(_ items: String, on input: String = "[3, 8, 8]") throws(ModelFileError) -> Layer {
  let layers = try network("{input: \(input), layers: [\(items)]}").layers
  return layers[layers.count - 1]
}

/// The whole text of the error that a model file is refused with.
func problems(_ yaml: String, set changes: [String] = [], include files: [String: String] = [:]) -> String {
  do {
    let network = try network(yaml, set: changes, include: files)
    return "no error, but a network of \(network.layers.count) layers"
  } catch {
    return error.description
  }
}

/// The messages alone, for the last layer of a list.
func problems(of items: String, on input: String = "[3, 8, 8]") -> [String] {
  do {
    _ = try layer(items, on: input)
    return []
  } catch {
    return error.diagnostics.map(\.message)
  }
}

/// A model of the zoo.
func zoo(_ name: String) throws -> Network {
  guard let file = Models.file(named: name) else { throw TestFailure("no model is called \(name)") }
  return try network(of: file)
}

/// The network of a file of the zoo.
func network(of file: Models.File) throws(ModelFileError) -> Network {
  try ModelFile.network(SourceText(file), name: file.name) { Models.include(named: $0).map(SourceText.init) }
}

extension SourceText {
  convenience init(_ file: Models.File) {
    self.init(name: "\(file.name).yaml", text: String(decoding: file.text, as: UTF8.self))
  }
}

extension Network {
  /// Names of the layers without the input.
  var names: [String] { body.map(\.name) }

  /// `conv1 ← input`, for each layer what it reads.
  var wiring: [String] {
    body.map { "\($0.name) ← \($0.inputs.map { layers[$0].name }.joined(separator: ", "))" }
  }

  func layer(_ name: String) throws -> Layer {
    guard let layer = layers.first(where: { $0.name == name }) else { throw TestFailure("no layer is called \(name)") }
    return layer
  }
}
