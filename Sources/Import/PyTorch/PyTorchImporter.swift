import Architecture
import PlainText
import TensorFiles
import Weights

/// Reads an exported program, `.pt2`; other files of torch have no network that could be read without running them.
enum PyTorchImporter: ModelImporter {
  static let format = ModelFormat.exportedProgram

  static func recognizes(_ source: some ByteSource, path: String) -> Bool {
    guard TorchFile.recognizes(source) else { return false }
    guard ZipReader.recognizes(source) else { return true }
    guard let zip = try? ZipReader(reading: source) else {
      // The name of the first member, behind its header of 30 bytes. TorchScript's programs are compressed, which is refused.
      let length = (try? source.bytes(at: 26, count: 2)).map { Int($0[0]) + Int($0[1]) << 8 } ?? 0
      let name = (try? source.bytes(at: 30, count: length)).map { String(decoding: $0, as: UTF8.self) } ?? ""
      return name.hasSuffix("/data.pkl") || name.contains("/data/")
    }
    return ExportedProgram.model(zip) != nil || zip.members.contains { Self.marks.contains(Self.lastPart($0.name)) }
  }

  /// Members of zip files that torch writes.
  private static let marks: Set<Substring> = ["data.pkl", "constants.pkl"]

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
    // Of a single module the parameters' names tell no layer.
    guard program.order.allSatisfy({ $0.contains(".") }) else {
      return try read(file, path: path, options: ImportOptions()).weights
    }
    let tensors = program.order.compactMap { name -> WeightTensor? in
      guard let numbers = program.stored[name], let dot = name.lastIndex(of: "."),
        let part = WeightTensor.Part(rawValue: String(name[name.index(after: dot)...]))
      else { return nil }
      return WeightTensor(numbers, layer: String(name[..<dot]), part: part)
    }
    let remarks = program.refused.sorted { $0.key < $1.key }.map { "'\($0.key)' \($0.value)" as Phrase }
    return WeightFile(path, format: .exportedProgram, tensors: tensors, sources: [file], remarks: remarks)
  }

  private static func open(_ file: FileBytes, path: String) throws(ImportError) -> ExportedProgram {
    do throws(FormatError) {
      if ZipReader.recognizes(file), let zip = try? ZipReader(reading: file), ExportedProgram.model(zip) != nil {
        return try ExportedProgram(reading: file)
      }
      _ = try TorchFile(reading: file)
    } catch {
      let isProgram = ["torch-script", "pickle-module", "zip-method"].contains(error.rule)
      throw ImportError(path, [.init(error.phrase)] + (isProgram ? [.init(wayIn)] : []))
    }
    throw ImportError(path, [.init("a state_dict has weights and no network: give it with --weights to a model")])
  }

  /// How a model that is a program becomes a file that is read.
  static let wayIn: Phrase =
    "a file that is read is written by two lines of Python: "
    + "program = torch.export.export(model.eval(), (torch.rand(1, 3, 224, 224),)); "
    + "torch.export.save(program, 'model.pt2')"
}
