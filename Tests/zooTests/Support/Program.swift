import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// The built `zoo`, run as a user runs it.
enum Program {
  struct Outcome {
    let code: Int32
    let output: String
    let errors: String
  }

  /// The executable, which lies beside the tests' own.
  static let path: URL = {
    #if os(macOS)
      let tests = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") } ?? Bundle.main
      return tests.bundleURL.deletingLastPathComponent().appending(path: "zoo")
    #else
      return Bundle.main.bundleURL.appending(path: "zoo")
    #endif
  }()

  /// Runs `zoo` to its end.
  ///
  /// - Parameters:
  ///   - folder: the working folder; nil for that of the tests.
  ///   - environment: variables that differ; nil for one that is not there.
  static func run(
    _ arguments: String..., in folder: URL? = nil, environment: [String: String?] = [:]
  ) async throws -> Outcome {
    try await launch(path, arguments, folder, environment)
  }

  /// The same with arguments that are put together.
  static func run(
    _ arguments: [String], in folder: URL? = nil, environment: [String: String?] = [:]
  ) async throws -> Outcome {
    try await launch(path, arguments, folder, environment)
  }

  static let hasABrowser = isHere("chromium", "chromium-browser", "google-chrome")

  /// Python with Playwright, where `make browser` put it.
  static let python = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: ".build/browser-venv/bin/python").path

  /// Whether the scripts that drive Chromium can run, and what they need.
  static let drivesABrowser = hasABrowser && FileManager.default.isExecutableFile(atPath: python)
  static let browserNeeds: Comment = "needs Chromium and Playwright (make browser)"

  /// Whether one of several programs is in the PATH.
  private static func isHere(_ names: String...) -> Bool {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return names.contains { name in folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") } }
  }

  /// Runs a line of the shell, in which `$ZOO` is the executable.
  static func shell(_ line: String, in folder: URL? = nil) async throws -> Outcome {
    try await launch(URL(filePath: "/bin/bash"), ["-c", line], folder, ["ZOO": path.path])
  }

  private static func launch(
    _ executable: URL, _ arguments: [String], _ folder: URL?, _ changes: [String: String?]
  ) async throws -> Outcome {
    // Files take any amount without a reader.
    let files = try Folder()
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = environment(changes)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: try files.write("", to: "output"))
    process.standardError = try FileHandle(forWritingTo: try files.write("", to: "errors"))
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in continuation.resume() }
      do {
        try process.run()
      } catch {
        process.terminationHandler = nil
        continuation.resume(throwing: error)
      }
    }
    return Outcome(code: process.terminationStatus, output: try files.read("output"), errors: try files.read("errors"))
  }

  /// Runs `zoo` on a terminal of its own; what it writes there, with its line ends as they were written.
  static func onTerminal(_ arguments: String..., environment changes: [String: String?] = [:]) throws -> String {
    var (master, slave): (Int32, Int32) = (-1, -1)
    guard openpty(&master, &slave, nil, nil, nil) == 0 else { throw CocoaError(.fileNoSuchFile) }
    let terminal = FileHandle(fileDescriptor: slave, closeOnDealloc: true)
    let process = Process()
    process.executableURL = path
    process.arguments = arguments
    process.environment = environment(changes)
    process.standardOutput = terminal
    process.standardError = terminal
    process.standardInput = terminal
    try process.run()
    try terminal.close()
    // A terminal whose last writer is gone reads as an error.
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while case let count = read(master, &buffer, buffer.count), count > 0 { bytes += buffer[..<count] }
    close(master)
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
  }

  private static func environment(_ changes: [String: String?]) -> [String: String] {
    var environment = ProcessInfo.processInfo.environment
    for name in ["NO_COLOR", "COLUMNS", "ZOO_LANGUAGE"] { environment[name] = nil }
    environment["TERM"] = "xterm"
    for (name, value) in changes { environment[name] = value }
    return environment
  }
}

/// A temporary folder that goes when it is no longer used.
final class Folder: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "zooTests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  @discardableResult
  func write(_ text: String, to name: String) throws -> URL { try write(Data(text.utf8), to: name) }

  @discardableResult
  func write(_ data: Data, to name: String) throws -> URL {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
    return file
  }

  func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: url.appending(path: name)), as: UTF8.self)
  }

  var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() } }
}
