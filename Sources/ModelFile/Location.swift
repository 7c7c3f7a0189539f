import Architecture

/// A text that locations point into.
public final class SourceText: Sendable {
  /// As the user named it: `bad.yaml`, or `vgg16` for a model of the zoo.
  public let name: String
  public let text: String

  public init(name: String, text: String) {
    self.name = name
    self.text = text
  }

  /// Line `number`, counted from 1, without its end; nil past the end.
  func line(_ number: Int) -> Substring? {
    var current = 1
    var start = text.utf8.startIndex
    let utf8 = text.utf8
    while current < number {
      guard let end = utf8[start...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
      start = utf8.index(after: end)
      current += 1
    }
    let end =
      utf8[start...].firstIndex(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) ?? utf8.endIndex
    return text[start..<end]
  }
}

/// A place in a model file.
public struct Location: Sendable {
  public let source: SourceText
  /// Counted from 1.
  public let line: Int
  /// Counted from 1, in Unicode scalars.
  public let column: Int
}

extension Location: Hashable, CustomStringConvertible {
  public static func == (a: Location, b: Location) -> Bool {
    a.source === b.source && a.line == b.line && a.column == b.column
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(source))
    hasher.combine(line)
    hasher.combine(column)
  }

  /// `bad.yaml:8:3`.
  public var description: String { "\(source.name):\(line):\(column)" }
}
