import TensorFiles

/// A parameter's numbers with its axes in a wanted order, from wherever they come.
struct OrderedNumbers: Sendable {
  let parameter: NetworkParameter
  /// The parameter's axes as they are wanted.
  let order: [Int]
  /// Where the wanted numbers lie in their source.
  let view: StridedView
  private let source: Source

  private enum Source: Sendable {
    case file(WeightFile, WeightTensor, divisor: Double)
    case memory([Float])
    case generator(Generator)
  }

  /// - Parameter order: nil for the parameter's own.
  init(_ match: Mapping.Match, in file: WeightFile, order: [Int]? = nil) throws(WeightError) {
    parameter = match.parameter
    self.order = order ?? Array(parameter.axes.indices)
    view = match.view.permuted(self.order)
    source = .file(file, match.tensor, divisor: try match.divisorValue(file))
  }

  /// - Parameter numbers: row-major in the parameter's own order.
  init(_ numbers: [Float], of parameter: NetworkParameter, order: [Int]) {
    self.parameter = parameter
    self.order = order
    view = StridedView(rowMajor: parameter.axes).permuted(order)
    source = .memory(numbers)
  }

  init(_ generator: Generator, of parameter: NetworkParameter, order: [Int]) {
    self.parameter = parameter
    self.order = order
    view = StridedView(rowMajor: parameter.axes).permuted(order)
    if view.isContiguous {
      source = .generator(generator)
    } else {
      // All of it, to be taken in another order.
      source = .memory(
        [Float](unsafeUninitializedCapacity: parameter.count) { buffer, filled in
          generator.fill(UnsafeMutableBufferPointer(rebasing: buffer[..<parameter.count]), of: parameter, from: 0)
          filled = parameter.count
        })
    }
  }

  /// The axis of the kernels among the wanted ones, where the parameter has kernels.
  var kernelAxis: Int? { parameter.isKernel ? order.firstIndex(of: 0) : nil }

  /// What all stored numbers are to be divided by.
  var divisor: Double { if case .file(_, _, let divisor) = source { divisor } else { 1 } }

  var type: ElementType { if case .file(_, let tensor, _) = source { tensor.type } else { .float32 } }
  /// Bytes of a number in its source.
  var bytesOfNumber: Int { type.bytes }
  /// Whether float32 does not hold the numbers.
  var isDouble: Bool { type == .float64 }
  /// Whether the wanted numbers as float32 are the file's bytes as they follow each other there.
  var isVerbatim: Bool {
    if case .file(_, let tensor, let divisor) = source {
      view.isContiguous && divisor == 1 && type == .float32 && !tensor.isBigEndian
    } else {
      false
    }
  }

  /// What finds out whether the bytes of the numbers are those that were written; nil where nobody says which they were.
  var statedDigest: StatedDigest? {
    if case .file(let file, let tensor, _) = source { StatedDigest(of: tensor, in: file) } else { nil }
  }

  /// Threads that may read at a time without hindering each other.
  var readers: Int {
    if case .file(let file, let tensor, _) = source, file.isReadInTurn(tensor) { 1 } else { Threads.count }
  }

  /// Reads boxes of the numbers, for one thread.
  final class Reader<Number: BinaryFloatingPoint & BitwiseCopyable> {
    private let numbers: OrderedNumbers
    private let tensor: TensorReader<Number>?

    init(_ numbers: OrderedNumbers) {
      self.numbers = numbers
      if case .file(let file, let tensor, _) = numbers.source {
        self.tensor = TensorReader(file, tensor)
      } else {
        tensor = nil
      }
    }

    /// The numbers of a box as their source has them, row-major.
    ///
    /// - Returns: the stored bytes, where they follow each other in a file; they are there until the next reading.
    func read(
      _ box: [Range<Int>], into target: UnsafeMutableBufferPointer<Number>
    ) throws(WeightError) -> UnsafeRawBufferPointer? {
      let part = numbers.view.part(box)
      guard let base = target.baseAddress else { return nil }
      switch numbers.source {
      case .file:
        if numbers.view.isContiguous, part.isContiguous {
          return try tensor?.read(part.offset..<part.offset + part.count, into: base)
        }
        try tensor?.read(part, into: base)
      case .memory(let all):
        all.withUnsafeBufferPointer { source in
          if let start = source.baseAddress { Gather.copy(part, base: 0, from: start, into: base) { Number($0) } }
        }
      case .generator(let generator):
        let made = UnsafeMutableBufferPointer<Float>.allocate(capacity: target.count)
        defer { made.deallocate() }
        generator.fill(made, of: numbers.parameter, from: part.offset)
        for index in target.indices { target[index] = Number(made[index]) }
      }
      return nil
    }
  }
}

extension Mapping.Match {
  /// What the stored numbers are divided by: 1, or Caffe's scale factor (0 there means that nothing was gathered).
  fileprivate func divisorValue(_ file: WeightFile) throws(WeightError) -> Double {
    guard let divisor, divisor.count == 1 else { return 1 }
    var value = 0.0
    let result = withUnsafeMutablePointer(to: &value) { place in
      Result { () throws(WeightError) in _ = try TensorReader<Double>(file, divisor).read(0..<1, into: place) }
    }
    try result.get()
    return value == 0 ? 1 : value
  }
}
