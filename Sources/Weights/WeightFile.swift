import HDF5
import PlainText
import Synchronization
import TensorFiles

/// An open file of weights: what it holds, and its numbers on demand. The file is only ever read.
///
/// Threads may share it. Unchecked for `reader` alone, which is no `Sendable`: it decodes with `reading` locked, and what is
/// asked of it without the lock are its constants. The rest is constant, or locked or atomic by itself.
public final class WeightFile: @unchecked Sendable {
  /// As the user named it.
  public let path: String
  public let format: WeightFormat
  public let tensors: [WeightTensor]
  /// What is in the file and was left out, one sentence each.
  public let remarks: [Phrase]

  /// The SHA-256 that the file states for its tensors, by path; only zoo's own format does.
  let digests: [String: Digest.Value]

  /// Where the bytes of tensors lie: the file itself, and what else it names.
  private let sources: [any ByteSource & Sendable]
  /// For HDF5, whose chunked tensors only its worker can decode.
  private let reader: HDF5Reader?
  /// The worker does one thing at a time.
  private let reading = Mutex(())
  /// How often numbers were read, which tests count.
  let readings = Atomic(0)
  /// Paths of the tensors whose bytes were found to have the SHA-256 that the file states.
  private let verified = Mutex<Set<String>>([])

  /// Bytes of the file.
  public var size: Int { sources[0].size }

  /// - Parameter worker: the command that starts a worker for HDF5.
  /// - Throws: `WeightError` where the file cannot be opened, is damaged or hostile, or is something else than weights.
  public init(_ path: String, worker: [String] = HDF5Worker.command) throws(WeightError) {
    self.path = path
    var bytes = try FileBytes(path)
    var part: Range<Int>?
    if KerasArchive.recognizes(bytes) {
      do {
        guard let weights = try KerasArchive(bytes).weights() else {
          throw WeightError("a Keras archive without '\(KerasArchive.weights)': it has no weights")
        }
        (bytes, part) = weights
      } catch {
        throw WeightFile.error(error, path)
      }
    }
    sources = [bytes]
    let source = bytes.source
    let found: Reading
    var digests: [String: Digest.Value] = [:]
    do {
      if part == nil, TorchFile.recognizes(source) {
        reader = nil
        found = TorchFormat.read(try TorchFile(reading: source))
      } else if part == nil, Safetensors.recognizes(source) {
        reader = nil
        found = SafetensorsFormat.read(try Safetensors(reading: source))
      } else {
        let reader = try HDF5Reader(descriptor: bytes.descriptor, part: part, worker: worker)
        self.reader = reader
        do {
          found = try HDF5Formats.read(HDF5Contents(reader.objects, base: part?.lowerBound ?? 0))
        } catch {
          // Of no use here, and perhaps worse: what means harm is refused by its rule.
          try reader.checkChunks()
          throw error
        }
        if found.format == .zoo, let table = reader.objects.firstIndex(where: { $0.path == ZooFormat.digests }) {
          try ZooFormat.check(tableBytes: reader.objects[table].dataset?.byteCount, found.tensors)
          digests = try ZooFormat.digests(of: found.tensors, in: try reader.bytes(of: table))
        }
      }
    } catch HDF5Error.notHDF5 where path.hasSuffix(".safetensors") || Safetensors.resembles(source) {
      throw WeightFile.refusal(ofSafetensors: source, path)
    } catch {
      throw WeightFile.error(error, path)
    }
    self.digests = digests
    format = found.format
    tensors = found.tensors
    remarks = found.remarks
  }

  /// The weights of a file that somebody else reads: a stranger's network, whose numbers lie in it, beside it or in memory.
  ///
  /// - Parameters:
  ///   - path: as the user named it.
  ///   - tensors: each lies in one of the sources as its place says.
  ///   - sources: the file itself comes first.
  ///   - reader: of an HDF5 file, for tensors that only its worker can decode.
  ///   - remarks: what is in the file and was left out, one sentence each.
  public init(
    _ path: String, format: WeightFormat, tensors: [WeightTensor], sources: [any ByteSource & Sendable],
    reader: HDF5Reader? = nil, remarks: [Phrase] = []
  ) {
    precondition(!sources.isEmpty, "a file of weights is somewhere")
    self.path = path
    self.format = format
    self.tensors = tensors
    self.remarks = remarks
    self.sources = sources
    self.reader = reader
    digests = [:]
  }

  /// Weights in memory, as a file of safetensors has them.
  ///
  /// - Parameter path: what messages call them.
  /// - Throws: `WeightError` where the bytes are none.
  public convenience init(safetensors bytes: [UInt8], path: String) throws(WeightError) {
    let source = MemorySource(bytes)
    let found: Reading
    do { found = SafetensorsFormat.read(try Safetensors(reading: source)) } catch {
      throw WeightFile.error(error, path)
    }
    self.init(path, format: found.format, tensors: found.tensors, sources: [source], remarks: found.remarks)
  }

  /// Whether two threads that read different places of a tensor would have each other's decoded again and again.
  func isReadInTurn(_ tensor: WeightTensor) -> Bool {
    if case .object(let index) = tensor.place { reader?.isDecodedInParts(index) ?? false } else { false }
  }

  func isVerified(_ tensor: WeightTensor) -> Bool { verified.withLock { $0.contains(tensor.path) } }

  func setVerified(_ tensor: WeightTensor) { verified.withLock { _ = $0.insert(tensor.path) } }

  /// Reads elements of a tensor as they follow each other in the file. Several threads may read at a time.
  func read(
    _ tensor: WeightTensor, elements: Range<Int>, into buffer: UnsafeMutableRawBufferPointer
  ) throws(WeightError) {
    readings.add(1, ordering: .relaxed)
    let size = tensor.type.bytes
    let range = (elements.lowerBound * size)..<(elements.upperBound * size)
    do {
      switch tensor.place {
      case .file(let offset, let source): try sources[source].read(at: offset + range.lowerBound, into: buffer)
      case .object(let index): try reading.withLock { _ in try reader?.read(index, bytes: range, into: buffer) }
      }
    } catch {
      throw WeightFile.error(error, path)
    }
  }

  /// Why a file whose first bytes are no safetensors header is none, though it was meant to be one.
  private static func refusal(ofSafetensors source: some ByteSource, _ path: String) -> WeightError {
    do {
      _ = try Safetensors(reading: source)
      return error(HDF5Error.notHDF5, path)
    } catch {
      return WeightFile.error(error, path)
    }
  }

  /// An error of a format's reader as one of the file.
  private static func error(_ error: any Error, _ path: String) -> WeightError {
    switch error {
    case HDF5Error.notHDF5:
      WeightError("\(path): neither HDF5 nor safetensors nor a file of torch.save, a .caffemodel or a .keras archive")
    case let error as WeightError: WeightError("\(path): \(error.phrase)", error.reason)
    default: WeightError("\(path): \(error)")
    }
  }
}
