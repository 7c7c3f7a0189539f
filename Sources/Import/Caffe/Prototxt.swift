import Architecture
import PlainText
import TensorFiles
import Weights

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads a `.prototxt`: Caffe's description of a network as text; its weights lie in another file.
enum Prototxt: ModelImporter {
  static let format = ModelFormat.prototxt

  /// Bytes of a text: the largest that people write have half a megabyte, and a layer of eight
  /// bytes takes a kilobyte of memory.
  private static let sizeLimit = 4 << 20

  /// A text has no mark: its name is believed.
  static func recognizes(_ source: some ByteSource, path: String) -> Bool { path.hasSuffix(".prototxt") }

  static func read(_ file: FileBytes, path: String, options: ImportOptions) throws(ImportError) -> ImportedModel {
    let network = try network(file, path: path)
    var weights: CaffeWeights?
    var other: WeightFile?
    if let second = options.weights ?? fileBeside(path) {
      let bytes = try Self.bytes(second)
      if CaffemodelFile.recognizes(bytes) {
        weights = try Caffemodel.open(bytes, path: second, for: network).weights
      } else {
        other = try Self.weights(second, options)
      }
    }
    let state = CaffeState.chosen(for: network, mode: options.mode)
    let assembly = GraphAssembly(model(network.name, path), format: format, path: path, file: file)
    var caffe = CaffeAssembly(
      assembly, network, layers: state.layers(of: network), options: options, shapes: weights?.shapes ?? [:])
    if let remark = state.remark(for: options.mode) { caffe.assembly.remarks.append(remark) }
    return try caffe.assembly.finished(.caffemodel, weights: other ?? weights?.file)
  }

  static func weights(_ file: FileBytes, path: String) throws(ImportError) -> WeightFile? {
    throw ImportError(path, [.init("a prototxt describes a network and has no weights: they are in its .caffemodel")])
  }

  private static func network(_ file: FileBytes, path: String) throws(ImportError) -> CaffeNetwork {
    guard file.size <= sizeLimit else {
      throw ImportError(path, [.init("\(file.size) bytes, more than the \(sizeLimit) that a prototxt may have")])
    }
    let bytes: [UInt8]
    do { bytes = try file.bytes(at: 0, count: file.size) } catch { throw ImportError(path, error) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ImportError(path, [.init("this is not a text file in UTF-8")])
    }
    do throws(ImportError.Problem) {
      let net = try PrototxtText.network(text)
      guard !net.layer.isEmpty || !net.layers.isEmpty else {
        throw ImportError.Problem(
          text.contains("base_lr")
            ? "the settings of a solver, not a network: the file that 'net' names is one" : "the file has no layers")
      }
      return try CaffeNetwork(net)
    } catch {
      throw ImportError(path, [error])
    }
  }

  /// A network under the name that its file states, or the file's own.
  static func model(_ name: String, _ path: String) -> Model {
    let base = path.split(separator: "/").last.map(String.init) ?? path
    let stem = base.lastIndex(of: ".").map { String(base[..<$0]) } ?? base
    return Model(name: stem, title: name.isEmpty ? stem : name)
  }

  /// The weights of the same name in the same folder: binary, or in HDF5.
  private static func fileBeside(_ path: String) -> String? {
    let stem = path.dropLast(".prototxt".count)
    return [".caffemodel", ".caffemodel.h5"].map { stem + $0 }.first { access($0, R_OK) == 0 }
  }

  private static func bytes(_ path: String) throws(ImportError) -> FileBytes {
    do { return try FileBytes(path) } catch { throw ImportError(opening: path, error) }
  }

  /// A file of weights of any format.
  static func weights(_ path: String, _ options: ImportOptions) throws(ImportError) -> WeightFile {
    do { return try WeightFile.opening(path, worker: options.worker) } catch { throw ImportError(opening: path, error) }
  }
}
