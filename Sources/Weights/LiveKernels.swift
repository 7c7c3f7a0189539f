/// Which kernels of a tensor have a number other than zero; found while the numbers come in the order of the file.
struct LiveKernels {
  /// Element e belongs to kernel e / step % count: the kernels' axis is the first, or the last in Keras's layout.
  private let step: Int
  private var isAlive: [Bool]
  /// Kernels that have only had zeros so far.
  private(set) var dead: Int

  /// - Parameter match: a kernel's slot; other tensors have no kernels.
  init(_ match: Mapping.Match) {
    let count = match.slot.isKernel ? match.slot.axes[0] : 0
    step = count == 0 ? 1 : abs(match.view.strides[0])
    isAlive = Array(repeating: false, count: count)
    dead = count
  }

  /// - Parameter first: the element with which the numbers begin.
  mutating func add(_ numbers: UnsafeBufferPointer<Float>, from first: Int) {
    var index = 0
    while dead > 0, index < numbers.count {
      let kernel = (first + index) / step % isAlive.count
      // The rest of a run of one kernel tells nothing new once it is alive.
      let end = min(numbers.count, ((first + index) / step + 1) * step - first)
      if !isAlive[kernel], numbers[index..<end].contains(where: { $0 != 0 }) {
        isAlive[kernel] = true
        dead -= 1
      }
      index = end
    }
  }
}
