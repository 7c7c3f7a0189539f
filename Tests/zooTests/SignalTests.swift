import Foundation
import Testing

/// Signals that arrive while a file is written.
@Suite struct SignalTests {
  private static let model = """
    input: [1, 32, 32]
    layers:
    - {fc: 3000, name: fc6}
    - {fc: 3000, name: fc7}
    """

  /// Runs `zoo weights init` in the background of a shell, sends it a signal once it writes, and waits for its end.
  ///
  /// - Parameter isIgnored: whether the program is started to ignore it.
  private func interrupt(_ signal: String, isIgnored: Bool, in folder: Folder) async throws -> Int32 {
    try folder.write(Self.model, to: "net.yaml")
    // Tests run on threads on which signals are blocked: env undoes that too.
    return try await Program.shell(
      """
      env --default-signal=\(signal) \(isIgnored ? "--ignore-signal=\(signal)" : "") "$ZOO" weights init ./net.yaml -o x.h5 &
      for i in {1..1000}; do compgen -G '.x.h5.tmp-*' > /dev/null && break; sleep 0.01; done
      kill -\(signal) $! || exit 99
      wait $!
      """, in: folder.url
    ).code
  }

  private static let hasEnv =
    (try? Process.run(URL(filePath: "/usr/bin/env"), arguments: ["--default-signal", "true"]))
    .map { process in
      process.waitUntilExit()
      return process.terminationStatus == 0
    } == true

  @Test(.enabled(if: hasEnv, "env cannot set signals here"), arguments: [("INT", 2), ("TERM", 15), ("HUP", 1)])
  func anInterruptionLeavesNothing(signal: String, number: Int32) async throws {
    let folder = try Folder()
    let code = try await interrupt(signal, isIgnored: false, in: folder)
    #expect(code == 128 + number)
    #expect(try folder.names == ["net.yaml"])
  }

  /// As `nohup` and a shell's background jobs start a program.
  @Test(.enabled(if: hasEnv, "env cannot set signals here"), arguments: ["INT", "TERM", "HUP"])
  func whatWasIgnoredAtTheStartStaysIgnored(signal: String) async throws {
    let folder = try Folder()
    let code = try await interrupt(signal, isIgnored: true, in: folder)
    #expect(code == 0)
    #expect(try folder.names == ["net.yaml", "x.h5"])
  }

  @Test func aLimitForFilesIsAnError() async throws {
    let folder = try Folder()
    try folder.write(Self.model, to: "net.yaml")
    let outcome = try await Program.shell(
      "ulimit -f 1000; \"$ZOO\" weights init ./net.yaml -o x.h5", in: folder.url)
    expectFailure(outcome, 74, "x.h5: ")
    #expect(try folder.names == ["net.yaml"])
  }
}
