import Report
import PlainText

/// What the outputs of a classifier are called in reports.
public struct ClassLabels: Sendable {
  private let names: [String]?

  /// - Parameter names: in the order of the outputs; nil where they have none.
  public init(_ names: [String]?) { self.names = names }

  /// The name of an output, else its number.
  public func name(_ index: Int, in language: Language) -> String {
    names.map { $0[index] } ?? language.text("predict.class_number", ["number": String(index)])
  }

  /// The same where it may take no more than so many characters: the number alone where it has no name.
  public func short(_ index: Int, atMost count: Int = 24) -> String {
    names.map { $0[index].masked(atMost: count) } ?? String(index)
  }
}
