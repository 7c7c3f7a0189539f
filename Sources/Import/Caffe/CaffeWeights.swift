import HDF5
import PlainText
import TensorFiles
import Weights

/// The weights of a `.caffemodel`, whose tensors bear the names of Caffe's layers.
struct CaffeWeights {
  let file: WeightFile
  /// The sizes of the blobs of each layer; the first where several have a name.
  private(set) var shapes: [String: [[Int]]] = [:]

  /// - Parameters:
  ///   - layers: the file's layers, as messages.
  ///   - network: the network that the weights are for, whose word on a layer counts for more than the file's.
  init(
    _ model: CaffemodelFile, layers: [CaffeLayerParameter], for network: CaffeNetwork?, in bytes: FileBytes,
    path: String
  ) {
    let described = Dictionary(
      (network?.layers ?? []).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var tensors: [WeightTensor] = []
    var sources: [any ByteSource & Sendable] = [bytes]
    var remarks: [Phrase] = []
    for (own, stored) in zip(layers, model.layers) where shapes[own.name] == nil && !stored.blobs.isEmpty {
      let layer = described[own.name] ?? own
      shapes[layer.name] = stored.blobs.map(\.shape)
      let parts = Self.parts(of: layer, count: stored.blobs.count)
      for (number, blob) in stored.blobs.enumerated() where !blob.parts.isEmpty {
        guard parts.indices.contains(number) else {
          remarks.append("'\(layer.name)/\(number)' is one blob more than a layer of Caffe has here, and left out")
          continue
        }
        let place: WeightTensor.Place
        if let offset = blob.offset {
          place = .file(offset: offset)
        } else {
          place = .file(offset: 0, source: sources.count)
          sources.append(CaffemodelNumbers(of: blob, in: bytes))
        }
        tensors.append(Self.tensor(blob, layer, number, parts[number], place))
      }
    }
    file = WeightFile(path, format: .caffemodel, tensors: tensors, sources: sources, remarks: remarks)
  }

  private static func tensor(
    _ blob: CaffemodelBlob, _ layer: CaffeLayerParameter, _ number: Int, _ part: WeightTensor.Part,
    _ place: WeightTensor.Place
  ) -> WeightTensor {
    var shape = blob.shape
    var strides: [Int]?
    // A transposed weight is (in, out): its axes are exchanged.
    if part == .weight, layer.innerProductParam.transpose, shape.count == 2 {
      strides = [1, shape[1]]
      shape.reverse()
    }
    return WeightTensor(
      path: "\(layer.name)/\(number)", layer: layer.name, part: part, shape: shape, type: blob.type, isBigEndian: false,
      storage: strides == nil ? "contiguous" : "strided", place: place, strides: strides)
  }

  /// Which tensors of a layer its blobs are, in their order.
  private static func parts(of layer: CaffeLayerParameter, count: Int) -> [WeightTensor.Part] {
    switch layer.type {
    case "BatchNorm": [.runningMean, .runningVariance, .scaleFactor]
    case "Bias": [.bias]
    // Beside a factor that is another blob, the one that it keeps is the term.
    case "Scale" where layer.bottom.count == 2: [.bias]
    // Files of weights alone may say no type.
    case "" where count == 3: [.runningMean, .runningVariance, .scaleFactor]
    default: [.weight, .bias]
    }
  }
}
