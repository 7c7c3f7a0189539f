import Architecture
import TensorFiles
import Weights

/// Reads an exported program, `.pt2`; other files of torch have no network that could be read without running them.
enum PyTorchImporter: ModelImporter {
  static let format = ModelFormat.exportedProgram

  static func recognizes(_ source: some ByteSource, path: String) -> Bool {
    guard TorchFile.recognizes(source) else { return false }
    guard ZipReader.recognizes(source) else { return true }
    guard let zip = try? ZipReader(reading: source) else { return false }
    return ExportedProgram.model(zip) != nil || zip.members.contains { Self.marks.contains(Self.lastPart($0.name)) }
  }

  /// Members of zip files that torch writes.
  private static let marks: Set<Substring> = ["data.pkl", "constants.pkl", "serialized_exported_program.json"]

  private static func lastPart(_ name: String) -> Substring { name.split(separator: "/").last ?? "" }

  static func read(_ file: FileBytes, path: String, options: ImportOptions) throws(ImportError) -> ImportedModel {
    let program = try open(file, path: path)
    let base = path.split(separator: "/").last.map(String.init) ?? path
    let name = base.lastIndex(of: ".").map { String(base[..<$0]) } ?? base
    let assembly = GraphAssembly(Model(name: name), format: format, path: path, file: file)
    var torch = PyTorchAssembly(assembly, program, options: options)
    for (name, reason) in program.refused.sorted(by: { $0.key < $1.key }) {
      torch.assembly.remarks.append("'\(name)' \(reason)")
    }
    var other: WeightFile?
    if let weights = options.weights {
      do { other = try WeightFile.opening(weights, worker: options.worker) } catch {
        throw ImportError(opening: weights, error)
      }
    }
    return try torch.assembly.finished(.exportedProgram, weights: other)
  }

  static func weights(_ file: FileBytes, path: String) throws(ImportError) -> WeightFile? {
    guard let zip = try? ZipReader(reading: file), ExportedProgram.model(zip) != nil else { return nil }
    let program = try open(file, path: path)
    let tensors = program.order.compactMap { name -> WeightTensor? in
      guard let numbers = program.stored[name], let dot = name.lastIndex(of: "."),
        let part = WeightTensor.Part(rawValue: String(name[name.index(after: dot)...]))
      else { return nil }
      return WeightTensor(numbers, layer: String(name[..<dot]), part: part)
    }
    let remarks = program.refused.sorted { $0.key < $1.key }.map { "'\($0.key)' \($0.value)" }
    return WeightFile(path, format: .exportedProgram, tensors: tensors, sources: [file], remarks: remarks)
  }

  private static func open(_ file: FileBytes, path: String) throws(ImportError) -> ExportedProgram {
    do {
      if let zip = try? ZipReader(reading: file), ExportedProgram.model(zip) == nil {
        guard !zip.members.contains(where: { lastPart($0.name) == "serialized_exported_program.json" }) else {
          throw FormatError(
            .torchVersion, "a program that torch wrote before 2.8, with pickled weights: load it with torch.export.load and save it anew")
        }
        throw try refusal(of: file)
      }
      guard ZipReader.recognizes(file) else { throw try refusal(of: file) }
      return try ExportedProgram(reading: file)
    } catch let error as FormatError {
      throw ImportError(path, error)
    } catch {
      throw ImportError(path, [.init("\(error)")])
    }
  }

  /// Why a file of torch.save has no network.
  private static func refusal(of file: FileBytes) throws(FormatError) -> FormatError {
    _ = try TorchFile(reading: file)
    return FormatError(.torchStateDict, "a state_dict has weights and no network: give it with --weights to a model")
  }
}
