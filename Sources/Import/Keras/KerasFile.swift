import HDF5
import TensorFiles
import Weights

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An HDF5 file of Keras, by itself or in an archive: a configuration where it has one, and weights.
struct KerasFile {
  let reader: HDF5Reader
  let contents: HDF5Contents
  /// What its tensors lie in, and where the HDF5 file begins there.
  let source: FileBytes
  let base: Int

  /// - Parameter part: the bytes that are the HDF5 file; nil for all.
  init(_ file: FileBytes, part: Range<Int>? = nil, worker: [String]) throws(KerasProblem) {
    do {
      reader = try HDF5Reader(descriptor: file.descriptor, part: part, worker: worker)
    } catch {
      throw KerasProblem("\(error)")
    }
    contents = HDF5Contents(reader.objects)
    source = file
    base = part?.lowerBound ?? 0
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
    let datasets = KerasDatasets(contents: contents, source: source, base: base)
    return KerasLegacyWeights(datasets) ?? KerasArchiveWeights(datasets)
  }
}

/// Keras 3's archive: `config.json`, `metadata.json` and `model.weights.h5` in a zip file.
struct KerasArchive {
  private let zip: ZipReader
  private let file: FileBytes

  static let configuration = "config.json"
  static let metadata = "metadata.json"
  static let weights = "model.weights.h5"

  init(_ file: FileBytes) throws(KerasProblem) {
    self.file = file
    do { zip = try ZipReader(reading: file, allowsDeflate: true) } catch { throw KerasProblem(error.message) }
  }

  /// The contents of a text; nil where there is none of that name.
  func text(_ name: String) throws(KerasProblem) -> [UInt8]? {
    guard let member = zip[name] else { return nil }
    do { return try zip.contents(of: member, in: file, atMost: KerasModel.mostBytes) } catch {
      throw KerasProblem(error.message)
    }
  }

  /// The weights: where they are stored they are read in their place, else inflated into a temporary file that has no name.
  func weights(worker: [String]) throws(KerasProblem) -> KerasFile? {
    guard let member = zip[KerasArchive.weights] else { return nil }
    guard member.isDeflated else {
      return try KerasFile(file, part: member.offset..<member.offset + member.size, worker: worker)
    }
    let target: FileBytes
    do {
      target = try FileBytes.temporary { write throws(FormatError) in try zip.extract(member, from: file, to: write) }
    } catch {
      throw KerasProblem(error.message)
    }
    return try KerasFile(target, worker: worker)
  }
}
