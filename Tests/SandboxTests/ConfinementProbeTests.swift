import Foundation
import Testing

@testable import Sandbox

/// What a worker of the built program says that it is confined by.
@Suite struct ConfinementProbeTests {
  private static let program =
    URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
    .appendingPathComponent("zoo").path

  @Test func aWorkerTells() throws {
    let confinement = try ConfinementProbe.run(command: [Self.program, ConfinementProbe.argument])
    #expect(confinement.limits == .inForce(1))
    #if os(Linux)
      #expect(confinement.privileges == .inForce(1))
    #endif
  }

  /// One that says too much is caught by the kernel's own word for it.
  @Test func aWorkerThatBoastsIsNotBelieved() {
    // Four numbers in a frame of 32 bytes: 1, 7, 1 and 22, of a process that is not confined at all.
    let words = [32, 1, 7, 1, 22].map { "\\\(String($0, radix: 8))\\0\\0\\0\\0\\0\\0\\0" }.joined()
    let boasting = ["/bin/sh", "-c", "printf '\(words)' >&4; sleep 9"]
    #expect(throws: WorkerFailure.nonsense) { try ConfinementProbe.run(command: boasting) }
  }

  @Test func aWorkerThatDiesIsAFailure() {
    #expect(throws: WorkerFailure.ended("the process that read it \("ended with status 3")")) {
      try ConfinementProbe.run(command: ["/bin/sh", "-c", "exit 3"])
    }
  }
}
