import TensorFiles

/// The numbers of a parameter where a stranger's file has them: seen along the parameter's own axes, without a copy.
struct ParameterNumbers: Sendable {
  /// As the file names them.
  var name: String
  /// Sizes along the parameter's axes.
  var shape: [Int]
  var type: ElementType
  var isBigEndian = false
  /// Index of the source, and bytes to the first number there.
  var source: Int
  var offset: Int
  /// With the HDF5 reader, as this object, where they do not lie in the file as they are.
  var object: Int?
  /// Elements from one index to the next, per axis.
  var strides: [Int]

  /// Numbers that lie row-major.
  init(name: String, shape: [Int], type: ElementType, isBigEndian: Bool = false, source: Int, offset: Int) {
    self.name = name
    self.shape = shape
    self.type = type
    self.isBigEndian = isBigEndian
    self.source = source
    self.offset = offset
    strides = Self.rowMajor(shape)
  }

  /// The axes in another order: `axes[i]` is the axis that becomes the i-th.
  ///
  /// - Precondition: `axes` is a permutation.
  func permuted(_ axes: [Int]) -> ParameterNumbers {
    var result = self
    result.shape = axes.map { shape[$0] }
    result.strides = axes.map { strides[$0] }
    return result
  }

  /// The same numbers, which lie row-major, with other sizes; nil where their number differs or they lie otherwise.
  func reshaped(_ sizes: [Int]) -> ParameterNumbers? {
    guard isRowMajor, sizes.reduce(1, *) == count else { return nil }
    var result = self
    result.shape = sizes
    result.strides = Self.rowMajor(sizes)
    return result
  }

  /// A range along an axis, of numbers that lie in a source.
  func slice(_ axis: Int, _ range: Range<Int>) -> ParameterNumbers {
    var result = self
    result.offset += range.lowerBound * strides[axis] * type.bytes
    result.shape[axis] = range.count
    return result
  }

  var count: Int { shape.reduce(1, *) }
  var isRowMajor: Bool { strides == Self.rowMajor(shape) }

  private static func rowMajor(_ shape: [Int]) -> [Int] {
    var strides = Array(repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * shape[axis + 1] }
    return strides
  }
}
