import Architecture
import Import
import ModelFile
import Models
import PlainText
import Weights

/// A network as a command gets it, and the weights that its file has.
struct LoadedModel {
  let network: Network
  /// Nil for a model file, which has none.
  let weights: WeightFile?
}

/// Finds a model by name or path and reads it.
enum ModelLoader {
  /// - Parameters:
  ///   - overrides: changes of a model file.
  ///   - options: what the user says of a file that another program wrote.
  ///   - allowsUnknown: whether operations that nobody described are let through.
  /// - Throws: `Failure` that says what is wrong and where.
  static func load(
    _ model: String, overrides: [String] = [], options: ImportOptions = ImportOptions(),
    allowsUnknown: Bool = false
  ) throws -> LoadedModel {
    guard let loaded = try stranger(model, options: options, allowsUnknown: allowsUnknown) else {
      return LoadedModel(network: try modelFile(model, overrides: overrides), weights: nil)
    }
    guard overrides.isEmpty else {
      throw Failure.data("\(model): error: --set changes model files of zoo's own; 'zoo import' writes one of it")
    }
    return loaded
  }

  /// The network of a file that another program wrote; nil where it is none. Parameters as above.
  static func stranger(
    _ model: String, options: ImportOptions = ImportOptions(), allowsUnknown: Bool = false
  ) throws -> LoadedModel? {
    guard Models.file(named: model) == nil, isPath(model), let file = try? FileBytes(model),
      ImportedModel.format(of: file, path: model) != nil
    else { return nil }
    return try imported(model, options: options, allowsUnknown: allowsUnknown)
  }

  /// The network alone; parameters as above.
  static func network(
    _ model: String, overrides: [String] = [], options: ImportOptions = ImportOptions()
  ) throws -> Network {
    try load(model, overrides: overrides, options: options).network
  }

  /// A network as another program wrote it.
  private static func imported(_ path: String, options: ImportOptions, allowsUnknown: Bool) throws -> LoadedModel {
    do {
      let model = try ImportedModel.read(path, options: options)
      for remark in model.remarks { Console.say("\(path): note: \(remark)") }
      let lines: [Phrase] = model.unknown.map { node in
        let severity: Phrase = allowsUnknown ? "warning" : "error"
        let inputs = node.inputs.joined(separator: ", ")
        return
          "\(path): \(severity): \(node.layer): nothing is known of the operation '\(node.operation)', which reads \(inputs) and gives \(node.shape)"
      }
      if !allowsUnknown, !lines.isEmpty {
        let way: Phrase = "--allow-unknown goes on without what they keep and compute"
        throw Failure.data("\(lines + [way], separator: "\n")")
      }
      for line in lines { Console.say(line) }
      return LoadedModel(network: model.network, weights: model.weights)
    } catch let error as ImportError {
      throw error.isAbsent ? Failure.noInput(error.phrase) : Failure.data(error.phrase)
    }
  }

  /// Whether a word is meant as a file's path and not as a model's name.
  private static func isPath(_ model: String) -> Bool { model.contains("/") || model.contains(".") }

  /// The text of a network's model file, with its comments; nil of a file that another program wrote.
  static func text(of model: String) throws -> String? {
    try stranger(model, allowsUnknown: true) == nil ? source(of: model).0.text : nil
  }

  /// A network of zoo's own.
  private static func modelFile(_ model: String, overrides: [String]) throws -> Network {
    do {
      let changes = try overrides.map { try Override($0) }
      let (source, ownName, folder) = try source(of: model)
      let reading = try ModelFile.read(source, name: ownName, overrides: changes) {
        include($0, folder: folder)
      }
      for warning in reading.warnings { Console.say(warning.phrase) }
      return reading.network
    } catch let error as ModelFileError {
      throw Failure.data(error.phrase)
    }
  }

  /// The text of a model, its name, and for a file the folder that it lies in.
  private static func source(of model: String) throws -> (SourceText, name: String, folder: String?) {
    if let file = Models.file(named: model) {
      return (SourceText(name: file.name, text: String(decoding: file.text, as: UTF8.self)), file.name, nil)
    }
    guard model == "-" || isPath(model) else {
      let names = Models.all.flatMap { [$0.name] + $0.aliases }
      throw Failure.noInput(
        "no model is called '\(model)'\(NearestWord.hint(for: model, among: names)) "
          + "('zoo list' shows all; a file is given with its path, as in ./\(model).yaml)")
    }
    if model == "-" {
      let bytes = try Files.readStandardInput(limit: FileLimits.fileSize)
      return (try text(bytes, name: "-"), "standard-input", "")
    }
    let source = try text(ofFile: model)
    let parts = model.split(separator: "/", omittingEmptySubsequences: false)
    let base = parts.last.map(String.init) ?? model
    let name = base.lastIndex(of: ".").map { String(base[..<$0]) } ?? base
    return (source, name, parts.dropLast().joined(separator: "/") + (parts.count > 1 ? "/" : ""))
  }

  /// A file that people write, as YAML.
  static func text(ofFile path: String) throws -> SourceText {
    try text(try Files.read(path, limit: FileLimits.fileSize), name: path)
  }

  private static func text(_ bytes: [UInt8], name: String) throws -> SourceText {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure.data("\(name): error: this is not a text file in UTF-8")
    }
    return SourceText(name: name, text: text)
  }

  /// A file of the same folder, or one of the zoo's.
  private static func include(_ name: String, folder: String?) -> SourceText? {
    if let folder, let source = try? text(ofFile: "\(folder)\(name).yaml") { return source }
    return Models.include(named: name).map { SourceText(name: $0.name, text: String(decoding: $0.text, as: UTF8.self)) }
  }
}
