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

  /// Whether every tensor is there with the right shape; no number is looked at.
  public init(mapping: Mapping) {
    self.mapping = mapping
    findings = []
  }

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
    let reader = TensorReader<Float>(file, tensor, scattered: .readRuns)
    let limit = tile / 4
    let numbers = UnsafeMutableBufferPointer<Float>.allocate(capacity: min(limit, tensor.count))
    defer { numbers.deallocate() }
    var range = NumberRange()
    var digest = Digest()
    let stated = file.digests[tensor.path]
    var kernels = LiveKernels(match)
    try StridedView(rowMajor: [tensor.count]).forEachPiece(atMost: limit) { piece, start throws(WeightError) in
      guard let base = numbers.baseAddress else { return }
      try reader.read(piece, into: base)
      let read = UnsafeBufferPointer(start: UnsafePointer(base), count: piece.count)
      range.add(read)
      kernels.add(read, from: start)
      if stated != nil { digest.add(reader.stored(piece.count)) }
      progress(piece.count * tensor.type.bytes)
    }
    var findings: [Finding] = []
    func add(_ kind: Finding.Kind) { findings.append(Finding(name: match.slot.name, kind: kind)) }
    if let stated, stated != digest.value { add(.damaged) }
    if range.notNumbers > 0 { add(.notNumbers(range.notNumbers)) }
    if range.infinities > 0 { add(.infinities(range.infinities)) }
    if range.isConstant, match.slot.isKernel || range.minimum != 0 && match.slot.parameter.role == .weight {
      add(.constant(Double(range.minimum)))
    } else if kernels.dead > 0 {
      add(.deadKernels(kernels.dead, of: match.slot.axes[0]))
    }
    return findings
  }
}

extension Check {
  /// Whether all that is wrong is that something is missing.
  public var isPartial: Bool {
    mapping.misshapen.isEmpty && mapping.extra.isEmpty && !findings.contains { $0.isError }
  }
}
