internal import CImages
import Sandbox

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The process in which libpng and libjpeg decode strangers' pictures, one after the other.
///
/// Each lies in the shared memory, its pixels behind it. A picture that took the worker over could change what the later ones
/// of a command look like, and nothing else.
public enum PictureWorker {
  /// The hidden command, the first argument of a worker.
  public static let argument = "picture-worker"

  /// The command that starts the worker.
  public static var command: [String] { WorkerProgram.command(for: argument) }

  /// Makes a program its own worker: to be called first in its `main`. Where it was started with the hidden command, it decodes
  /// the pictures of its parent, and this does not return.
  public static func runIfAsked() { WorkerProgram.runIfAsked(argument) { main() } }

  /// Starts a worker that is ready by the time that a picture is there: to be said before other work, a few milliseconds of it.
  public static func prepare() { PictureProcess.prepare() }

  private static func main() -> Never {
    let channel = Channel(descriptor: Worker.channel)
    let wish = Confinement.Wish(
      memory: memoryBytes, memoryLimit: memoryBytes, addressSpace: (1 << 30) + memoryBytes + PictureRequest.mostMemory,
      seconds: PictureRequest.seconds(room: 0))
    guard (try? Confinement.confine(wish)) != nil else { Worker.end(EXIT_FAILURE) }
    var mapped = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    while let bytes = try? channel.receive(limit: 64, deadline: nil) {
      var reader = FrameReader(bytes)
      guard let request = try? PictureRequest(&reader), let memory = map(request.memory, instead: &mapped) else {
        Worker.end(EXIT_FAILURE)
      }
      Confinement.raise(memory: memoryBytes, seconds: PictureRequest.seconds(room: request.room))
      var frame = FrameWriter()
      decode(request, in: memory).write(to: &frame)
      guard channel.send(frame.bytes) else { Worker.end(EXIT_FAILURE) }
    }
    Worker.end(EXIT_SUCCESS)
  }

  /// Memory of the worker's own: what libjpeg takes for the coefficients of a progressive picture of the largest size, rows, and
  /// the program.
  private static let memoryBytes = 704 << 20

  /// The shared memory, which has grown to so many bytes.
  private static func map(
    _ count: Int, instead mapped: inout UnsafeMutableRawBufferPointer
  ) -> UnsafeMutableRawBufferPointer? {
    if mapped.count >= count { return mapped }
    if let start = mapped.baseAddress { munmap(start, mapped.count) }
    let start = mmap(nil, count, PROT_READ | PROT_WRITE, MAP_SHARED, Worker.memory, 0)
    guard let start, start != MAP_FAILED else { return nil }
    mapped = UnsafeMutableRawBufferPointer(start: start, count: count)
    return mapped
  }

  private static func decode(_ request: PictureRequest, in memory: UnsafeMutableRawBufferPointer) -> PictureReply {
    var header = cimages_header()
    let message = LibraryMessage()
    let open = request.format == .png ? cimages_open_png : cimages_open_jpeg
    let bytes = memory.baseAddress?.assumingMemoryBound(to: UInt8.self)
    guard let reader = open(bytes, request.count, &header, message.start) else { return .damaged(message.text) }
    defer { cimages_close(reader) }
    let size = PictureReply.Size(width: Int(header.width), height: Int(header.height), channels: Int(header.channels))
    guard let count = size.bytes, count <= request.room else { return .needsRoom(size) }
    guard cimages_read(reader, bytes.map { $0 + request.pixels }, message.start) != 0 else {
      return .damaged(message.text)
    }
    return .pixels(size)
  }
}
