#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A worker that reads nothing, and tells what confines it: what every worker of this program has on this system.
public enum ConfinementProbe {
  /// The hidden command.
  public static let argument = "confinement-probe"

  /// Makes a program its own probe: to be called first in its `main`.
  public static func runIfAsked() { WorkerProgram.runIfAsked(argument) { main() } }

  private static func main() -> Never {
    let wish = Confinement.Wish(memory: 48 << 20, memoryLimit: 48 << 20, addressSpace: 1 << 30, seconds: 3)
    guard let confinement = try? Confinement.confine(wish) else { Worker.end(EXIT_FAILURE) }
    var frame = FrameWriter()
    frame.put(confinement)
    let channel = Channel(descriptor: Worker.channel)
    guard channel.send(frame.bytes) else { Worker.end(EXIT_FAILURE) }
    // It lives until the parent has looked at it.
    _ = try? channel.receive(limit: 0, deadline: nil)
    Worker.end(EXIT_SUCCESS)
  }

  /// What confines a worker: what it says itself, unless the kernel's own status of it says otherwise.
  public static func run(
    command: [String] = WorkerProgram.command(for: argument)
  ) throws(WorkerFailure) -> Confinement {
    let process = try WorkerProcess(command: command, input: nil, longestAnswer: 64)
    let said = try process.answer(within: 10) { frame throws(FrameReader.Malformed) in try frame.confinement() }
    #if os(Linux)
      // Two of the layers are seen from outside (proc(5)); where /proc is not there, the worker's word stands.
      let calls = process.status("Seccomp").map { $0 == "2" } ?? said.calls.isInForce
      let privileges = process.status("NoNewPrivs").map { $0 == "1" } ?? said.privileges.isInForce
      guard calls == said.calls.isInForce, privileges == said.privileges.isInForce else { throw .nonsense }
    #endif
    return said
  }
}

extension FrameWriter {
  fileprivate mutating func put(_ confinement: Confinement) {
    for state in [confinement.privileges, confinement.landlock, confinement.limits, confinement.calls] {
      switch state {
      case .inForce(let number): put(number)
      case .missing: put(0)
      case .refused(let error): put(-error)
      }
    }
  }
}

extension FrameReader {
  fileprivate mutating func confinement() throws(Malformed) -> Confinement {
    func state(_ number: Int) -> Confinement.State { Confinement.State(Int32(truncatingIfNeeded: number)) }
    return Confinement(
      privileges: state(try int()), landlock: state(try int()), limits: state(try int()), calls: state(try int()))
  }
}
