import Architecture
import FileSystem
import HDF5
import PlainText
import TensorFiles

/// Writes the weights of a network in a format: a new file, whole or not at all, read back before it takes its place.
public struct WeightWriter: Sendable {
  /// Types that weights can be written in.
  public static let types = NumberEncoder.types

  private let network: Network
  private let format: WeightFormat
  private let type: ElementType
  private let worker: [String]

  /// - Parameter worker: the command that starts a worker for HDF5, with which the file is read back.
  public init(
    _ network: Network, _ format: WeightFormat, type: ElementType, worker: [String] = HDF5Worker.command
  ) {
    self.network = network
    self.format = format
    self.type = type
    self.worker = worker
  }

  /// What became of a file.
  public struct Outcome: Sendable {
    /// The check of the file that was read; nil where the numbers came from elsewhere.
    public let check: Check?
    /// False where the check found what may not be written.
    public let isWritten: Bool
    /// Where the file is in its place but may not be after a power failure.
    public let warning: String?
  }

  /// Writes what the source has; its numbers are checked on their way, and nothing takes the target's place unless they are
  /// numbers, and those whose SHA-256 their file states.
  ///
  /// - Parameters:
  ///   - mayReplace: whether a file that is there already is replaced.
  ///   - progress: is told how many bytes were written.
  /// - Throws: `WeightError` for what the format cannot hold, and for every failure to write; the target is as it was then.
  @discardableResult
  public func write(
    _ source: ParameterSource, to path: String, mayReplace: Bool, progress: (Int) -> Void = { _ in }
  ) throws(WeightError) -> Outcome {
    let plan = WritingPlan(network, format, source: source)
    guard plan.hasDistinctNames else {
      throw WeightError("\(path): two layers would have one name in \(format.title)")
    }
    let output = try writing { () throws(OutputError) in try OutputFile(path, mayReplace: mayReplace) }
    let skeleton = try Skeleton(plan, type: type, model: network.model.name, to: output)
    var digests: [Digest.Value] = []
    var findings: [Check.Finding] = []
    for (item, place) in zip(plan.items, skeleton.places) {
      switch item.content {
      case .number(let number, let type):
        digests.append(try write(WritingPlan.bytes(of: number, type), at: place, to: output))
      case .parameter(let parameter, let order):
        var check = source.check(of: parameter)
        let numbers = try source.numbers(of: parameter, order: order)
        digests.append(try write(numbers, at: place, to: output, &check, progress))
        findings += check?.findings ?? []
      }
    }
    var check: Check?
    if case .file(_, let mapping) = source { check = Check(mapping, findings) }
    guard !findings.contains(where: \.isError) else { return Outcome(check: check, isWritten: false, warning: nil) }
    if let place = skeleton.digests {
      let table = ZooFormat.table(zip(plan.items, digests).map { (Skeleton.path(of: $0, in: plan), $1) })
      _ = try write(table, at: place, to: output)
    }
    try verify(plan, skeleton.places, digests, output)
    let warning = try writing { () throws(OutputError) in try output.commit() }
    return Outcome(check: check, isWritten: true, warning: warning)
  }

  /// Writes one tensor; the SHA-256 of its bytes, where the format keeps it.
  private func write(
    _ numbers: OrderedNumbers, at place: Int, to output: OutputFile, _ check: inout NumberCheck?,
    _ progress: (Int) -> Void
  ) throws(WeightError) -> Digest.Value {
    // Bytes that stay as they are have one digest, which the check takes already.
    let isSame = numbers.isVerbatim && NumberEncoder.isAsInMemory(type) && check?.wantsDigest == true
    let isDigested = format == .zoo && !isSame
    let target = StridedView(rowMajor: numbers.view.shape)
    var digest = Digest()
    try numbers.forEachBlock(isOrdered: format == .zoo, check: &check) { block throws(WeightError) in
      block.encode(as: type)
      let part = target.part(block.box)
      let run = part.runLength * type.bytes
      var rest = block.written[...]
      try part.forEachRun { element throws(WeightError) in
        let bytes = UnsafeRawBufferPointer(rebasing: rest.prefix(run))
        try writing { () throws(OutputError) in try output.write(bytes, at: place + element * type.bytes) }
        rest = rest.dropFirst(run)
      }
    } then: { block in
      if isDigested { digest.add(block.written) }
      progress(block.written.count)
    }
    return isSame ? check?.digest.value ?? [] : digest.value
  }

  /// Writes bytes; their SHA-256.
  private func write(_ bytes: [UInt8], at place: Int, to output: OutputFile) throws(WeightError) -> Digest.Value {
    var digest = Digest()
    let result = bytes.withUnsafeBytes { buffer in
      digest.add(buffer)
      return Result { () throws(OutputError) in try output.write(buffer, at: place) }
    }
    try writing { () throws(OutputError) in try result.get() }
    return digest.value
  }

  /// Opens the finished file as any other, and finds every tensor as it was meant to be, where its bytes were written.
  private func verify(
    _ plan: WritingPlan, _ places: [Int], _ digests: [Digest.Value], _ output: OutputFile
  ) throws(WeightError) {
    let file: WeightFile
    do {
      file = try WeightFile(output.temporary, worker: worker)
    } catch {
      throw WeightError("\(output.path): does not read back (\(error.phrase)); nothing was changed", .output)
    }
    let found = Dictionary(file.tensors.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    for ((item, place), digest) in zip(zip(plan.items, places), digests) {
      guard let tensor = found[Skeleton.path(of: item, in: plan)],
        tensor.place == .file(offset: place), tensor.shape == item.shape, tensor.type == item.type(type),
        format != .zoo || file.digests[tensor.path] == digest
      else {
        throw WeightError(
          "\(output.path): \(item.path) did not read back as it was written; nothing was changed", .output)
      }
    }
  }
}
