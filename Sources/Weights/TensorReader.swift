import TensorFiles

/// Reads a tensor's numbers in the order of a view, a piece of it at a time; one reader for each thread.
///
/// Numbers that are far apart in the file (a transposed kernel) are read in runs, some of them together, and put in their
/// places while they are in the nearest cache: no more room is needed than a few runs.
final class TensorReader<Number: BinaryFloatingPoint & BitwiseCopyable> {
  let tensor: WeightTensor
  private let file: WeightFile
  private var raw = UnsafeMutableRawBufferPointer.allocate(byteCount: 0, alignment: 16)

  /// Bytes that are put in their places together.
  private let block = 1 << 18

  init(_ file: WeightFile, _ tensor: WeightTensor) {
    self.file = file
    self.tensor = tensor
  }

  deinit { raw.deallocate() }

  /// Whether the numbers in memory are the bytes of the file. Most machines keep float32 as files do.
  private var isVerbatim: Bool {
    Number.self == Float.self && tensor.type == .float32 && !tensor.isBigEndian
      && Float(1).bitPattern.littleEndian == Float(1).bitPattern
  }

  /// The numbers of elements that follow each other in the file.
  ///
  /// - Returns: their bytes as they are stored, until the next reading.
  @discardableResult
  func read(_ elements: Range<Int>, into numbers: UnsafeMutablePointer<Number>) throws(WeightError)
    -> UnsafeRawBufferPointer
  {
    let size = elements.count * tensor.type.bytes
    guard !isVerbatim else {
      let target = UnsafeMutableRawBufferPointer(start: numbers, count: size)
      try file.read(tensor, elements: elements, into: target)
      return UnsafeRawBufferPointer(target)
    }
    let bytes = reserve(size)
    try file.read(tensor, elements: elements, into: bytes)
    convert(StridedView(rowMajor: [elements.count]), base: 0, into: numbers, steps: [1])
    return UnsafeRawBufferPointer(bytes)
  }

  /// The numbers of a view of the tensor, row-major.
  func read(_ piece: StridedView, into numbers: UnsafeMutablePointer<Number>) throws(WeightError) {
    guard piece.count > 0 else { return }
    if piece.isContiguous {
      let step = isVerbatim ? piece.count : block / tensor.type.bytes
      for start in stride(from: 0, to: piece.count, by: step) {
        let end = min(start + step, piece.count)
        try read(piece.offset + start..<piece.offset + end, into: numbers + start)
      }
    } else {
      let view = piece.merged
      try read(view, into: numbers, steps: StridedView(rowMajor: view.shape).strides)
    }
  }

  private func read(
    _ view: StridedView, into numbers: UnsafeMutablePointer<Number>, steps: [Int]
  ) throws(WeightError) {
    let longest = block / 16 / tensor.type.bytes
    let byDistance = view.axesByDistance
    if let nearest = byDistance.first, abs(view.strides[nearest]) == 1, view.shape[nearest] > longest {
      for start in stride(from: 0, to: view.shape[nearest], by: longest) {
        let part = view.slice(nearest, start..<min(start + longest, view.shape[nearest]))
        try read(part, into: numbers + start * steps[nearest], steps: steps)
      }
      return
    }
    // A run: the axes nearest to each other in the file that leave no gaps and are short enough for several in a block.
    var run = 1
    var rest = byDistance[...]
    while let axis = rest.first, abs(view.strides[axis]) == run, run * view.shape[axis] <= longest {
      run *= view.shape[axis]
      rest.removeFirst()
    }
    // A block: runs along the axis that is written from end to end, so that whole lines of the cache are, else the next.
    let across = rest.first { steps[$0] == 1 } ?? rest.first
    guard let across else { return try readBlock(view, run: view.bounds, across: nil, into: numbers, steps) }
    let outer = rest.filter { $0 != across }.sorted { steps[$0] > steps[$1] }
    let most = max(1, block / (run * tensor.type.bytes) / 16 * 16)
    for start in stride(from: 0, to: view.shape[across], by: most) {
      let part = view.slice(across, start..<min(start + most, view.shape[across]))
      try part.forEachPlace(along: outer, steps: steps) { from, to throws(WeightError) in
        let inner = outer.reduce(part.moved(to: from)) { $0.slice($1, 0..<1) }
        let first = inner.slice(across, 0..<1).bounds
        try readBlock(inner, run: first, across: across, into: numbers + (to + start * steps[across]), steps)
      }
    }
  }

  /// Reads the runs of a block, one after the other, and puts their numbers where `steps` say.
  ///
  /// - Parameters:
  ///   - run: the elements of the first run.
  ///   - across: the axis of the runs; nil for a single one.
  private func readBlock(
    _ view: StridedView, run: Range<Int>, across: Int?, into numbers: UnsafeMutablePointer<Number>, _ steps: [Int]
  ) throws(WeightError) {
    let bounds = view.bounds
    let size = tensor.type.bytes
    if bounds.count == view.count {
      try file.read(tensor, elements: bounds, into: reserve(bounds.count * size))
      return convert(view, base: bounds.lowerBound, into: numbers, steps: steps)
    }
    guard let across else { return }
    let runs = view.shape[across]
    let bytes = reserve(runs * run.count * size)
    for index in 0..<runs {
      let first = run.lowerBound + index * view.strides[across]
      let room = bytes[(index * run.count * size)..<((index + 1) * run.count * size)]
      try file.read(tensor, elements: first..<(first + run.count), into: UnsafeMutableRawBufferPointer(rebasing: room))
    }
    convert(view.spaced(across, by: run.count), base: run.lowerBound, into: numbers, steps: steps)
  }

  /// Room for so many bytes.
  private func reserve(_ bytes: Int) -> UnsafeMutableRawBufferPointer {
    if raw.count < bytes {
      raw.deallocate()
      raw = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes, alignment: 16)
    }
    return UnsafeMutableRawBufferPointer(rebasing: raw[..<bytes])
  }

  /// Decodes what lies in `raw`.
  private func convert(_ view: StridedView, base: Int, into numbers: UnsafeMutablePointer<Number>, steps: [Int]) {
    let isBig = tensor.isBigEndian
    func copy<Stored: BitwiseCopyable>(_: Stored.Type, _ decode: (Stored) -> Number) {
      guard let start = raw.baseAddress else { return }
      let source = UnsafePointer(start.assumingMemoryBound(to: Stored.self))
      Gather.copy(view, base: base, from: source, into: numbers, steps: steps, decode)
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
