import PlainText
import Sandbox
import Synchronization

/// A running picture worker, which decodes one picture after the other.
final class PictureProcess: Sendable {
  /// A picture as it comes: 1 to 4 bytes a pixel, as many pixels as its size says.
  typealias Picture = (size: PictureReply.Size, pixels: [UInt8])

  private let process: Mutex<WorkerProcess>
  /// Workers that wait for the next picture; a thread takes one, and starts one where there is none.
  private static let idle = Mutex<[PictureProcess]>([])
  /// Bytes for pixels that are there before a picture's size is known; a larger one is asked for twice.
  private static let firstRoom = 4 << 20
  /// Shared memory of a worker that waits, at most.
  private static let idleMemory = 64 << 20

  init(_ command: [String] = PictureWorker.command) throws(WorkerFailure) {
    process = Mutex(try WorkerProcess(command: command, input: nil, longestAnswer: 4096))
  }

  /// Starts a worker that waits for the first picture; where that fails, the first picture says why.
  static func prepare() {
    if let worker = try? PictureProcess() { idle.withLock { $0.append(worker) } }
  }

  /// Decodes a picture.
  ///
  /// - Throws: `ImageError` where it is damaged or too large, or the worker fails.
  static func decode(_ bytes: [UInt8], _ format: ImageFormat) throws(ImageError) -> Picture {
    let outcome: Result<Picture, ImageError>
    do throws(WorkerFailure) {
      let waiting = idle.withLock { $0.popLast() }
      let worker = if let waiting { waiting } else { try PictureProcess() }
      let memory: Int
      (outcome, memory) = try worker.decode(bytes, format)
      if memory <= idleMemory { idle.withLock { $0.append(worker) } }
    } catch {
      throw ImageError(error.phrase)
    }
    return try outcome.get()
  }

  /// - Returns: the picture, or what is wrong with it; and how much memory the worker shares.
  func decode(
    _ bytes: [UInt8], _ format: ImageFormat
  ) throws(WorkerFailure) -> (Result<Picture, ImageError>, memory: Int) {
    try process.withLock { process throws(WorkerFailure) in
      let outcome = try PictureProcess.decode(bytes, format, in: process)
      return (outcome, process.memoryBytes)
    }
  }

  private static func decode(
    _ bytes: [UInt8], _ format: ImageFormat, in process: WorkerProcess
  ) throws(WorkerFailure) -> Result<Picture, ImageError> {
    var request = PictureRequest(format: format, count: bytes.count, room: firstRoom)
    try process.growMemory(to: request.memory)
    try process.fillMemory(with: bytes)
    var reply = try ask(request, process)
    if case .needsRoom(let size) = reply {
      do throws(ImageError) { try ImageLimits.check(width: size.width, height: size.height) } catch {
        return .failure(error)
      }
      guard let room = size.bytes, room > firstRoom else { throw .nonsense }
      request = PictureRequest(format: format, count: bytes.count, room: room)
      try process.growMemory(to: request.memory)
      reply = try ask(request, process)
      guard reply == .pixels(size) || reply.isDamage else { throw .nonsense }
    }
    switch reply {
    case .damaged(let text): return .failure(.damage(format, text))
    case .needsRoom: throw .nonsense
    case .pixels(let size):
      guard let count = size.bytes, count <= request.room else { throw .nonsense }
      var failure: WorkerFailure?
      let pixels = [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
        let range = request.pixels..<(request.pixels + count)
        do throws(WorkerFailure) {
          try process.copyMemory(
            range, into: UnsafeMutableRawBufferPointer(start: target.baseAddress, count: count))
          initialized = count
        } catch { failure = error }
      }
      if let failure { throw failure }
      return .success((size, pixels))
    }
  }

  private static func ask(_ request: PictureRequest, _ process: WorkerProcess) throws(WorkerFailure) -> PictureReply {
    var frame = FrameWriter()
    request.write(to: &frame)
    try process.ask(frame.bytes)
    // Its processor time is what it is held to; beside others it takes longer, and for ever only where it was taken over.
    return try process.answer(within: 4 * Double(PictureRequest.seconds(room: request.room))) {
      frame throws(FrameReader.Malformed) in try PictureReply(&frame)
    }
  }
}

extension PictureReply {
  fileprivate var isDamage: Bool { if case .damaged = self { true } else { false } }
}
