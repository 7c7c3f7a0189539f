import Architecture
import Foundation
import HDF5
import Import

/// The worker of the tests is the built program, which lies beside the tests' own.
let worker = [
  URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
    .appendingPathComponent("zoo").path, HDF5Worker.argument,
]

/// Reads a file of these bytes.
func imported(_ bytes: [UInt8], as name: String, input: [Int] = [], mode: Mode = .inference) throws -> ImportedModel {
  try withFile(bytes, name) { path in
    var options = ImportOptions()
    options.input = input
    options.mode = mode
    options.worker = worker
    return try ImportedModel.read(path, options: options)
  }
}

/// Reads a prototxt.
func imported(_ text: String, input: [Int] = [], mode: Mode = .inference) throws -> ImportedModel {
  try imported(Array(text.utf8), as: "net.prototxt", input: input, mode: mode)
}

/// What is wrong with a prototxt: a line for each problem, without the file's name.
func problems(of text: String, input: [Int] = []) -> [String] {
  do {
    _ = try imported(text, input: input)
    return []
  } catch let error as ImportError {
    return error.problems.map { $0.place.isEmpty ? $0.message : "\($0.place): \($0.message)" }
  } catch {
    return ["\(error)"]
  }
}

/// Runs work on a file of its own.
func withFile<Result>(_ bytes: [UInt8], _ name: String, _ work: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let file = folder.appendingPathComponent(name)
  try Data(bytes).write(to: file)
  return try work(file.path)
}

/// A line for each layer: its name, what it is, what it reads, its size, and the modules around it.
func described(_ network: Network) -> [String] {
  network.layers.map { layer in
    let attributes = layer.kind.attributes.filter { !$0.isDefault }.map { " \($0.name)=\($0.value)" }.joined()
    let inputs = layer.inputs.map { network.layers[$0].name }.joined(separator: ", ")
    let scope = layer.scope.map { " in \($0.name)\($0.isAuxiliary ? " (auxiliary)" : "")" }.joined()
    let reads = inputs.isEmpty ? "" : " of \(inputs)"
    return "\(layer.name): \(layer.kind.name)\(attributes)\(reads) is \(layer.shape)\(scope)"
  }
}
