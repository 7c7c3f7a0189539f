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

  /// The bytes that are the file are two numbers behind its command; what are none is passed over.
  @Test func theArgumentsOfAWorker() throws {
    func objects(_ arguments: String...) throws -> Int {
      try HDF5Reader(path: fixture("types.h5"), worker: worker + arguments).objects.count
    }
    let all = try objects()
    #expect(try objects("0", "\(contents(fixture("types.h5")).count)") == all)
    for wrong in [["9", "8"], ["8"], ["1", "2", "3"], ["a", "b"]] {
      #expect(try HDF5Reader(path: fixture("types.h5"), worker: worker + wrong).objects.count == all, "\(wrong)")
    }
    #expect(throws: HDF5Error.damaged("cannot open the file")) { try objects("8", "8") }
  }

  /// It is asked for a part of what is read as a whole, for what lies in one run, and for what is not there.
  @Test func whatAWorkerIsAsked() throws {
    let reader = try HDF5Reader(path: fixture("types.h5"), worker: worker)
    let descriptor = open(fixture("types.h5"), O_RDONLY)
    defer { close(descriptor) }
    let process = try HDF5Process(worker, input: descriptor, part: nil)
    _ = try process.answer(within: 9)
    func refusal(_ path: String, _ bytes: Range<Int>) throws -> HDF5Error? {
      try process.prepareMemory(bytes.count)
      var request = FrameWriter()
      request.put(Reply.decode)
      for number in [try reader.index(path), bytes.lowerBound, bytes.upperBound] { request.put(number) }
      try process.ask(request)
      if case .failed(let error) = try process.answer(within: 9) { return error }
      return nil
    }
    #expect(try refusal("/compact", 0..<24) == nil)
    #expect(try refusal("/compact", 0..<20) == .damaged("'/compact' is read as a whole"))
    #expect(try refusal("/compact", 4..<24) == .damaged("'/compact' is read as a whole"))
    #expect(try refusal("/compact", 0..<25) == .damaged("the worker was asked for what is not there"))
    #expect(try refusal("/i1", 0..<6) == .damaged("'/i1' is not decoded but read where it lies"))
  }
}
