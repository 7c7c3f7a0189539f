/// What a check wants to know of some numbers of a tensor; what is known of several blocks can be put together.
struct NumberTraits {
  private(set) var range = NumberRange()
  /// Which kernels have a number other than zero, those before the first block's too.
  private(set) var livingKernels: [Bool] = []

  init() {}

  /// - Parameters:
  ///   - numbers: a box of a tensor, row-major.
  ///   - box: the indices of every axis.
  ///   - kernelAxis: the axis whose indices are kernels; nil where the tensor has none.
  init(_ numbers: UnsafeBufferPointer<Float>, box: [Range<Int>], kernelAxis: Int?) {
    range.add(numbers)
    guard let kernelAxis else { return }
    let kernels = box[kernelAxis]
    // Numbers of one kernel that follow each other, and from one such run of a kernel to its next.
    let run = box[(kernelAxis + 1)...].reduce(1) { $0 * $1.count }
    let step = kernels.count * run
    livingKernels = Array(repeating: false, count: kernels.upperBound)
    for kernel in kernels {
      // Almost always the first number tells.
      livingKernels[kernel] = stride(from: (kernel - kernels.lowerBound) * run, to: numbers.count, by: step)
        .contains { start in numbers[start..<(start + run)].contains { $0 != 0 } }
    }
  }

  mutating func add(_ other: NumberTraits) {
    range.add(other.range)
    let missing = max(0, other.livingKernels.count - livingKernels.count)
    livingKernels += Array(repeating: false, count: missing)
    for (kernel, isAlive) in other.livingKernels.enumerated() where isAlive { livingKernels[kernel] = true }
  }
}
