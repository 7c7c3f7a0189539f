import TensorFiles

/// Reads a tensor's numbers in the order of a view, a tile of rows at a time.
///
/// Where rows of the view are far apart in the file (a transposed kernel), either the whole tensor is read once and kept,
/// or every run is read by itself, which is slower and needs no more memory than the tile.
final class TensorReader<Number: BinaryFloatingPoint & BitwiseCopyable> {
  /// What to do where a tile's numbers do not lie together in the file.
  enum Scattered {
    case keepWhole
    case readRuns
  }

  private let file: WeightFile
  private let tensor: WeightTensor
  private let view: StridedView
  private let scattered: Scattered
  private var raw: UnsafeMutableRawBufferPointer
  private var isWhole = false

  /// - Parameter view: the tensor's elements in the order in which they are wanted.
  init(_ file: WeightFile, _ tensor: WeightTensor, as view: StridedView, scattered: Scattered) {
    self.file = file
    self.tensor = tensor
    self.view = view
    self.scattered = scattered
    raw = UnsafeMutableRawBufferPointer.allocate(byteCount: 0, alignment: 16)
  }

  deinit { raw.deallocate() }

  /// Rows of a tile of about `bytes`; a tensor without axes is one row.
  func rows(inTileOf bytes: Int) -> Int {
    guard let first = view.shape.first, first > 0 else { return 1 }
    return max(1, min(first, bytes / max(1, view.count / first * MemoryLayout<Number>.size)))
  }

  /// The first elements of what was read last, as they are stored.
  func stored(_ elements: Int) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(part(0..<elements)) }

  /// The numbers of some rows of the view, row-major.
  func read(rows: Range<Int>, into numbers: UnsafeMutablePointer<Number>) throws(WeightError) {
    let tile = view.shape.isEmpty ? view : view.rows(rows)
    guard tile.count > 0 else { return }
    let bounds = tile.bounds
    if isWhole { return convert(tile, base: 0, into: numbers) }
    if bounds.count <= 2 * tile.count {
      reserve(bounds.count)
      try file.read(tensor, elements: bounds, into: part(0..<bounds.count))
      return convert(tile, base: bounds.lowerBound, into: numbers)
    }
    switch scattered {
    case .keepWhole:
      reserve(tensor.count)
      try file.read(tensor, elements: 0..<tensor.count, into: part(0..<tensor.count))
      isWhole = true
      convert(tile, base: 0, into: numbers)
    case .readRuns: try readRuns(tile, into: numbers)
    }
  }

  /// Reads the runs of a tile whose first axis is the one that is contiguous in the file, and puts them in their places.
  private func readRuns(_ tile: StridedView, into numbers: UnsafeMutablePointer<Number>) throws(WeightError) {
    let count = tile.shape[0]
    let others = tile.count / count
    let run = StridedView(rowMajor: [count])
    reserve(count)
    let inner = StridedView(rowMajor: Array(tile.shape.dropFirst()))
    let isForward = tile.strides[0] == 1
    for position in 0..<others {
      var rest = position
      var start = tile.offset
      for (axis, step) in inner.strides.enumerated() {
        start += rest / step * tile.strides[axis + 1]
        rest %= step
      }
      guard isForward else {
        for row in 0..<count {
          let element = start + row * tile.strides[0]
          try file.read(tensor, elements: element..<(element + 1), into: part(0..<1))
          withUnsafeMutablePointer(to: &numbers[row * others + position]) {
            convert(StridedView(rowMajor: [1]), base: 0, into: $0)
          }
        }
        continue
      }
      try file.read(tensor, elements: start..<(start + count), into: part(0..<count))
      // The run is one column of the tile.
      convert(run, base: 0, into: numbers + position, step: others)
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
  private func convert(_ view: StridedView, base: Int, into numbers: UnsafeMutablePointer<Number>, step: Int = 1) {
    let isBig = tensor.isBigEndian
    func copy<Stored: BitwiseCopyable>(_: Stored.Type, _ decode: (Stored) -> Number) {
      guard let start = raw.baseAddress else { return }
      let source = UnsafePointer(start.assumingMemoryBound(to: Stored.self))
      if step == 1 { return Gather.copy(view, base: base, from: source, into: numbers, decode) }
      for index in 0..<view.count { numbers[index * step] = decode(source[index]) }
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
