internal import CSandbox
import PlainText

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A running worker as its parent sees it: what goes in, what comes out, and how it ended.
public final class WorkerProcess {
  private let channel: Channel
  private let memory: Int32
  /// The longest answer that is taken, in bytes.
  private let longestAnswer: Int
  /// Bytes of the shared memory.
  public private(set) var memoryBytes = 0
  private var process: pid_t?

  /// Starts a worker.
  ///
  /// - Parameters:
  ///   - command: of `WorkerProgram.command(for:)`, and what the worker itself is to be told.
  ///   - input: the file that it may read; nil where it is given bytes in the shared memory alone.
  ///   - longestAnswer: the most bytes of an answer.
  public init(command: [String], input: Int32?, longestAnswer: Int) throws(WorkerFailure) {
    guard let program = command.first else { throw .unknown }
    var ends: [Int32] = [-1, -1]
    #if os(Linux)
      let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw .notStarted("no channel to the worker: \(reason())") }
    channel = Channel(descriptor: ends[0])
    self.longestAnswer = longestAnswer
    defer { close(ends[1]) }
    memory = csandbox_shared_memory()
    guard memory >= 0 else {
      let error = WorkerFailure.notStarted("no memory to share with the worker: \(reason())")
      close(ends[0])
      throw error
    }
    var started: pid_t = 0
    let result = Self.withStrings(command) { arguments in
      Self.withStrings(Self.environment()) { environment in
        csandbox_spawn(&started, program, arguments, environment, input ?? ends[1], ends[1], memory)
      }
    }
    guard result == 0 else {
      close(ends[0])
      close(memory)
      throw .notStarted("the worker does not start: \(String(cString: strerror(result)))")
    }
    process = started
  }

  deinit {
    end()
    close(channel.descriptor)
    close(memory)
  }

  /// The next answer, made of what came, or why there is none; after a failure of the process itself it is gone.
  public func answer<Answer>(
    within seconds: Double, _ read: (inout FrameReader) throws(FrameReader.Malformed) -> Answer
  ) throws(WorkerFailure) -> Answer {
    let frame: [UInt8]
    do throws(Channel.Failure) {
      frame = try channel.receive(limit: longestAnswer, deadline: Clock.now + seconds)
    } catch {
      let status = end(isOver: error == .closed)
      switch error {
      case .late: throw .ended("the process that read it took more than \(Int(seconds)) seconds")
      case .malformed: throw .nonsense
      case .closed: throw .ended("the process that read it \(Self.words(status))")
      }
    }
    var reader = FrameReader(frame)
    do throws(FrameReader.Malformed) {
      let answer = try read(&reader)
      guard reader.isAtEnd else { throw FrameReader.Malformed() }
      return answer
    } catch {
      end()
      throw .nonsense
    }
  }

  public func ask(_ request: [UInt8]) throws(WorkerFailure) {
    guard process != nil, channel.send(request) else {
      throw .ended("the process that read it \(Self.words(end(isOver: true)))")
    }
  }

  /// Makes room in the shared memory, which is empty then.
  public func prepareMemory(_ bytes: Int) throws(WorkerFailure) {
    if memoryBytes > 0 { csandbox_discard(memory, UInt64(memoryBytes)) }
    #if !os(Linux)
      memoryBytes = 0
    #endif
    try growMemory(to: bytes)
  }

  /// Makes room in the shared memory behind what is in it.
  public func growMemory(to bytes: Int) throws(WorkerFailure) {
    guard bytes > memoryBytes else { return }
    guard ftruncate(memory, off_t(bytes)) == 0 else { throw .notStarted("no memory for \(bytes) bytes: \(reason())") }
    memoryBytes = bytes
  }

  /// Copies from the shared memory by a system call: a mapping could fault under a worker that was taken over.
  public func copyMemory(_ range: Range<Int>, into target: UnsafeMutableRawBufferPointer) throws(WorkerFailure) {
    guard readWhole(memory, range, into: target) else { throw .ended("its memory is gone") }
  }

  /// Puts bytes at the start of the shared memory, for which it has room.
  public func fillMemory(with bytes: [UInt8]) throws(WorkerFailure) {
    let isDone = bytes.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let count = pwrite(memory, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(done))
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        done += count
      }
      return true
    }
    guard isDone else { throw .notStarted("no memory for \(bytes.count) bytes: \(reason())") }
  }

  /// What the kernel says of the running process in a line of its status; nil where it says nothing.
  func status(_ name: String) -> String? {
    guard let process, let file = fopen("/proc/\(process)/status", "r") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, Int32(line.count), file) != nil {
      let text = String(decoding: line.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      if text.hasPrefix("\(name):\t") { return String(text.dropFirst(name.utf8.count + 2)) }
    }
    return nil
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

  /// How a process ended, of its wait status.
  private static func words(_ status: Int32?) -> Phrase {
    guard let status else { return "is gone" }
    let signal = status & 0x7f
    switch signal {
    case 0: return "ended with status \(status >> 8 & 0xff)"
    case SIGSEGV, SIGBUS: return "crashed: the library reached for memory that is not its own (signal \(signal))"
    case SIGABRT, SIGILL, SIGTRAP: return "crashed: the library gave up on what it read (signal \(signal))"
    case SIGFPE: return "crashed: the library divided by zero (signal \(signal))"
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
