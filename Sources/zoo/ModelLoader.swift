import Architecture
import ModelFile
import Models
import PlainText

/// Finds a model by name or path and reads it.
enum ModelLoader {
  /// - Parameter name: under which name it is reported; nil for its own.
  /// - Throws: `Failure` that says what is wrong and where.
  static func network(_ model: String, overrides: [String] = [], name: String? = nil) throws -> Network {
    do {
      let changes = try overrides.map { try Override($0) }
      let (source, ownName, folder) = try source(of: model)
      let reading = try ModelFile.read(source, name: name ?? ownName, overrides: changes) {
        include($0, folder: folder)
      }
      for warning in reading.warnings { Files.write("\(warning)\n", to: 2) }
      return reading.network
    } catch let error as ModelFileError {
      throw Failure.data(error.description)
    }
  }

  /// The text of a model, its name, and for a file the folder that it lies in.
  private static func source(of model: String) throws -> (SourceText, name: String, folder: String?) {
    if let file = Models.file(named: model) {
      return (SourceText(name: file.name, text: String(decoding: file.text, as: UTF8.self)), file.name, nil)
    }
    guard model.contains("/") || model.hasSuffix(".yaml") || model.hasSuffix(".yml") else {
      let names = Models.all.flatMap { [$0.name] + $0.aliases }
      throw Failure.noInput(
        "no model is called '\(model)'\(NearestWord.hint(for: model, among: names)) "
          + "('zoo list' shows all; a file is given with its path, as in ./\(model).yaml)")
    }
    let bytes = try Files.read(model, limit: FileLimits.fileSize)
    let parts = model.split(separator: "/", omittingEmptySubsequences: false)
    let base = parts.last.map(String.init) ?? model
    let name = base.lastIndex(of: ".").map { String(base[..<$0]) } ?? base
    return (try text(bytes, name: model), name, parts.dropLast().joined(separator: "/") + (parts.count > 1 ? "/" : ""))
  }

  private static func text(_ bytes: [UInt8], name: String) throws -> SourceText {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure.data("\(name): error: this is not a text file in UTF-8")
    }
    return SourceText(name: name, text: text)
  }

  /// A file of the same folder, or one of the zoo's.
  private static func include(_ name: String, folder: String?) -> SourceText? {
    if let folder, let bytes = try? Files.read("\(folder)\(name).yaml", limit: FileLimits.fileSize),
      let source = try? text(bytes, name: "\(folder)\(name).yaml")
    {
      return source
    }
    return Models.include(named: name).map { SourceText(name: $0.name, text: String(decoding: $0.text, as: UTF8.self)) }
  }
}
