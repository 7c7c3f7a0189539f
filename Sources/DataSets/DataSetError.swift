internal import PlainText
import HDF5
import Images
import TensorFiles
import Weights

/// Why examples cannot be read: lines for the user, the file's name first; nothing in them acts on a terminal.
public struct DataSetError: Error, Equatable, Sendable {
  public let message: String
  /// There is no such file, or it cannot be opened.
  public let isAbsent: Bool

  init(_ message: String, isAbsent: Bool = false) {
    self.message = message.visible
    self.isAbsent = isAbsent
  }

  /// The error of another module, with the file's name before it.
  init(_ error: any Error, in path: String) {
    switch error {
    case let error as DataSetError: self = error
    case let error as WeightError: self.init(error.message, isAbsent: error.reason == .noInput)
    case let error as FormatError: self.init("\(path): \(error.message)")
    case let error as HDF5Error: self.init("\(path): \(error)")
    case let error as ImageError: self.init("\(path): error: \(error.message)")
    default: self.init("\(path): \(error)")
    }
  }

  /// Problems of one kind: the first five, and how many there are.
  static func all(_ problems: [String]) -> DataSetError {
    var lines = problems.prefix(5).map { $0 }
    if problems.count > 5 { lines.append("and \(problems.count - 5) more") }
    return DataSetError(lines.joined(separator: "\n"))
  }
}
