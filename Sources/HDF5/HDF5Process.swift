import Sandbox

/// A running worker that reads one HDF5 file, and whose failures are the reader's.
final class HDF5Process {
  private let process: WorkerProcess

  /// - Parameters:
  ///   - worker: the command that starts it.
  ///   - part: the bytes of the file that are HDF5; nil for all.
  init(_ worker: [String], input: Int32, part: Range<Int>?) throws(HDF5Error) {
    do throws(WorkerFailure) {
      process = try WorkerProcess(
        command: worker.isEmpty ? [] : worker + HDF5Worker.arguments(for: part), input: input,
        longestAnswer: HDF5Limits.descriptionBytes * 2)
    } catch { throw HDF5Error(error) }
  }

  /// Its next answer.
  func answer(within seconds: Double) throws(HDF5Error) -> Reply {
    do throws(WorkerFailure) {
      return try process.answer(within: seconds) { frame throws(FrameReader.Malformed) in try Reply(&frame) }
    } catch { throw HDF5Error(error) }
  }

  func ask(_ request: FrameWriter) throws(HDF5Error) {
    do throws(WorkerFailure) { try process.ask(request.bytes) } catch { throw HDF5Error(error) }
  }

  func prepareMemory(_ bytes: Int) throws(HDF5Error) {
    do throws(WorkerFailure) { try process.prepareMemory(bytes) } catch { throw HDF5Error(error) }
  }

  func copyMemory(_ range: Range<Int>, into target: UnsafeMutableRawBufferPointer) throws(HDF5Error) {
    do throws(WorkerFailure) { try process.copyMemory(range, into: target) } catch { throw HDF5Error(error) }
  }
}

extension HDF5Error {
  fileprivate init(_ failure: WorkerFailure) {
    self =
      switch failure {
      case .unknown: .invalid(failure.phrase)
      case .notStarted(let reason): .system(reason)
      case .unconfined(let reason): .damaged(reason)
      case .ended(let reason): .workerEnded(reason)
      }
  }
}
