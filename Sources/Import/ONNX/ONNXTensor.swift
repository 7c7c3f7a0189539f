import TensorFiles

/// A constant of an ONNX graph: an initializer, an attribute's tensor, or what was computed of such.
struct ONNXTensor: Sendable {
  /// As the file names it; of a computed one, the value that it is.
  var name: String
  var shape: [Int]
  var type: ONNXElement
  var storage: Storage

  enum Storage: Sendable {
    /// Somewhere in the files, not read yet.
    case stored(ParameterNumbers)
    /// Whole numbers and truth values, row-major.
    case integers([Int])
    /// Fractions, row-major.
    case numbers([Double])
    /// One number everywhere.
    case filled(Double)
  }

  init(name: String, shape: [Int], type: ONNXElement, _ storage: Storage) {
    self.name = name
    self.shape = shape
    self.type = type
    self.storage = storage
  }

  /// Whole numbers in a list.
  init(name: String, _ list: [Int]) {
    self.init(name: name, shape: [list.count], type: .int64, .integers(list))
  }

  /// Fractions in a list.
  init(name: String, _ list: [Double]) {
    self.init(name: name, shape: [list.count], type: .float32, .numbers(list))
  }

  /// Numbers in all; sizes were checked when the tensor was made.
  var count: Int { shape.reduce(1, *) }

  /// The same numbers under other sizes; nil where their number differs, or where they are stored in another order.
  func reshaped(_ sizes: [Int]) -> ONNXTensor? {
    guard sizes.reduce(1, *) == count else { return nil }
    var result = self
    result.shape = sizes
    if case .stored(let numbers) = storage {
      guard let view = numbers.reshaped(sizes) else { return nil }
      result.storage = .stored(view)
    }
    return result
  }

  /// The axes in another order, where that needs no copy; nil where it does.
  func permuted(_ axes: [Int]) -> ONNXTensor? {
    var result = self
    result.shape = axes.map { shape[$0] }
    switch storage {
    case .stored(let numbers): result.storage = .stored(numbers.permuted(axes))
    case .filled: break
    case .integers, .numbers:
      guard shape.filter({ $0 > 1 }).count <= 1 else { return nil }
    }
    return result
  }
}
