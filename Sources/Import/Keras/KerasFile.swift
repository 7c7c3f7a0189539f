import HDF5
import PlainText
import TensorFiles
import Weights

/// An HDF5 file of Keras, by itself or in an archive: a configuration where it has one, and weights.
struct KerasFile {
  let reader: HDF5Reader
  let contents: HDF5Contents
  /// What its tensors lie in.
  let source: FileBytes

  /// - Parameter part: the bytes that are the HDF5 file; nil for all.
  init(_ file: FileBytes, part: Range<Int>? = nil, worker: [String]) throws(KerasProblem) {
    do {
      reader = try HDF5Reader(descriptor: file.descriptor, part: part, worker: worker)
    } catch {
      throw KerasProblem("\(error)")
    }
    contents = HDF5Contents(reader.objects, base: part?.lowerBound ?? 0)
    source = file
  }

  /// The weights of an archive; nil where it has none.
  init?(_ archive: KerasArchive, worker: [String]) throws(KerasProblem) {
    let found: (file: FileBytes, part: Range<Int>?)?
    do { found = try archive.weights() } catch { throw KerasProblem(error.phrase) }
    guard let found else { return nil }
    try self.init(found.file, part: found.part, worker: worker)
  }

  /// The model's configuration; nil where the file has none.
  ///
  /// - Throws: `KerasProblem` where it cannot be read.
  func configuration() throws(KerasProblem) -> [UInt8]? {
    guard let value = contents.attribute("model_config", of: "/") else { return nil }
    switch value {
    case .strings(let texts) where texts.count == 1: return Array(texts[0].utf8)
    case .unread(let reason): throw KerasProblem("the configuration ('model_config') cannot be read: \(reason)")
    default: throw KerasProblem("the configuration ('model_config') is no text")
    }
  }

  /// Which version of Keras wrote it, as far as it says so.
  var version: String? {
    contents.strings("keras_version", of: "/")?.first ?? contents.strings("keras_version", of: "/model_weights")?.first
  }

  /// Which program computed for Keras.
  var backend: String? {
    contents.strings("backend", of: "/")?.first ?? contents.strings("backend", of: "/model_weights")?.first
  }

  /// The weights, layer by layer.
  ///
  /// - Parameter source: index of the source in which they lie.
  func weights(source: Int) -> (any KerasWeights)? {
    let datasets = KerasDatasets(contents: contents, source: source)
    return KerasLegacyWeights(datasets) ?? KerasArchiveWeights(datasets)
  }
}
