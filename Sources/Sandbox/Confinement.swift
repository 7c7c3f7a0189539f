internal import CSandbox

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What confines a process that reads a stranger's bytes, layer by layer; each holds without the others.
public struct Confinement: Sendable, Hashable {
  /// How it stands with a layer.
  public enum State: Sendable, Hashable {
    /// With the version of the kernel's interface, or how many system calls are left; 1 where there is no such number.
    case inForce(Int)
    /// The system has no such thing.
    case missing
    /// The system has it and refused it: its number of the error.
    case refused(Int)

    init(_ state: Int32) {
      self = state > 0 ? .inForce(Int(state)) : state == 0 ? .missing : .refused(Int(-state))
    }

    public var isInForce: Bool { if case .inForce = self { true } else { false } }
  }

  /// No new privileges, and none of root's.
  public let privileges: State
  /// Landlock: no file by its name, no TCP, no signal to another process.
  public let landlock: State
  /// Limits of memory and time; none of new descriptors, of files that grow, of processes.
  public let limits: State
  /// seccomp: system calls of an allow-list, of which any other ends the process.
  public let calls: State

  public init(privileges: State, landlock: State, limits: State, calls: State) {
    (self.privileges, self.landlock, self.limits, self.calls) = (privileges, landlock, limits, calls)
  }

  /// What the calling process, which has one thread, is left with.
  public struct Wish: Sendable {
    /// Bytes of memory of its own, at first and after `raise` at most.
    public let memory: Int, memoryLimit: Int
    /// Bytes of its whole address space.
    public let addressSpace: Int
    /// Of processor time.
    public let seconds: Int

    public init(memory: Int, memoryLimit: Int, addressSpace: Int, seconds: Int) {
      (self.memory, self.memoryLimit, self.addressSpace, self.seconds) = (memory, memoryLimit, addressSpace, seconds)
    }
  }

  /// Confines the calling process for good, as far as the system can.
  ///
  /// - Parameter input: the descriptor of the file that it reads.
  /// - Throws: `WorkerFailure` where the limits, which every system has, were refused.
  @discardableResult
  public static func confine(_ wish: Wish, input: Int32 = Worker.input) throws(WorkerFailure) -> Confinement {
    var raw = csandbox_wish()
    raw.layers = Int32(CSANDBOX_ALL)
    (raw.input, raw.channel, raw.memory) = (input, Worker.channel, Worker.memory)
    (raw.data_bytes, raw.data_limit) = (UInt64(wish.memory), UInt64(wish.memoryLimit))
    (raw.address_bytes, raw.cpu_seconds) = (UInt64(wish.addressSpace), UInt64(wish.seconds))
    let state = csandbox_confine(&raw)
    let confinement = Confinement(
      privileges: State(state.privileges), landlock: State(state.landlock), limits: State(state.limits),
      calls: State(state.calls))
    if case .refused(let error) = confinement.limits {
      throw .unconfined("the worker cannot be confined: \(String(cString: strerror(Int32(error))))")
    }
    return confinement
  }

  /// Raises the limits that are left a margin: of memory, and of processor time from now.
  public static func raise(memory: Int, seconds: Int) { _ = csandbox_raise(UInt64(memory), UInt64(seconds)) }

  /// Whether this is a build in which a sanitizer watches: its own calls and memory leave no room for the allow-list.
  public static var isWatched: Bool { csandbox_is_watched() != 0 }
}
