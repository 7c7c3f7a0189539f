import PlainText

/// Why a worker gave no answer.
public enum WorkerFailure: PhrasedError, Sendable, Hashable {
  /// It is not known which program to start.
  case unknown
  /// The system starts no process, or has no memory to share with it.
  case notStarted(Phrase)
  /// The worker's own limits were refused it.
  case unconfined(Phrase)
  /// It crashed, took too long, or answered nonsense.
  case ended(Phrase)

  public static let nonsense = WorkerFailure.ended("the process that read it answered nonsense")

  public var phrase: Phrase {
    switch self {
    case .unknown:
      "reading a stranger's file takes a process of its own, and it is not known which program to start: set "
        + "WorkerProgram.path to the path of 'zoo', or call runIfAsked() of HDF5Worker and PictureWorker first in this "
        + "program's main"
    case .notStarted(let reason), .unconfined(let reason), .ended(let reason): reason
    }
  }
}
