import Foundation
import Sandbox
import Testing

@testable import HDF5

/// Which program reads a stranger's bytes for a client of the library, whose own main knows nothing of it.
@Suite struct WorkerProgramTests {
  /// The tests are such a client: the program is found beside them.
  @Test func aClientReadsWithoutSayingHow() throws {
    #expect(HDF5Worker.command.first == worker.first)
    #expect(try HDF5Reader(path: fixture("types.h5")).dataset("/none").shape == [0, 4])
  }

  @Test func whereThereIsNoneItIsSaidHow() throws {
    let error = #expect(throws: HDF5Error.self) { try HDF5Reader(path: fixture("types.h5"), worker: []) }
    let words = error?.description ?? ""
    #expect(words.contains("set WorkerProgram.path to the path of 'zoo'"))
    #expect(words.contains("runIfAsked() of HDF5Worker"))
  }

  @Test func aProgramIsNamedOnceForAll() async {
    await #expect(processExitsWith: .success) {
      WorkerProgram.path = "/nowhere"
      guard HDF5Worker.command == ["/nowhere", "hdf5-worker"], WorkerProgram.path == "/nowhere" else { exit(10) }
      do {
        _ = try HDF5Reader(path: fixture("types.h5"))
        exit(11)
      } catch {
        exit("\(error)".hasPrefix("the worker does not start: ") ? EXIT_SUCCESS : 12)
      }
    }
  }
}
