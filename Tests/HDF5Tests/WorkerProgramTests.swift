import Foundation
import Testing

@testable import HDF5

/// Which program reads a stranger's bytes for a client of the library, whose own main knows nothing of it.
@Suite struct WorkerProgramTests {
  /// The tests are such a client: the program is found beside them.
  @Test func aClientReadsWithoutSayingHow() throws {
    #expect(HDF5Worker.command.first == worker.first)
    #expect(try HDF5Reader(path: fixture("types.h5")).dataset("/none").shape == [0, 4])
  }

  @Test func whatIsNamedGoesFirst() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("zoo-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func command(_ program: String? = nil, isHere: Bool = false, folder: String?) -> [String] {
      HDF5Worker.command(HDF5Worker.Choice(program: program, isHere: isHere), own: "/own", folder: folder)
    }
    // No neighbour, then one that cannot be executed, then one that can.
    #expect(command(folder: folder) == [])
    #expect(command(folder: nil) == [])
    #expect(
      FileManager.default.createFile(atPath: folder + "/zoo", contents: nil, attributes: [.posixPermissions: 0o644]))
    #expect(command(folder: folder) == [])
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder + "/zoo")
    #expect(command(folder: folder) == [folder + "/zoo", "hdf5-worker"])
    #expect(command(isHere: true, folder: folder) == ["/own", "hdf5-worker"])
    #expect(command("/named", isHere: true, folder: folder) == ["/named", "hdf5-worker"])
    #expect(command("/named", folder: nil) == ["/named", "hdf5-worker"])
  }

  @Test func whereThereIsNoneItIsSaidHow() throws {
    let error = #expect(throws: HDF5Error.self) { try HDF5Reader(path: fixture("types.h5"), worker: []) }
    let words = error?.description ?? ""
    #expect(words.contains("set HDF5Worker.program to the path of 'zoo'"))
    #expect(words.contains("HDF5Worker.runIfAsked()"))
  }

  @Test func aProgramIsNamedOnceForAll() async {
    await #expect(processExitsWith: .success) {
      HDF5Worker.program = "/nowhere"
      guard HDF5Worker.command == ["/nowhere", "hdf5-worker"], HDF5Worker.program == "/nowhere" else { exit(10) }
      do {
        _ = try HDF5Reader(path: fixture("types.h5"))
        exit(11)
      } catch {
        exit("\(error)".hasPrefix("the worker does not start: ") ? EXIT_SUCCESS : 12)
      }
    }
  }
}
