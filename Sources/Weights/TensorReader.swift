import TensorFiles

/// Reads a tensor's numbers in the order of a view, a part of it at a time; one reader for each thread.
///
/// Numbers that are far apart in the file (a transposed kernel) are read in runs, some of them together, and put in their
/// places while they are in the nearest cache: no more room is needed than a few runs. Gaps between runs that are not much
/// longer than these are read with them.
final class TensorReader<Number: BitwiseCopyable> {
  /// Puts stored numbers in their places: from bytes whose first element is `base` of the view.
  private typealias Convert = (
    _ stored: UnsafeRawPointer, _ view: StridedView, _ base: Int, _ numbers: UnsafeMutablePointer<Number>,
    _ steps: [Int]
  ) -> Void

  let tensor: WeightTensor
  private let file: WeightFile
  private var raw = UnsafeMutableRawBufferPointer.allocate(byteCount: 0, alignment: 16)

  private let convert: Convert
  /// Whether the numbers in memory are the bytes of the file.
  private let isVerbatim: Bool

  /// Bytes that are put in their places together.
  private let block = 1 << 18
  /// How many times longer than what is wanted a range may be that is read at once.
  private let sparsest = 8

  private init(_ file: WeightFile, _ tensor: WeightTensor, isVerbatim: Bool, convert: @escaping Convert) {
    self.file = file
    self.tensor = tensor
    self.isVerbatim = isVerbatim
    self.convert = convert
  }

  deinit { raw.deallocate() }

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
    if let start = bytes.baseAddress { convert(start, StridedView(rowMajor: [elements.count]), 0, numbers, [1]) }
    return UnsafeRawBufferPointer(bytes)
  }

  /// The numbers of a view of the tensor, row-major.
  func read(_ part: StridedView, into numbers: UnsafeMutablePointer<Number>) throws(WeightError) {
    guard part.count > 0 else { return }
    if part.isContiguous {
      let step = isVerbatim ? part.count : block / tensor.type.bytes
      for start in stride(from: 0, to: part.count, by: step) {
        let end = min(start + step, part.count)
        try read(part.offset + start..<part.offset + end, into: numbers + start)
      }
    } else {
      let view = part.merged
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
    let step = abs(view.strides[across])
    let most = max(1, block / (max(run, step <= sparsest * run ? step : run) * tensor.type.bytes) / 16 * 16)
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
    if across == nil || bounds.count <= sparsest * view.count && bounds.count * size <= block {
      let bytes = reserve(bounds.count * size)
      try file.read(tensor, elements: bounds, into: bytes)
      if let start = bytes.baseAddress { convert(start, view, bounds.lowerBound, numbers, steps) }
      return
    }
    guard let across else { return }
    let runs = view.shape[across]
    let bytes = reserve(runs * run.count * size)
    for index in 0..<runs {
      let first = run.lowerBound + index * view.strides[across]
      let room = bytes[(index * run.count * size)..<((index + 1) * run.count * size)]
      try file.read(tensor, elements: first..<(first + run.count), into: UnsafeMutableRawBufferPointer(rebasing: room))
    }
    if let start = bytes.baseAddress {
      convert(start, view.spaced(across, by: run.count), run.lowerBound, numbers, steps)
    }
  }

  /// Room for so many bytes.
  private func reserve(_ bytes: Int) -> UnsafeMutableRawBufferPointer {
    if raw.count < bytes {
      raw.deallocate()
      raw = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes, alignment: 16)
    }
    return UnsafeMutableRawBufferPointer(rebasing: raw[..<bytes])
  }
}

extension TensorReader where Number: BinaryFloatingPoint {
  /// Numbers, whatever their type in the file.
  convenience init(_ file: WeightFile, _ tensor: WeightTensor) {
    // Most machines keep float32 as files do.
    let isVerbatim =
      Number.self == Float.self && tensor.type == .float32 && !tensor.isBigEndian
      && Float(1).bitPattern.littleEndian == Float(1).bitPattern
    let isBig = tensor.isBigEndian
    self.init(file, tensor, isVerbatim: isVerbatim) { [type = tensor.type] stored, view, base, numbers, steps in
      func copy<Stored: BitwiseCopyable>(_: Stored.Type, _ decode: (Stored) -> Number) {
        let source = stored.assumingMemoryBound(to: Stored.self)
        Gather.copy(view, base: base, from: source, into: numbers, steps: steps, decode)
      }
      switch type {
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
}

extension TensorReader where Number: FixedWidthInteger {
  /// Numbers as the file has them, whatever they are, of a type of the same size.
  convenience init(bitsOf tensor: WeightTensor, in file: WeightFile) {
    self.init(file, tensor, isVerbatim: true) { stored, view, base, numbers, steps in
      Gather.copy(view, base: base, from: stored.assumingMemoryBound(to: Number.self), into: numbers, steps: steps) {
        $0
      }
    }
  }
}
