import HDF5
import PlainText
import Weights

extension WeightFile {
  /// Opens a file of weights of any format: those that lie in other programs' models, and those of weights alone.
  ///
  /// - Parameter worker: the command that starts a worker for HDF5.
  /// - Throws: `WeightError` where the file cannot be opened, is damaged or hostile, or is something else than weights.
  public static func opening(_ path: String, worker: [String] = HDF5Worker.command) throws(WeightError) -> WeightFile {
    let bytes = try FileBytes(path)
    for importer in ImportedModel.importers where importer.recognizes(bytes, path: path) {
      do {
        if let file = try importer.weights(bytes, path: path) { return file }
      } catch {
        throw WeightError(error.phrase)
      }
    }
    return try WeightFile(path, worker: worker)
  }
}
