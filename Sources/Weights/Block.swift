import TensorFiles

/// A box of a tensor's numbers on its way, in the room of the thread that works on it.
final class Block<Number: BinaryFloatingPoint & BitwiseCopyable> {
  /// The indices of every axis, in the wanted order.
  private(set) var box: [Range<Int>] = []
  /// Row-major.
  private(set) var numbers: UnsafeMutableBufferPointer<Number>
  /// The bytes as a file stores them, where they follow each other there.
  private(set) var stored: UnsafeRawBufferPointer?
  /// What a check wants to know of the numbers as they are stored, where one asks.
  private(set) var traits: NumberTraits?
  /// The bytes as which the numbers are written.
  private(set) var written = UnsafeRawBufferPointer(start: nil, count: 0)

  private let source: OrderedNumbers
  private let reader: OrderedNumbers.Reader<Number>
  private let room: UnsafeMutableBufferPointer<Number>
  private var encoded = UnsafeMutableRawBufferPointer(start: nil, count: 0)

  /// - Parameter count: numbers of the largest box.
  init(_ source: OrderedNumbers, atMost count: Int) {
    self.source = source
    reader = OrderedNumbers.Reader(source)
    room = UnsafeMutableBufferPointer.allocate(capacity: count)
    numbers = room
  }

  deinit {
    room.deallocate()
    encoded.deallocate()
  }

  /// Reads a box.
  ///
  /// - Parameter isChecked: whether a check asks for the traits; only of float32.
  func read(_ box: [Range<Int>], isChecked: Bool) throws(WeightError) {
    self.box = box
    numbers = UnsafeMutableBufferPointer(rebasing: room[..<box.reduce(1) { $0 * $1.count }])
    stored = try reader.read(box, into: numbers)
    traits = nil
    if isChecked, let numbers = numbers as? UnsafeMutableBufferPointer<Float> {
      traits = NumberTraits(UnsafeBufferPointer(numbers), box: box, kernelAxis: source.kernelAxis)
    }
    // Caffe's scale factor.
    if source.divisor != 1 {
      for index in numbers.indices { numbers[index] = Number(Double(numbers[index]) / source.divisor) }
    }
  }

  /// The place of a number among all wanted ones.
  func element(at index: Int) -> Int {
    let steps = StridedView(rowMajor: source.view.shape).strides
    var rest = index
    var element = 0
    for axis in box.indices.reversed() {
      element += (box[axis].lowerBound + rest % box[axis].count) * steps[axis]
      rest /= box[axis].count
    }
    return element
  }

  /// The largest magnitude, where a check has seen that all numbers are finite.
  var magnitude: Number? {
    guard let range = traits?.range, range.notNumbers == 0, range.infinities == 0, source.divisor == 1 else {
      return nil
    }
    return Number(max(range.minimum.magnitude, range.maximum.magnitude))
  }
}

extension Block where Number == Float {
  /// Turns the numbers into the bytes of a type.
  func encode(as type: ElementType) {
    guard !NumberEncoder.isAsInMemory(type) else {
      written = UnsafeRawBufferPointer(numbers)
      return
    }
    let count = numbers.count * type.bytes
    if encoded.count < count {
      encoded.deallocate()
      encoded = UnsafeMutableRawBufferPointer.allocate(byteCount: room.count * type.bytes, alignment: 16)
    }
    NumberEncoder.encode(UnsafeBufferPointer(numbers), as: type, into: encoded)
    written = UnsafeRawBufferPointer(rebasing: encoded[..<count])
  }
}

extension OrderedNumbers {
  /// Numbers of a block at most where the source has them in another order: the longer its runs, the faster.
  private static let far = 12 << 20

  /// Reads all numbers block by block, several blocks at a time.
  ///
  /// - Parameters:
  ///   - isOrdered: the blocks are runs of the wanted numbers, and `then` gets them in their order.
  ///   - check: what looks at the numbers on their way.
  ///   - work: takes a block; several at a time.
  ///   - then: takes it after that, one at a time.
  func forEachBlock(
    isOrdered: Bool, check: inout NumberCheck?,
    work: @Sendable (Block<Float>) throws(WeightError) -> Void = { _ in },
    then: (Block<Float>) throws(WeightError) -> Void
  ) throws(WeightError) {
    let isOrdered = isOrdered || view.isContiguous
    let tiling = Tiling(
      [view, StridedView(rowMajor: view.shape)], atMost: view.isContiguous ? Tiling.near : OrderedNumbers.far,
      inOrder: isOrdered)
    // The digest of what is read in another order than the file's is work of its own, beside the blocks.
    let apart = view.isContiguous ? nil : check?.digestApart
    let first = apart == nil || isOrdered ? 0 : 1
    let blocks = first..<(first + tiling.boxes.count)
    let isChecked = check != nil
    var seen = check
    try Threads.forEach(
      tiling.boxes.count + (apart == nil ? 0 : 1), threads: readers, isOrdered: isOrdered,
      room: { Block<Float>(self, atMost: tiling.largest) },
      { index, block throws(WeightError) in
        guard blocks.contains(index) else {
          try apart?.read()
          return
        }
        try block.read(tiling.boxes[index - first], isChecked: isChecked)
        try work(block)
      },
      then: { index, block throws(WeightError) in
        guard blocks.contains(index) else { return }
        seen?.add(block)
        try then(block)
      })
    if let apart { seen?.digest = apart.digest }
    check = seen
  }
}
