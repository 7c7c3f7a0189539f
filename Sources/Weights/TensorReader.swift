import TensorFiles

/// Reads a tensor's numbers in the order of a view, a piece of it at a time.
///
/// Where a piece's numbers are far apart in the file (a transposed kernel), either the whole tensor is read once and kept,
/// or every run is read by itself, which is slower and needs no more memory than the piece.
final class TensorReader<Number: BinaryFloatingPoint & BitwiseCopyable> {
  /// What to do where a piece's numbers do not lie together in the file.
  enum Scattered {
    case keepWhole
    case readRuns
  }

  private let file: WeightFile
  private let tensor: WeightTensor
  private let scattered: Scattered
  private var raw = UnsafeMutableRawBufferPointer.allocate(byteCount: 0, alignment: 16)
  private var isWhole = false

  init(_ file: WeightFile, _ tensor: WeightTensor, scattered: Scattered) {
    self.file = file
    self.tensor = tensor
    self.scattered = scattered
  }

  deinit { raw.deallocate() }

  /// The first elements of what was read last, as they are stored.
  func stored(_ elements: Int) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(part(0..<elements)) }

  /// Puts the numbers of a view of the tensor, which lie together in the file, where `steps` say.
  func read(_ piece: StridedView, into numbers: UnsafeMutablePointer<Number>, steps: [Int]) throws(WeightError) {
    let bounds = piece.bounds
    reserve(bounds.count)
    try file.read(tensor, elements: bounds, into: part(0..<bounds.count))
    convert(piece, base: bounds.lowerBound, into: numbers, steps: steps)
  }

  /// The numbers of a view of the tensor, row-major.
  func read(_ piece: StridedView, into numbers: UnsafeMutablePointer<Number>) throws(WeightError) {
    guard piece.count > 0 else { return }
    let bounds = piece.bounds
    if isWhole { return convert(piece, base: 0, into: numbers) }
    if bounds.count <= 2 * piece.count {
      reserve(bounds.count)
      try file.read(tensor, elements: bounds, into: part(0..<bounds.count))
      return convert(piece, base: bounds.lowerBound, into: numbers)
    }
    // The axis along which the file's elements follow each other.
    let near = piece.shape.indices.first { piece.strides[$0] == 1 && piece.shape[$0] > 1 }
    guard scattered == .readRuns, let near else {
      reserve(tensor.count)
      try file.read(tensor, elements: 0..<tensor.count, into: part(0..<tensor.count))
      isWhole = true
      return convert(piece, base: 0, into: numbers)
    }
    try readRuns(piece, along: near, into: numbers)
  }

  /// Reads the runs along an axis one by one, and puts each in its place.
  private func readRuns(
    _ piece: StridedView, along near: Int, into numbers: UnsafeMutablePointer<Number>
  ) throws(WeightError) {
    let length = piece.shape[near]
    let steps = StridedView(rowMajor: piece.shape).strides
    let others = piece.shape.indices.filter { $0 != near }
    let run = StridedView(rowMajor: [length])
    reserve(length)
    var index = Array(repeating: 0, count: others.count)
    for _ in 0..<(piece.count / length) {
      var from = piece.offset
      var to = 0
      for (position, axis) in others.enumerated() {
        from += index[position] * piece.strides[axis]
        to += index[position] * steps[axis]
      }
      try file.read(tensor, elements: from..<(from + length), into: part(0..<length))
      convert(run, base: 0, into: numbers + to, steps: [steps[near]])
      for position in index.indices.reversed() {
        index[position] += 1
        if index[position] < piece.shape[others[position]] { break }
        index[position] = 0
      }
    }
  }

  private func reserve(_ elements: Int) {
    let bytes = elements * tensor.type.bytes
    guard raw.count < bytes else { return }
    raw.deallocate()
    raw = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes, alignment: 16)
  }

  private func part(_ elements: Range<Int>) -> UnsafeMutableRawBufferPointer {
    let size = tensor.type.bytes
    return UnsafeMutableRawBufferPointer(rebasing: raw[(elements.lowerBound * size)..<(elements.upperBound * size)])
  }

  /// Decodes what lies in `raw`.
  private func convert(
    _ view: StridedView, base: Int, into numbers: UnsafeMutablePointer<Number>, steps: [Int]? = nil
  ) {
    let isBig = tensor.isBigEndian
    func copy<Stored: BitwiseCopyable>(_: Stored.Type, _ decode: (Stored) -> Number) {
      guard let start = raw.baseAddress else { return }
      let source = UnsafePointer(start.assumingMemoryBound(to: Stored.self))
      // A single axis that goes to places far apart has no axis that is contiguous there.
      if let steps, !steps.contains(1) {
        for index in 0..<view.count { numbers[index * steps[0]] = decode(source[index]) }
      } else {
        Gather.copy(view, base: base, from: source, into: numbers, steps: steps, decode)
      }
    }
    switch tensor.type {
    case .float32:
      isBig ? copy(UInt32.self) { Number(Float(bitPattern: $0.byteSwapped)) } : copy(Float.self) { Number($0) }
    case .float64: copy(UInt64.self) { Number(Double(bitPattern: isBig ? $0.byteSwapped : $0)) }
    case .float16: copy(UInt16.self) { Number(Float(Float16(bitPattern: isBig ? $0.byteSwapped : $0))) }
    case .bfloat16: copy(UInt16.self) { Number(Float(bitPattern: UInt32(isBig ? $0.byteSwapped : $0) << 16)) }
    case .int8: copy(Int8.self) { Number($0) }
    case .uint8, .bool: copy(UInt8.self) { Number($0) }
    case .int16: copy(Int16.self) { Number(isBig ? $0.byteSwapped : $0) }
    case .uint16: copy(UInt16.self) { Number(isBig ? $0.byteSwapped : $0) }
    case .int32: copy(Int32.self) { Number(isBig ? $0.byteSwapped : $0) }
    case .uint32: copy(UInt32.self) { Number(isBig ? $0.byteSwapped : $0) }
    case .int64: copy(Int64.self) { Number(isBig ? $0.byteSwapped : $0) }
    case .uint64: copy(UInt64.self) { Number(isBig ? $0.byteSwapped : $0) }
    }
  }
}
