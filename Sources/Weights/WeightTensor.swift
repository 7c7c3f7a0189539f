import TensorFiles

/// A tensor in a weight file, with the layer and the part of it that its format says it is.
public struct WeightTensor: Sendable {
  /// As the file names it: `/data/conv1/0`, `features.0.weight`.
  public let path: String
  /// The layer's name in the program that wrote the file.
  public let layer: String
  /// Which of the layer's tensors it is.
  public let part: Part
  public let shape: [Int]
  public let type: ElementType
  public let isBigEndian: Bool
  /// How it is stored, for people: `contiguous`, `chunked 64×64, deflate`.
  public let storage: String
  public let place: Place
  /// Elements from one index to the next, per axis; nil where they lie row-major. Of a tensor with strides an element is one
  /// of its storage, counted from the first number.
  public let strides: [Int]?

  public init(
    path: String, layer: String, part: Part, shape: [Int], type: ElementType, isBigEndian: Bool, storage: String,
    place: Place, strides: [Int]? = nil
  ) {
    self.path = path
    self.layer = layer
    self.part = part
    self.shape = shape
    self.type = type
    self.isBigEndian = isBigEndian
    self.storage = storage
    self.place = place
    self.strides = strides
  }

  /// The tensors of a layer, named as PyTorch names them, and what Caffe keeps beside them.
  public enum Part: String, Sendable {
    case weight, bias
    case runningMean = "running_mean"
    case runningVariance = "running_var"
    /// Caffe's third blob of a BatchNorm: mean and variance are divided by it.
    case scaleFactor = "scale_factor"
    /// How many batches the statistics were gathered from; not needed to run.
    case batchCount = "num_batches_tracked"
  }

  /// Where its bytes are.
  public enum Place: Hashable, Sendable {
    /// In the file from this byte on, one after the other or as `strides` say; where the numbers lie in several files, in
    /// the one of this index.
    case file(offset: Int, source: Int = 0)
    /// With the HDF5 reader, as this object.
    case object(Int)
  }

  public var count: Int { shape.reduce(1, *) }
  public var byteCount: Int { count * type.bytes }
  /// Where its numbers lie among its elements.
  var view: StridedView { strides.map { StridedView(shape: shape, strides: $0) } ?? StridedView(rowMajor: shape) }
}
