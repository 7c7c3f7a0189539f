import Architecture
import FileSystem
import HDF5
import TensorFiles

/// Writes the weights of a network in a dialect: a new file, whole or not at all, read back before it takes its place.
public struct WeightWriter {
  /// Types that weights can be written in.
  public static let types = NumberEncoder.types

  private let network: Network
  private let dialect: Dialect
  private let type: ElementType
  private let worker: [String]

  /// - Parameter worker: the command that starts a worker for HDF5, with which the file is read back.
  public init(
    _ network: Network, _ dialect: Dialect, type: ElementType, worker: [String] = HDF5Worker.command
  ) {
    self.network = network
    self.dialect = dialect
    self.type = type
    self.worker = worker
  }

  /// - Parameters:
  ///   - mayReplace: whether a file that is there already is replaced.
  ///   - progress: is told how many bytes were written.
  /// - Returns: a warning where the file is in its place but may not be after a power failure.
  /// - Throws: `WeightError` for what the dialect cannot hold, and for every failure to write; the target is as it was then.
  @discardableResult
  public func write(
    _ source: SlotSource, to path: String, mayReplace: Bool, progress: (Int) -> Void = { _ in }
  ) throws(WeightError) -> String? {
    let plan = WritingPlan(network, dialect, source: source)
    guard Set(plan.items.map(\.path)).count == plan.items.count else {
      throw WeightError("\(path): two layers would have one name in \(dialect.title)")
    }
    let output = try writing { () throws(OutputError) in try OutputFile(path, mayReplace: mayReplace) }
    let skeleton = try Skeleton(plan, type: type, model: network.model.name, to: output)
    var digests: [Digest.Value] = []
    for (item, place) in zip(plan.items, skeleton.places) {
      digests.append(try write(item, at: place, source, to: output, progress))
    }
    if let place = skeleton.digests {
      let bytes = ZooDialect.table(zip(plan.items, digests).map { (Skeleton.path(of: $0, in: plan), $1) })
      let result = bytes.withUnsafeBytes { buffer in
        Result { () throws(OutputError) in try output.write(buffer, at: place) }
      }
      try writing { () throws(OutputError) in try result.get() }
    }
    try verify(plan, skeleton.places, digests, output)
    return try writing { () throws(OutputError) in try output.commit() }
  }

  /// Writes one tensor; the SHA-256 of its bytes where the dialect keeps it.
  private func write(
    _ item: WritingPlan.Item, at place: Int, _ source: SlotSource, to output: OutputFile, _ progress: (Int) -> Void
  ) throws(WeightError) -> Digest.Value {
    var digest = Digest()
    var position = place
    func put(_ bytes: UnsafeRawBufferPointer) throws(WeightError) {
      if dialect == .zoo { digest.add(bytes) }
      try writing { () throws(OutputError) in try output.write(bytes, at: position) }
      position += bytes.count
      progress(bytes.count)
    }
    switch item.content {
    case .number(let number, let type):
      try withBytes(of: type == .float32 ? UInt64(Float(number).bitPattern) : UInt64(number), type.bytes, put)
    case .slot(let slot, let order):
      var bytes: [UInt8] = []
      try source.forEachPiece(of: slot, order: order) { numbers throws(WeightError) in
        // Most machines keep float32 as the file does.
        if type == .float32, Float(1).bitPattern.littleEndian == Float(1).bitPattern {
          return try put(UnsafeRawBufferPointer(numbers))
        }
        NumberEncoder.encode(numbers, as: type, into: &bytes)
        let result = bytes.withUnsafeBytes { buffer in Result { () throws(WeightError) in try put(buffer) } }
        try result.get()
      }
    }
    return digest.value
  }

  /// Hands on the lowest bytes of a number, the least first.
  private func withBytes(
    of number: UInt64, _ count: Int, _ use: (UnsafeRawBufferPointer) throws(WeightError) -> Void
  ) throws(WeightError) {
    let result = withUnsafeBytes(of: number.littleEndian) { bytes in
      Result { () throws(WeightError) in try use(UnsafeRawBufferPointer(rebasing: bytes[..<count])) }
    }
    try result.get()
  }

  /// Opens the finished file as any other, and finds every tensor as it was meant to be, where its bytes were written.
  private func verify(
    _ plan: WritingPlan, _ places: [Int], _ digests: [Digest.Value], _ output: OutputFile
  ) throws(WeightError) {
    let file: WeightFile
    do {
      file = try WeightFile(output.temporary, worker: worker)
    } catch {
      throw WeightError("\(output.path): does not read back (\(error.message)); nothing was changed", .output)
    }
    let found = Dictionary(file.tensors.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    for ((item, place), digest) in zip(zip(plan.items, places), digests) {
      guard let tensor = found[Skeleton.path(of: item, in: plan)],
        tensor.place == .file(offset: place), tensor.shape == item.shape, tensor.type == item.type(type),
        dialect != .zoo || file.digests[tensor.path] == digest
      else {
        throw WeightError(
          "\(output.path): \(item.path) did not read back as it was written; nothing was changed", .output)
      }
    }
  }
}
