internal import PlainText
import TensorFiles
import Weights

/// Why a stranger's file is no network that zoo knows: everything that is wrong with it, in the file's order.
public struct ImportError: Error, Hashable, Sendable {
  /// As the user named the file.
  public let path: String
  public let problems: [Problem]
  /// Whether the file is not there or cannot be read at all.
  public let isAbsent: Bool

  /// One thing that is wrong.
  public struct Problem: Hashable, Sendable {
    /// Where in the file: a node's or a layer's name, a line; empty for the whole file.
    public let place: String
    /// One sentence.
    public let message: String

    public init(at place: String = "", _ message: String) {
      self.place = place
      self.message = message
    }
  }

  public init(_ path: String, _ problems: [Problem], isAbsent: Bool = false) {
    self.path = path
    self.problems = problems
    self.isAbsent = isAbsent
  }

  /// A file of weights that cannot be opened.
  init(opening path: String, _ error: WeightError) {
    let message = error.message.hasPrefix("\(path): ") ? String(error.message.dropFirst(path.count + 2)) : error.message
    self.init(path, [Problem(message)], isAbsent: error.reason == .noInput)
  }

  /// A file whose bytes break a rule of its format.
  init(_ path: String, _ error: FormatError) { self.init(path, [Problem(error.message)]) }
}

extension ImportError: CustomStringConvertible {
  /// Problems that are shown; the rest is counted.
  private static let most = 20

  /// A line for each problem; nothing in it acts on a terminal.
  public var description: String {
    var lines = problems.prefix(ImportError.most).map { problem in
      "\(path): error: \(problem.place.isEmpty ? "" : "\(problem.place): ")\(problem.message)".visible
    }
    if problems.count > lines.count { lines.append("\(path): error: and \(problems.count - lines.count) more") }
    return lines.joined(separator: "\n")
  }
}
