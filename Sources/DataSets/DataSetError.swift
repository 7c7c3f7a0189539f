import HDF5
import Images
import PlainText
import TensorFiles
import Weights

/// Why examples cannot be read: lines for the user, the file's name first; nothing in them acts on a terminal.
public struct DataSetError: PhrasedError, Equatable, Sendable {
  public let phrase: Phrase
  /// There is no such file, or it cannot be opened.
  public let isAbsent: Bool

  init(_ phrase: Phrase, isAbsent: Bool = false) {
    self.phrase = phrase
    self.isAbsent = isAbsent
  }

  /// The error of another module, with the file's name before it.
  init(_ error: any Error, in path: String) {
    switch error {
    case let error as DataSetError: self = error
    case let error as WeightError: self.init(error.phrase, isAbsent: error.reason == .noInput)
    case let error as ImageError: self.init("\(path): error: \(error)")
    default: self.init("\(path): \(Phrase(of: error))")
    }
  }

  /// Problems of one kind: the first five, and how many there are.
  static func all(_ problems: [Phrase]) -> DataSetError {
    var lines = Array(problems.prefix(5))
    if problems.count > 5 { lines.append("and \(problems.count - 5) more") }
    return DataSetError("\(lines, separator: "\n")")
  }
}
