import Architecture

/// Where the weights that multiply a layer's input are zero.
public struct Sparsity: Sendable {
  /// The zeros of one layer's kernels.
  public struct Entry: Hashable, Sendable {
    /// The layer's name.
    public let layer: String
    /// Weights that there are; what a connection table leaves out is none.
    public let weights: Int
    /// Those of them that are not zero.
    public let nonzero: Int
    /// Output channels, or outputs of a fully connected layer.
    public let outputs: Int
    /// Outputs all of whose weights are zero: what they give does not depend on the input.
    public let zeroOutputs: Int
    /// Input channels; of a fully connected layer that reads maps, these.
    public let inputs: Int
    /// Input channels that every kernel multiplies by zero.
    public let zeroInputs: Int

    public var zeros: Int { weights - nonzero }
  }

  /// One for each layer whose weights are kernels.
  public let entries: [Entry]

  /// - Parameter progress: is told how many bytes were read.
  /// - Throws: `WeightError` also where a tensor's bytes are not those whose SHA-256 the file states.
  public init(of file: WeightFile, _ mapping: Mapping, progress: (Int) -> Void = { _ in }) throws(WeightError) {
    let numbers = ParameterSource.file(file, mapping)
    var entries: [Entry] = []
    for match in mapping.matches where match.parameter.isKernel && match.parameter.declaration.role == .weight {
      entries.append(
        try Sparsity.entry(match.parameter, numbers) { progress($0 * match.tensor.type.bytes) })
    }
    self.entries = entries
  }

  /// - Parameter progress: is told how many numbers were read.
  private static func entry(
    _ parameter: NetworkParameter, _ numbers: ParameterSource, progress: (Int) -> Void
  ) throws(WeightError) -> Entry {
    let axes = KernelAxes(parameter)
    var isZero = (
      first: [Bool](repeating: true, count: axes.first), second: [Bool](repeating: true, count: axes.second)
    )
    var nonzero = 0
    let spatial = parameter.axes.dropFirst(2).reduce(1, *)
    var position = 0
    try numbers.forEachBlock(of: parameter, order: Array(parameter.axes.indices)) { block in
      progress(block.count)
      var rest = block[...]
      while !rest.isEmpty {
        // Of one kernel on one channel, as far as the block reaches.
        let (slice, start) = position.quotientAndRemainder(dividingBy: spatial)
        let part = rest.prefix(spatial - start)
        rest = rest.dropFirst(part.count)
        position += part.count
        let (first, second) = slice.quotientAndRemainder(dividingBy: axes.perGroup)
        let living = part.count { $0 != 0 }
        guard living > 0, axes.connects(first, second) else { continue }
        nonzero += living
        isZero.first[first] = false
        isZero.second[axes.channel(first, second)] = false
      }
    }
    let zero = (first: isZero.first.count { $0 }, second: isZero.second.count { $0 })
    return Entry(
      layer: parameter.layer.name, weights: parameter.declaration.count, nonzero: nonzero,
      outputs: axes.firstIsOutput ? axes.first : axes.second,
      zeroOutputs: axes.firstIsOutput ? zero.first : zero.second,
      inputs: axes.firstIsOutput ? axes.second : axes.first, zeroInputs: axes.firstIsOutput ? zero.second : zero.first)
  }
}

/// What the first two axes of a kernel stand for: outputs and the inputs of their group, or the other way round.
private struct KernelAxes {
  /// Channels of the first axis.
  let first: Int
  /// Channels of the other side, of all groups together.
  let second: Int
  /// Whether the first axis are outputs; a transposed convolution's are its inputs.
  let firstIsOutput: Bool
  /// Channels of the second axis: those of one group.
  let perGroup: Int
  private let groups: Int
  /// The inputs that each output reads; nil where each reads all of its group.
  private let connections: [[Int]]?

  init(_ parameter: NetworkParameter) {
    firstIsOutput = !(parameter.layer.kind is TransposedConvolution)
    first = parameter.axes[0]
    perGroup = parameter.axes[1]
    let others = firstIsOutput ? parameter.layer.inputShapes[0].channels : parameter.layer.shape.channels
    groups = parameter.declaration.shape.count > 2 && perGroup > 0 ? max(1, others / perGroup) : 1
    second = groups * perGroup
    connections = (parameter.layer.kind as? Convolution)?.connections
  }

  /// Whether there is a weight: a file has numbers, which nothing uses, also where a connection table has none.
  func connects(_ first: Int, _ second: Int) -> Bool { connections?[first].contains(second) ?? true }

  /// The channel of the other side, counted over all groups.
  func channel(_ first: Int, _ second: Int) -> Int { first / max(1, self.first / groups) * perGroup + second }
}
