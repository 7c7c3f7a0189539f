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

    /// The parameter's name.
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
    for match in mapping.matches { findings += try Check.findings(match, in: file, progress) }
    self.findings = findings
  }

  init(_ mapping: Mapping, _ findings: [Finding]) {
    self.mapping = mapping
    self.findings = findings
  }

  /// What is remarkable about a tensor's numbers, in a reading of its own.
  static func findings(
    _ match: Mapping.Match, in file: WeightFile, _ progress: (Int) -> Void
  ) throws(WeightError) -> [Finding] {
    // In the order of the file, which is fast whatever the layout.
    var check: NumberCheck? = NumberCheck(match, in: file)
    let numbers = try OrderedNumbers(match, in: file, order: match.view.axesByDistance.reversed())
    try numbers.forEachBlock(isOrdered: false, check: &check) { block in
      progress(block.numbers.count * numbers.bytesOfNumber)
    }
    return check?.findings ?? []
  }
}
