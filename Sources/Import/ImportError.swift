import PlainText
import TensorFiles
import Weights

/// Why a stranger's file is no network that zoo knows: everything that is wrong with it, in the file's order.
public struct ImportError: PhrasedError, Hashable, Sendable {
  /// As the user named the file.
  public let path: String
  public let problems: [Problem]
  /// Whether the file is not there or cannot be read at all.
  public let isAbsent: Bool

  /// One thing that is wrong.
  public struct Problem: Hashable, Sendable {
    /// Where in the file: a node's or a layer's name, a line; empty for the whole file.
    public var place: String { spot.description }
    private let spot: Phrase
    /// One sentence.
    public let phrase: Phrase

    public init(at place: String = "", _ phrase: Phrase) {
      spot = Phrase(verbatim: place)
      self.phrase = phrase
    }

    /// - Parameter line: counted from 1.
    init(line: Int, _ phrase: Phrase) {
      spot = "line \(line)"
      self.phrase = phrase
    }

    fileprivate var line: Phrase { spot.isEmpty ? phrase : "\(spot): \(phrase)" }

    /// The sentence in English.
    public var message: String { phrase.description }
  }

  public init(_ path: String, _ problems: [Problem], isAbsent: Bool = false) {
    self.path = path
    self.problems = problems
    self.isAbsent = isAbsent
  }

  /// A file of weights that cannot be opened.
  init(opening path: String, _ error: WeightError) {
    self.init(path, [Problem(error.phrase.without(path: path))], isAbsent: error.reason == .noInput)
  }

  /// A file whose bytes break a rule of its format.
  init(_ path: String, _ error: FormatError) { self.init(path, [Problem(error.phrase)]) }
}

extension ImportError: CustomStringConvertible {
  /// Problems that are shown; the rest is counted.
  private static let most = 20

  /// A line for each problem; nothing in it acts on a terminal.
  public var phrase: Phrase {
    var lines: [Phrase] = problems.prefix(ImportError.most).map { problem in
      "\(path): error: \(problem.line)"
    }
    if problems.count > lines.count { lines.append("\(path): error: and \(problems.count - lines.count) more") }
    return "\(lines, separator: "\n")"
  }

  public var description: String { message }
}
