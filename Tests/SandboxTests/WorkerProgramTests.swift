import Foundation
import Testing

@testable import Sandbox

/// Which program is started as a worker.
@Suite struct WorkerProgramTests {
  @Test func whatIsNamedGoesFirst() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("zoo-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func command(_ path: String? = nil, own: Set<String> = [], folder: String?) -> [String] {
      WorkerProgram.command(
        for: "a-worker", WorkerProgram.Choice(path: path, own: own), own: "/own", folder: folder)
    }
    // No neighbour, then one that cannot be executed, then one that can.
    #expect(command(folder: folder) == [])
    #expect(command(folder: nil) == [])
    #expect(
      FileManager.default.createFile(atPath: folder + "/zoo", contents: nil, attributes: [.posixPermissions: 0o644]))
    #expect(command(folder: folder) == [])
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder + "/zoo")
    #expect(command(folder: folder) == [folder + "/zoo", "a-worker"])
    #expect(command(own: ["another"], folder: folder) == [folder + "/zoo", "a-worker"])
    #expect(command(own: ["a-worker"], folder: folder) == ["/own", "a-worker"])
    #expect(command("/named", own: ["a-worker"], folder: folder) == ["/named", "a-worker"])
    #expect(command("/named", folder: nil) == ["/named", "a-worker"])
  }
}
