import Foundation
import TestSupport
import Testing

/// Compares a text with the file of that name in `Tests/Snapshots`, or rewrites the file where `ZOO_SNAPSHOTS=rewrite`.
func expectSnapshot(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let file = project.appending(path: "Tests/Snapshots/\(name).txt")
  if ProcessInfo.processInfo.environment["ZOO_SNAPSHOTS"] == "rewrite" {
    return try Data(text.utf8).write(to: file)
  }
  let expected = (try? Data(contentsOf: file)).map { String(decoding: $0, as: UTF8.self) }
  guard text != expected else { return }
  let difference = expected.map { firstDifference(text, $0) } ?? "there is no such file"
  Issue.record(
    "Tests/Snapshots/\(name).txt is not what comes out; where the new text is right, run 'make snapshots'\n\(difference)",
    sourceLocation: sourceLocation)
}

/// The first line in which two texts differ, both ways.
func firstDifference(_ text: String, _ expected: String) -> String {
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  let expectedLines = expected.split(separator: "\n", omittingEmptySubsequences: false)
  let index = zip(lines, expectedLines).enumerated().first { $0.element.0 != $0.element.1 }?.offset
  let number = index ?? min(lines.count, expectedLines.count)
  func line(_ lines: [Substring]) -> Substring { number < lines.count ? lines[number] : "(the end)" }
  return "line \(number + 1)\n  expected: \(line(expectedLines))\n  came out: \(line(lines))"
}
