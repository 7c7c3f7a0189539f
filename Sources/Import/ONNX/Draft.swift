import Architecture
import Weights

/// A layer as a node asks for it, before patterns are looked for.
struct Draft {
  var kind: any LayerKind
  /// Indices of the drafts that it reads.
  var inputs: [Int]
  var shape: Shape
  /// The tensors that fill its parameters, of the parameters' sizes.
  var parameters: [WeightTensor.Part: ONNXTensor] = [:]
  /// Index of its node; nil for an input, and for one that is given back.
  var node: Int?
}

/// What a value of the graph is.
enum ONNXValue {
  case constant(ONNXTensor)
  case activation(ONNXActivation)
  /// Its node could not be read, which was said already.
  case failed
}

/// A value that depends on the input: the output of a draft, whose sizes lack the batch.
struct ONNXActivation {
  var draft: Int
  /// In ONNX's order, the batch among them.
  var dimensions: [Int]
  /// The axis of the batch, of size 1; nil where all axes are those of the draft.
  var batch: Int?

  /// The draft's axis that an axis of ONNX's is; nil for the batch.
  func axis(_ axis: Int) -> Int? {
    guard let batch else { return axis }
    return axis == batch ? nil : axis < batch ? axis : axis - 1
  }

  /// Sizes without the batch; a single number is a vector of one.
  static func sizes(_ dimensions: [Int], batch: Int?) -> [Int] {
    var sizes = dimensions
    if let batch { sizes.remove(at: batch) }
    return sizes.isEmpty ? [1] : sizes
  }
}

/// A sum or a product with a constant that has more than one number: patterns make a bias, a scale or a normalization's
/// parameters of it; what is left is unknown.
struct ConstantArithmetic: LayerKind {
  static let name = "constant_arithmetic"
  static let family = Family.unknown

  enum Operation: String { case add = "Add", multiply = "Mul" }

  let operation: Operation
  /// As many axes as the input, each of the input's size or 1.
  let constant: ONNXTensor
  /// Whether it was written as a difference or a quotient: then it is no parameter, but a number of its designer.
  let isInverse: Bool

  /// The axis on which alone the constant varies, 0 being the channels; nil where there are several.
  var axis: Int? {
    let axes = constant.shape.indices.filter { constant.shape[$0] > 1 }
    return axes.count == 1 ? axes[0] : nil
  }
}
