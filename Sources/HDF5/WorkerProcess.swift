internal import CHDF5
import PlainText

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A running worker as its parent sees it: what goes in, what comes out, and how it ended.
final class WorkerProcess {
  private let channel: Channel
  private let memory: Int32
  private var memoryBytes = 0
  private var process: pid_t?

  init(command: [String], input: Int32) throws(HDF5Error) {
    guard let program = command.first else { throw HDF5Worker.unknown }
    var ends: [Int32] = [-1, -1]
    #if os(Linux)
      let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw .system("no channel to the worker: \(reason())") }
    channel = Channel(descriptor: ends[0])
    defer { close(ends[1]) }
    memory = chdf5_shared_memory()
    guard memory >= 0 else {
      let error = HDF5Error.system("no memory to share with the worker: \(reason())")
      close(ends[0])
      throw error
    }
    var started: pid_t = 0
    let result = Self.withStrings(command) { arguments in
      Self.withStrings(Self.environment()) { environment in
        chdf5_spawn(&started, program, arguments, environment, input, ends[1], memory)
      }
    }
    guard result == 0 else {
      close(ends[0])
      close(memory)
      throw .system("the worker does not start: \(String(cString: strerror(result)))")
    }
    process = started
  }

  deinit {
    end()
    close(channel.descriptor)
    close(memory)
  }

  /// The next answer, or why there is none; after a failure of the process itself it is gone.
  func answer(within seconds: Double) throws(HDF5Error) -> Reply {
    let frame: [UInt8]
    do throws(Channel.Failure) {
      frame = try channel.receive(limit: HDF5Limits.descriptionBytes * 2, deadline: Clock.now + seconds)
    } catch {
      let status = end(isOver: error == .closed)
      switch error {
      case .late: throw .workerEnded("the process that read it took more than \(Int(seconds)) seconds")
      case .malformed: throw .workerEnded("the process that read it answered nonsense")
      case .closed: throw .workerEnded("the process that read it \(Self.words(status))")
      }
    }
    var reader = FrameReader(frame)
    do throws(FrameReader.Malformed) { return try Reply(&reader) } catch {
      end()
      throw .workerEnded("the process that read it answered nonsense")
    }
  }

  func ask(_ request: [UInt8]) throws(HDF5Error) {
    guard process != nil, channel.send(request) else {
      throw .workerEnded("the process that read it \(Self.words(end(isOver: true)))")
    }
  }

  /// Makes room in the shared memory, which is empty then.
  func prepareMemory(_ bytes: Int) throws(HDF5Error) {
    if memoryBytes > 0 { chdf5_discard(memory, UInt64(memoryBytes)) }
    #if !os(Linux)
      memoryBytes = 0
    #endif
    guard bytes > memoryBytes else { return }
    guard ftruncate(memory, off_t(bytes)) == 0 else { throw .system("no memory for \(bytes) bytes: \(reason())") }
    memoryBytes = bytes
  }

  /// Copies from the shared memory by a system call: a mapping could fault under a worker that was taken over.
  func copyMemory(_ range: Range<Int>, into target: UnsafeMutableRawBufferPointer) throws(HDF5Error) {
    guard readWhole(memory, range, into: target) else { throw .workerEnded("its memory is gone") }
  }

  /// Ends the process if it runs; its wait status.
  ///
  /// - Parameter isOver: it seems to have ended by itself: what it ended by is waited for, though not for long.
  @discardableResult
  private func end(isOver: Bool = false) -> Int32? {
    guard let process else { return nil }
    self.process = nil
    var status: Int32 = 0
    for _ in 0..<(isOver ? 200 : 0) {
      if waitpid(process, &status, WNOHANG) == process { return status }
      usleep(1000)
    }
    // The signal hits no one else: the process is not reaped yet.
    kill(process, SIGKILL)
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return status
  }

  private static func words(_ status: Int32?) -> String {
    guard let status else { return "is gone" }
    let signal = status & 0x7f
    switch signal {
    case 0: return "ended with status \(status >> 8 & 0xff)"
    case SIGSEGV, SIGBUS: return "crashed: the HDF5 library reached for memory that is not its own (signal \(signal))"
    case SIGABRT, SIGILL, SIGTRAP: return "crashed: the HDF5 library gave up on what it read (signal \(signal))"
    case SIGFPE: return "crashed: the HDF5 library divided by zero (signal \(signal))"
    case SIGXCPU: return "took more time than it has (signal \(signal))"
    case SIGSYS: return "was ended: it tried what is forbidden to it (signal \(signal))"
    default: return "was ended by signal \(signal)"
    }
  }

  /// Nothing of the caller's environment but where its libraries are: HDF5_* would choose drivers and plugins.
  private static func environment() -> [String] {
    let kept = ["LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "ASAN_OPTIONS", "LLVM_PROFILE_FILE"]
    return ["HDF5_PLUGIN_PRELOAD=::", "SWIFT_BACKTRACE=enable=no"]
      + kept.compactMap { name in getenv(name).map { "\(name)=\(String(cString: $0))" } }
  }

  private static func withStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let copies = strings.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return body(copies + [nil])
  }
}

/// The system's word for the last error.
func reason() -> Phrase { Phrase(verbatim: String(cString: strerror(errno))) }

/// Reads the whole range of a file; false where it ends before, or the system refuses.
func readWhole(_ descriptor: Int32, _ range: Range<Int>, into target: UnsafeMutableRawBufferPointer) -> Bool {
  var done = 0
  while done < range.count {
    let count = pread(
      descriptor, target.baseAddress.map { $0 + done }, range.count - done, off_t(range.lowerBound + done))
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { return false }
    done += count
  }
  return true
}
