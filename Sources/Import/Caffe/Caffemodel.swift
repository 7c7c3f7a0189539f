internal import SwiftProtobuf
import PlainText
import TensorFiles
import Weights

/// Reads a `.caffemodel`: the description of a network with its weights, as Caffe saves it in training.
enum Caffemodel: ModelImporter {
  static let format = ModelFormat.caffemodel

  static func recognizes(_ source: some ByteSource, path: String) -> Bool { CaffemodelFile.recognizes(source) }

  static func read(_ file: FileBytes, path: String, options: ImportOptions) throws(ImportError) -> ImportedModel {
    let (network, weights) = try open(file, path: path)
    var assembly = GraphAssembly(Prototxt.model(network.name, path), format: format, path: path, file: file)
    // What is saved is the network of one phase: it has no layers of another, whatever rules they keep.
    let caffe = CaffeAssembly(assembly, network, layers: network.layers, options: options, shapes: weights.shapes)
    assembly = caffe.assembly
    let other = try options.weights.map { path throws(ImportError) in try Prototxt.weights(path, options) }
    return try assembly.finished(.caffemodel, weights: other ?? weights.file)
  }

  static func weights(_ file: FileBytes, path: String) throws(ImportError) -> WeightFile? {
    try open(file, path: path).weights.file
  }

  /// The description and the weights.
  ///
  /// - Parameter other: the network that the weights are for; nil for that of the file.
  static func open(
    _ file: FileBytes, path: String, for other: CaffeNetwork? = nil
  ) throws(ImportError) -> (network: CaffeNetwork, weights: CaffeWeights) {
    let model: CaffemodelFile
    do { model = try CaffemodelFile(reading: file) } catch { throw ImportError(path, error) }
    do throws(ImportError.Problem) {
      let net: CaffeNetParameter = try decode(model.message, "the network")
      var layers: [CaffeLayerParameter] = []
      layers.reserveCapacity(model.layers.count)
      for (number, layer) in model.layers.enumerated() {
        let place = "layer \(number)"
        layers.append(
          layer.isOld
            ? try CaffeLayerParameter(upgrading: decode(layer.message, place)) : try decode(layer.message, place))
      }
      let network = try CaffeNetwork(net, layers: layers)
      return (network, CaffeWeights(model, layers: layers, for: other, in: file, path: path))
    } catch {
      throw ImportError(path, [error])
    }
  }

  /// A message of a file, whose fields that nobody needs are passed over.
  private static func decode<Message: SwiftProtobuf.Message>(
    _ bytes: [UInt8], _ place: String
  ) throws(ImportError.Problem) -> Message {
    do {
      var options = BinaryDecodingOptions()
      options.messageDepthLimit = 32
      options.discardUnknownFields = true
      return try Message(serializedBytes: bytes, options: options)
    } catch {
      throw ImportError.Problem(at: place, "its message cannot be read: \(error)")
    }
  }
}
