internal import PlainText

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An HDF5 file from anywhere, described when it is opened and read dataset by dataset.
///
/// The HDF5 library runs in a worker process. Numbers that lie in one run in the file are read from it directly; compact
/// and chunked ones come through memory shared with the worker, a whole dataset at a time. Everything the worker says is
/// checked again here.
public final class HDF5Reader {
  /// The root group first, then every group followed by its members, by name.
  public let objects: [HDF5Object]
  /// Bytes of the file.
  public let fileSize: Int

  private let descriptor: Int32
  private let worker: WorkerProcess?
  /// The dataset whose numbers are in the shared memory.
  private var decoded: Int?

  /// Opens and describes a file.
  ///
  /// - Parameter worker: the command that starts the worker: `HDF5Worker.command` in a program that has it.
  public convenience init(path: String, worker: [String] = HDF5Worker.command) throws(HDF5Error) {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(reason()) }
    defer { close(descriptor) }
    try self.init(descriptor: descriptor, worker: worker)
  }

  /// Describes the file that is open in `descriptor`, which stays the caller's.
  public init(descriptor: Int32, worker: [String] = HDF5Worker.command) throws(HDF5Error) {
    let own = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    guard own >= 0 else { throw .system(reason()) }
    do throws(HDF5Error) {
      let version: Int
      (fileSize, version) = try Self.checkHead(own)
      let process = try WorkerProcess(command: worker, input: own)
      let reply = try process.answer(within: Double(HDF5Limits.seconds) + 0.5)
      switch reply {
      case .objects(let objects): self.objects = objects
      // A version byte out of bounds in a file of the oldest kind is damage: newer writers make a newer superblock.
      case .failed(.newerFormat(let detail)) where version < 2: throw .damaged(detail)
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
      let range = offset + bytes.lowerBound..<offset + bytes.upperBound
      guard readWhole(descriptor, range, into: target) else {
        throw .system("the file changed or cannot be read: \(reason())")
      }
      return
    }
    guard let worker else { throw .invalid("\(objects[index].path.quoted) cannot be read") }
    if decoded != index { try decode(index, size, worker) }
    try worker.copyMemory(bytes, into: target)
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

  private func decode(_ index: Int, _ size: Int, _ worker: WorkerProcess) throws(HDF5Error) {
    decoded = nil
    try worker.prepareMemory(size)
    var request = FrameWriter()
    request.put(Reply.decode)
    request.put(index)
    try worker.ask(request.bytes)
    switch try worker.answer(within: Double(HDF5Limits.seconds + size / 20_000_000) + 0.5) {
    case .decoded: decoded = index
    case .failed(let error): throw error
    case .objects: throw .workerEnded("the process that read it answered nonsense")
    }
  }

  /// Looks at the file without the library; its size and its superblock's version.
  private static func checkHead(_ descriptor: Int32) throws(HDF5Error) -> (size: Int, version: Int) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .system(reason()) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .system("not a regular file") }
    guard let size = Int(exactly: status.st_size) else { throw .system("no size") }
    let head = read(descriptor, 0..<min(size, Superblock.bytes)) ?? []
    guard head.count == min(size, Superblock.bytes) else { throw .system(reason()) }
    let version = try Superblock.check(head, fileSize: size) { offset in
      offset + 8 <= size && read(descriptor, offset..<offset + 8) == Superblock.signature
    }
    return (size, version)
  }

  private static func read(_ descriptor: Int32, _ range: Range<Int>) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: range.count)
    return bytes.withUnsafeMutableBytes { readWhole(descriptor, range, into: $0) } ? bytes : nil
  }
}
