import TensorFiles

/// A tensor in a weight file, with the layer and the part of it that its dialect says it is.
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
  let place: Place

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
  enum Place: Hashable, Sendable {
    /// In the file, one after the other from this byte on.
    case file(offset: Int)
    /// In the file from this byte on, elements apart by these steps.
    case strided(offset: Int, strides: [Int])
    /// With the HDF5 reader, as this object.
    case object(Int)
  }

  public var count: Int { shape.reduce(1, *) }
  public var byteCount: Int { count * type.bytes }
}
