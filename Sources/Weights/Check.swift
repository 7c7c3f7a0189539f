import Architecture

/// Whether a file holds the weights of a network: every tensor once with the right shape, and numbers that can be right.
public struct Check: Sendable {
  /// What is remarkable about the numbers of a tensor.
  public struct Finding: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
      /// So many numbers that are NaN.
      case notNumbers(Int)
      /// So many numbers that are infinite.
      case infinities(Int)
      /// So many kernels, of so many, that are all zero.
      case deadKernels(Int, of: Int)
      /// All numbers are this one.
      case constant(Double)
      /// The bytes are not those whose SHA-256 the file states.
      case damaged
    }

    /// The slot's name.
    public let name: String
    public let kind: Kind

    /// NaN and infinity make every result wrong; dead kernels and constants are merely odd.
    public var isError: Bool {
      switch kind {
      case .notNumbers, .infinities, .damaged: true
      case .deadKernels, .constant: false
      }
    }
  }

  public let mapping: Mapping
  public let findings: [Finding]

  /// Whether the weights fit and are numbers.
  public var fits: Bool { mapping.isComplete && !findings.contains { $0.isError } }

  /// Bytes of numbers looked at together.
  static let tile = 8 << 20

  /// - Parameter progress: is told how many bytes were read.
  public init(
    of file: WeightFile, onto network: Network, flipsChannels: Bool = false, progress: (Int) -> Void = { _ in }
  ) throws(WeightError) {
    mapping = Mapping(of: file, onto: network, flipsChannels: flipsChannels)
    var findings: [Finding] = []
    for match in mapping.matches { findings += try Check.findings(file, match, progress) }
    self.findings = findings
  }

  private static func findings(
    _ file: WeightFile, _ match: Mapping.Match, _ progress: (Int) -> Void
  ) throws(WeightError) -> [Finding] {
    // In the order of the file, which is fast whatever the layout; the output channel follows from the element's place.
    let tensor = match.tensor
    let view = StridedView(rowMajor: [tensor.count])
    let reader = TensorReader<Float>(file, tensor, as: view, scattered: .readRuns)
    let step = reader.rows(inTileOf: tile)
    var numbers = [Float](repeating: 0, count: min(step, tensor.count))
    var statistics = NumberStatistics()
    var digest = Digest()
    let stated = file.digests[tensor.path]
    let kernels = match.slot.isKernel ? match.slot.axes[0] : 0
    var isAlive = [Bool](repeating: false, count: kernels)
    for start in stride(from: 0, to: tensor.count, by: step) {
      let count = min(step, tensor.count - start)
      try numbers.withUnsafeMutableBufferPointer { buffer throws(WeightError) in
        guard let base = buffer.baseAddress else { return }
        try reader.read(rows: start..<(start + count), into: base)
        statistics.add(UnsafeBufferPointer(start: base, count: count))
        if kernels > 0 { mark(&isAlive, UnsafeBufferPointer(start: base, count: count), from: start, match.view) }
      }
      if stated != nil { digest.add(reader.stored(count)) }
      progress(count * tensor.type.bytes)
    }
    var findings: [Finding] = []
    func add(_ kind: Finding.Kind) { findings.append(Finding(name: match.slot.name, kind: kind)) }
    if let stated, stated != digest.value { add(.damaged) }
    if statistics.notNumbers > 0 { add(.notNumbers(statistics.notNumbers)) }
    if statistics.infinities > 0 { add(.infinities(statistics.infinities)) }
    let dead = isAlive.count { !$0 }
    if statistics.isConstant, match.slot.isKernel || statistics.minimum != 0 && match.slot.parameter.role == .weight {
      add(.constant(statistics.minimum))
    } else if dead > 0 {
      add(.deadKernels(dead, of: kernels))
    }
    return findings
  }

  /// Marks the kernels that have a number other than zero among those from element `first` on.
  private static func mark(
    _ isAlive: inout [Bool], _ numbers: UnsafeBufferPointer<Float>, from first: Int, _ view: StridedView
  ) {
    // Element e belongs to kernel e / step % count: the kernel's axis is the first, or the last in Keras's layout.
    let step = abs(view.strides[0])
    let count = view.shape[0]
    for (index, number) in numbers.enumerated() where number != 0 {
      isAlive[(first + index) / step % count] = true
    }
  }
}

extension Check {
  /// Whether all that is wrong is that something is missing.
  public var isPartial: Bool {
    mapping.misshapen.isEmpty && mapping.extra.isEmpty && !findings.contains { $0.isError }
  }
}
