/// The check of a tensor's numbers, to which its blocks are added as they are read, for whatever purpose.
struct NumberCheck {
  private let match: Mapping.Match
  private let file: WeightFile
  /// The SHA-256 that the file states for the tensor's bytes, where it does.
  private let stated: Digest.Value?
  private var traits = NumberTraits()
  /// Of the tensor's bytes, where one is stated.
  var digest = Digest()

  init(_ match: Mapping.Match, in file: WeightFile) {
    self.match = match
    self.file = file
    stated = file.digests[match.tensor.path]
  }

  var wantsDigest: Bool { stated != nil }

  /// Adds a block, the next one of the file where the digest is wanted.
  mutating func add<Number>(_ block: Block<Number>) {
    if let traits = block.traits { self.traits.add(traits) }
    if wantsDigest, let stored = block.stored { digest.add(stored) }
  }

  /// What was found, once all numbers were added.
  var findings: [Check.Finding] {
    var findings: [Check.Finding] = []
    func add(_ kind: Check.Finding.Kind) { findings.append(Check.Finding(name: match.parameter.name, kind: kind)) }
    if let stated, stated != digest.value { add(.damaged) }
    let range = traits.range
    if range.notNumbers > 0 { add(.notNumbers(range.notNumbers)) }
    if range.infinities > 0 { add(.infinities(range.infinities)) }
    let dead = traits.livingKernels.count { !$0 }
    if range.isConstant, match.parameter.isKernel || range.minimum != 0 && match.parameter.declaration.role == .weight {
      add(.constant(Double(range.minimum)))
    } else if dead > 0 {
      add(.deadKernels(dead, of: match.parameter.axes[0]))
    }
    return findings
  }

  /// The digest of the tensor in a reading of its own; nil where none is wanted.
  var digestApart: DigestApart? { wantsDigest ? DigestApart(file, match.tensor) : nil }

  /// Unchecked: one thread reads, the one that takes the block that stands for it, and the digest is asked for after all
  /// threads have been joined.
  final class DigestApart: @unchecked Sendable {
    private let file: WeightFile
    private let tensor: WeightTensor
    private(set) var digest = Digest()

    init(_ file: WeightFile, _ tensor: WeightTensor) {
      self.file = file
      self.tensor = tensor
    }

    func read() throws(WeightError) {
      let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
      defer { room.deallocate() }
      let size = tensor.type.bytes
      for start in stride(from: 0, to: tensor.count, by: room.count / size) {
        let elements = start..<min(start + room.count / size, tensor.count)
        let part = UnsafeMutableRawBufferPointer(rebasing: room[..<(elements.count * size)])
        try file.read(tensor, elements: elements, into: part)
        digest.add(UnsafeRawBufferPointer(part))
      }
    }
  }
}
