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
    var entries: [Entry] = []
    for match in mapping.matches where match.parameter.isKernel && match.parameter.declaration.role == .weight {
      var stated = StatedDigest(of: match.tensor, in: file)
      try stated?.readAll()
      try stated?.compare()
      entries.append(try Sparsity.entry(match, in: file, progress))
    }
    self.entries = entries
  }

  private static func entry(
    _ match: Mapping.Match, in file: WeightFile, _ progress: (Int) -> Void
  ) throws(WeightError) -> Entry {
    let parameter = match.parameter
    let axes = KernelAxes(parameter)
    var isZero = (
      first: [Bool](repeating: true, count: axes.first), second: [Bool](repeating: true, count: axes.second)
    )
    var nonzero = 0
    let tiling = Tiling([match.view], atMost: Tiling.near, inOrder: false)
    let reader = TensorReader<Float>(file, match.tensor)
    let numbers = UnsafeMutableBufferPointer<Float>.allocate(capacity: max(1, tiling.largest))
    defer { numbers.deallocate() }
    for box in tiling.boxes {
      guard let base = numbers.baseAddress else { break }
      let part = match.view.part(box)
      try reader.read(part, into: base)
      let spatial = box.dropFirst(2).reduce(1) { $0 * $1.count }
      var start = 0
      for first in box[0] {
        for second in box[1] {
          let living = numbers[start..<start + spatial].count { $0 != 0 }
          start += spatial
          guard living > 0, axes.connects(first, second) else { continue }
          nonzero += living
          isZero.first[first] = false
          isZero.second[axes.channel(first, second)] = false
        }
      }
      progress(part.count * match.tensor.type.bytes)
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
  private let groups: Int
  private let perGroup: Int
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
