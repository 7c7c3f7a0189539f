import TensorFiles
import Weights

extension ImportedModel {
  /// The kind of model file that a file's content makes it; nil where it is none.
  ///
  /// HDF5 is left to `read`, since only its worker may look inside.
  public static func format(of source: some ByteSource, path: String) -> ModelFormat? {
    importers.first { $0.recognizes(source, path: path) }?.format
  }

  /// Reads a file of any format.
  ///
  /// - Throws: `ImportError` with all that is wrong with it.
  public static func read(_ path: String, options: ImportOptions = ImportOptions()) throws(ImportError) -> ImportedModel
  {
    let file: FileBytes
    do { file = try FileBytes(path) } catch { throw ImportError(opening: path, error) }
    guard let importer = importers.first(where: { $0.recognizes(file, path: path) }) else {
      throw ImportError(path, [.init("no network that zoo can read: \(formats) are")])
    }
    return try importer.read(file, path: path, options: options)
  }

  /// `ONNX, Caffe prototxt, …`, for messages.
  private static var formats: String { ModelFormat.allCases.map(\.title).joined(separator: ", ") }

  /// One for each format, in the order in which files are tried.
  static let importers: [any ModelImporter.Type] = [
    ONNXImporter.self, KerasHDF5Importer.self, KerasArchiveImporter.self, KerasConfigurationImporter.self,
    Prototxt.self, Caffemodel.self, PyTorchImporter.self,
  ]
}

/// Reads one format of model files.
protocol ModelImporter: Sendable {
  static var format: ModelFormat { get }
  /// Whether the content, or for text without marks the name, is of the format. Reads little, and never fails.
  static func recognizes(_ source: some ByteSource, path: String) -> Bool
  /// - Throws: `ImportError` with all that is wrong with the file.
  static func read(_ file: FileBytes, path: String, options: ImportOptions) throws(ImportError) -> ImportedModel
  /// The numbers of a file that are weights for any network, such as a `.caffemodel`; nil where only its own network can
  /// use them.
  ///
  /// - Throws: `ImportError` with all that is wrong with the file.
  static func weights(_ file: FileBytes, path: String) throws(ImportError) -> WeightFile?
}

extension ModelImporter {
  static func weights(_ file: FileBytes, path: String) throws(ImportError) -> WeightFile? { nil }
}
