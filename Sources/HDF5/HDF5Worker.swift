internal import CHDF5
import PlainText
import Sandbox

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The process in which the HDF5 library reads a stranger's bytes, so that what they do to it is done to nobody else.
///
/// It is a `Worker`: a program that calls `runIfAsked`, started with a hidden command.
public enum HDF5Worker {
  /// The hidden command, the first argument of a worker.
  public static let argument = "hdf5-worker"

  /// The command that starts the worker.
  public static var command: [String] { WorkerProgram.command(for: argument) }

  /// Makes a program its own worker: to be called first in its `main`. Where it was started with the hidden command, it reads
  /// the file of its parent, and this does not return.
  public static func runIfAsked() { WorkerProgram.runIfAsked(argument) { main() } }

  /// Reads the file in descriptor 3 for the parent until the parent closes the channel.
  public static func main() -> Never {
    let channel = Channel(descriptor: Worker.channel)
    let status = serve(channel)
    Worker.end(status)
  }

  private static func serve(_ channel: Channel) -> Int32 {
    var found: [Walk.Found] = []
    do {
      let range = try confine(part: part(of: CommandLine.arguments))
      let fileSize = range.count
      let file = try open(range)
      var walk = Walk(file: file.id, fileSize: fileSize)
      found = try walk.run()
      guard answer(.objects(found.map(\.object)), channel) else { return EXIT_FAILURE }
      while true {
        guard let request = try? channel.receive(limit: 64, deadline: nil) else { return EXIT_SUCCESS }
        let reply: Reply
        do throws(HDF5Error) {
          try decode(request, found, file.id, fileSize: fileSize)
          reply = .decoded
        } catch { reply = .failed(error) }
        guard answer(reply, channel) else { return EXIT_FAILURE }
      }
    } catch {
      return answer(.failed(error), channel) ? EXIT_SUCCESS : EXIT_FAILURE
    }
  }

  /// The arguments that name the part of the descriptor's file that is the HDF5 file.
  static func arguments(for part: Range<Int>?) -> [String] {
    part.map { ["\($0.lowerBound)", "\($0.upperBound)"] } ?? []
  }

  /// The part that a worker's arguments name; nil for all of the file.
  private static func part(of arguments: [String]) -> Range<Int>? {
    guard arguments.count == 4, let start = Int(arguments[2]), let end = Int(arguments[3]), start <= end else {
      return nil
    }
    return start..<end
  }

  /// Gives up everything that reading needs not, before the library has seen a byte of the file.
  ///
  /// - Parameter part: where the HDF5 file lies in the descriptor's; nil for all of it.
  /// - Returns: where it lies.
  @discardableResult
  static func confine(input: Int32 = Worker.input, part: Range<Int>? = nil) throws(HDF5Error) -> Range<Int> {
    var status = stat()
    guard fstat(input, &status) == 0, status.st_mode & S_IFMT == S_IFREG, let size = Int(exactly: status.st_size),
      part.map({ $0.lowerBound >= 0 && $0.upperBound <= size }) ?? true
    else {
      throw .damaged("the worker was given no file")
    }
    let range = part ?? 0..<size
    let fileSize = range.count
    try Library.startForStrangers()
    // A chunk as stored, inflated and unshuffled.
    let chunk = 3 * HDF5Limits.chunkBytes(fileSize: fileSize)
    // Address space: the program, the numbers in shared memory, and what is its own.
    let shared = HDF5Limits.windowBytes(fileSize: fileSize, chunkBytes: 0)
    do throws(WorkerFailure) {
      try Confinement.confine(
        Confinement.Wish(
          memory: ownBytes, memoryLimit: ownBytes + chunk, addressSpace: (1 << 30) + chunk + shared,
          seconds: HDF5Limits.seconds), input: input)
    } catch { throw .damaged(error.phrase) }
    return range
  }

  /// Memory of the worker's own while it describes the file: 12 MiB of names and 12 of text, and the answer that they are written
  /// to, which has up to 32 MiB where it grows and 16 that are copied.
  private static let ownBytes = 96 << 20

  private static func open(_ range: Range<Int>) throws(HDF5Error) -> Handle {
    let file = try Handle(
      chdf5_open_descriptor(Worker.input, UInt64(range.lowerBound), UInt64(range.count)), "open the file",
      close: H5Fclose)
    return file
  }

  private static func decode(
    _ request: [UInt8], _ found: [Walk.Found], _ file: hid_t, fileSize: Int
  ) throws(HDF5Error) {
    var reader = FrameReader(request)
    guard let kind = try? reader.byte(), kind == Reply.decode, let index = try? reader.int(),
      found.indices.contains(index), let dataset = found[index].object.dataset, dataset.unreadable == nil,
      let first = try? reader.int(), let end = try? reader.int(), 0 <= first, first < end,
      let bytes = dataset.byteCount, end <= bytes
    else { throw .damaged("the worker was asked for what is not there") }
    let window = DecodedWindow(range: first..<end, of: dataset)
    Confinement.raise(memory: ownBytes + 3 * (dataset.chunkBytes ?? 0), seconds: window.seconds)
    let size = window.range.count
    guard let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, Worker.memory, 0), memory != MAP_FAILED
    else {
      throw .damaged("the worker has no memory for \(size) bytes")
    }
    defer { munmap(memory, size) }
    let path = found[index].object.path
    let object = try Handle(
      H5Oopen_by_addr(file, haddr_t(found[index].address)), "open \(path.quoted)", close: H5Oclose)
    try ChunkReading(id: object.id, path: path, dataset: dataset, fileSize: fileSize)
      .decode(window.range, into: UnsafeMutableRawBufferPointer(start: memory, count: size))
  }

  private static func answer(_ reply: Reply, _ channel: Channel) -> Bool {
    var frame = FrameWriter()
    reply.write(to: &frame)
    return channel.send(frame.bytes)
  }
}
