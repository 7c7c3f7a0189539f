import PlainText
import Sandbox

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An HDF5 file from anywhere, described when it is opened and read dataset by dataset.
///
/// The HDF5 library runs in a worker process. Numbers that lie in one run in the file are read from it directly; compact
/// and chunked ones come through memory shared with the worker, as much of a dataset at a time as twice the file and
/// 24 MiB allow, chunks included. Everything the worker says is checked again here.
public final class HDF5Reader {
  /// The root group first, then every group followed by its members, by name.
  public let objects: [HDF5Object]
  /// Bytes of the file.
  public let fileSize: Int

  private let descriptor: Int32
  /// Where the HDF5 file begins in the descriptor's.
  private let base: Int
  private let worker: HDF5Process?
  /// The dataset of which bytes are in the shared memory, and which they are.
  private var decoded: (index: Int, range: Range<Int>)?

  /// Opens and describes a file.
  ///
  /// - Parameter worker: the command that starts the worker.
  public convenience init(path: String, worker: [String] = HDF5Worker.command) throws(HDF5Error) {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(reason()) }
    defer { close(descriptor) }
    try self.init(descriptor: descriptor, worker: worker)
  }

  /// Describes the file that is open in `descriptor`, which stays the caller's.
  ///
  /// - Parameter part: the bytes of it that are the HDF5 file, as a member of an archive; nil for all. Places of datasets count
  ///   from its first byte.
  public init(
    descriptor: Int32, part: Range<Int>? = nil, worker: [String] = HDF5Worker.command
  ) throws(HDF5Error) {
    let own = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    guard own >= 0 else { throw .system(reason()) }
    do throws(HDF5Error) {
      let version: Int
      (fileSize, version) = try Self.checkHead(own, part)
      let process = try HDF5Process(worker, input: own, part: part)
      let reply = try process.answer(within: Double(HDF5Limits.seconds) + 0.5)
      switch reply {
      case .objects(let objects): self.objects = objects
      // A version byte out of bounds in a file of the oldest kind is damage: newer writers make a newer superblock.
      case .failed(.unknownVersion(let detail)) where version < 2: throw .damaged(detail)
      case .failed(let error): throw error
      case .decoded: throw .workerEnded("the process that read it answered nonsense")
      }
      try ReplyCheck(fileSize: fileSize).check(objects)
      let isNeeded = objects.contains { object in
        if case .contiguous = object.dataset?.layout { return false }
        return object.dataset.map { $0.unreadable == nil && $0.byteCount != 0 } ?? false
      }
      self.worker = isNeeded ? process : nil
      self.descriptor = own
      base = part?.lowerBound ?? 0
    } catch {
      close(own)
      throw error
    }
  }

  deinit { close(descriptor) }

  /// Copies bytes of a dataset as the file stores them: row-major, in the type's own byte order.
  ///
  /// - Parameters:
  ///   - index: the dataset's place in `objects`.
  ///   - bytes: which of its bytes, counted from its first.
  ///   - target: as many bytes or more.
  public func read(_ index: Int, bytes: Range<Int>, into target: UnsafeMutableRawBufferPointer) throws(HDF5Error) {
    guard objects.indices.contains(index), let dataset = objects[index].dataset else {
      throw .invalid("object \(index) is no dataset")
    }
    if let unreadable = dataset.unreadable { throw .invalid(unreadable) }
    guard let size = dataset.byteCount, bytes.lowerBound >= 0, bytes.upperBound <= size, target.count >= bytes.count
    else { throw .invalid("bytes \(bytes) are not in \(objects[index].path.quoted)") }
    if bytes.isEmpty { return }
    if case .contiguous(let offset) = dataset.layout {
      let range = base + offset + bytes.lowerBound..<base + offset + bytes.upperBound
      guard readWhole(descriptor, range, into: target) else {
        throw .system("the file changed or cannot be read: \(reason())")
      }
      return
    }
    guard let worker else { throw .invalid("\(objects[index].path.quoted) cannot be read") }
    var place = bytes.lowerBound
    while place < bytes.upperBound {
      let window = try window(of: index, at: place, worker)
      let part = place..<min(window.upperBound, bytes.upperBound)
      let room = target[(place - bytes.lowerBound)..<(part.upperBound - bytes.lowerBound)]
      try worker.copyMemory(
        part.lowerBound - window.lowerBound..<part.upperBound - window.lowerBound,
        into: UnsafeMutableRawBufferPointer(rebasing: room))
      place = part.upperBound
    }
  }

  /// Whether a dataset is decoded in parts, and again where a part is read again: it is best read from its first byte to
  /// its last.
  public func isDecodedInParts(_ index: Int) -> Bool {
    guard objects.indices.contains(index), let dataset = objects[index].dataset, dataset.unreadable == nil,
      let size = dataset.byteCount, let chunkBytes = dataset.chunkBytes, size > 0
    else { return false }
    return size > HDF5Limits.windowBytes(fileSize: fileSize, chunkBytes: chunkBytes)
  }

  /// Decodes the first bytes of chunked datasets, 16 MiB in all: where a file is of no use, this tells whether it means
  /// harm.
  public func checkChunks() throws(HDF5Error) {
    guard let worker else { return }
    var rest = 16 << 20
    for (index, object) in objects.enumerated() where rest > 0 {
      guard let dataset = object.dataset, dataset.unreadable == nil, dataset.chunkBytes != nil,
        let size = dataset.byteCount, size > 0
      else { continue }
      rest -= try window(of: index, at: 0, atMost: rest, worker).count
    }
  }

  /// All bytes of a dataset.
  public func bytes(of index: Int) throws(HDF5Error) -> [UInt8] {
    guard objects.indices.contains(index), let dataset = objects[index].dataset else {
      throw .invalid("object \(index) is no dataset")
    }
    if let unreadable = dataset.unreadable { throw .invalid(unreadable) }
    var bytes = [UInt8](repeating: 0, count: dataset.byteCount ?? 0)
    var failure: HDF5Error?
    bytes.withUnsafeMutableBytes { target in
      do throws(HDF5Error) { try read(index, bytes: 0..<target.count, into: target) } catch { failure = error }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Has the shared memory filled with bytes of a dataset, the one at `place` among them, unless they are there; which
  /// they are.
  private func window(
    of index: Int, at place: Int, atMost limit: Int = .max, _ worker: HDF5Process
  ) throws(HDF5Error) -> Range<Int> {
    if let decoded, decoded.index == index, decoded.range.contains(place) { return decoded.range }
    guard let dataset = objects[index].dataset else { throw .invalid("object \(index) is no dataset") }
    let window = DecodedWindow(at: place, of: dataset, fileSize: fileSize, atMost: limit)
    decoded = nil
    try worker.prepareMemory(window.range.count)
    var request = FrameWriter()
    request.put(Reply.decode)
    request.put(index)
    request.put(window.range.lowerBound)
    request.put(window.range.upperBound)
    try worker.ask(request)
    switch try worker.answer(within: Double(window.seconds) + 0.5) {
    case .decoded: decoded = (index, window.range)
    case .failed(let error): throw error
    case .objects: throw .workerEnded("the process that read it answered nonsense")
    }
    return window.range
  }

  /// Looks at the file without the library; its size and its superblock's version.
  private static func checkHead(
    _ descriptor: Int32, _ part: Range<Int>?
  ) throws(HDF5Error) -> (size: Int, version: Int) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .system(reason()) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .system("not a regular file") }
    guard let whole = Int(exactly: status.st_size) else { throw .system("no size") }
    let part = part ?? 0..<whole
    guard part.lowerBound >= 0, part.upperBound <= whole else { throw .invalid("bytes \(part) are not in the file") }
    let (base, size) = (part.lowerBound, part.count)
    let head = read(descriptor, base..<base + min(size, Superblock.bytes)) ?? []
    guard head.count == min(size, Superblock.bytes) else { throw .system(reason()) }
    let version = try Superblock.check(head, fileSize: size) { offset in
      offset + 8 <= size && read(descriptor, base + offset..<base + offset + 8) == Superblock.signature
    }
    return (size, version)
  }

  private static func read(_ descriptor: Int32, _ range: Range<Int>) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: range.count)
    return bytes.withUnsafeMutableBytes { readWhole(descriptor, range, into: $0) } ? bytes : nil
  }
}
