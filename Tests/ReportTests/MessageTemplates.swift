import Foundation
import TestSupport

/// The templates of the phrases that the sources make, by reading their Swift: what stands between quotes in the arguments of
/// an error, or where a `Phrase` is made.
///
/// It reads literals, not types: a literal that is no phrase, but stands in such a place, counts where it has a space.
struct MessageTemplates {
  private(set) var all: Set<String> = []

  /// Initializers and functions whose arguments are phrases.
  private static let makers: Set<String> = [
    "FormatError", "WeightError", "InferenceError", "DataSetError", "OneDNNError", "ImageError", "OutputError",
    "KerasProblem", "DownloadError", "spoken", "PlaneError", "LanguageError", "Problem", "Diagnostic", "misuse", "say",
    "note", "problem", "wrong", "Progress",
    "data", "usage", "noInput", "io", "damaged", "invalid", "refused", "system", "workerEnded", "unknownVersion",
    "refuse",
    "nonsense", "described", "misfit", "remark", "unexpected", "append", "check", "Handle",
  ]
  /// Rooms whose texts are pages, and no messages.
  private static let silent = [
    "Charts", "Explorer", "ModelFile/ModelFileWriter", "Pages", "PlainText/Phrase", "Report/Budget",
    "Report/Comparison",
    "Report/Explanation",
  ]

  init() throws {
    let sources = project.appending(path: "Sources")
    let files = FileManager.default.enumerator(atPath: sources.path)
    for case let file as String in files ?? .init()
    where file.hasSuffix(".swift") && !file.hasSuffix(".pb.swift") && !Self.silent.contains(where: file.hasPrefix) {
      let text = Array(try String(contentsOf: sources.appending(path: file), encoding: .utf8).utf8)
      read(text, 0..<text.count, isPhrase: false)
      for range in bodies(in: text) { read(text, range, isPhrase: true) }
    }
  }

  /// What stands in braces after `-> Phrase` or `: Phrase`.
  private func bodies(in text: [UInt8]) -> [Range<Int>] {
    let mark = Array("Phrase {".utf8)
    return text.indices.filter { text[$0...].starts(with: mark) && $0 > 2 && [0x20, 0x5B].contains(text[$0 - 1]) }.map {
      let open = $0 + mark.count - 1
      return open + 1..<end(of: open, in: text)
    }
  }

  private static let closing: [UInt8: UInt8] = [
    UInt8(ascii: "("): UInt8(ascii: ")"), UInt8(ascii: "["): UInt8(ascii: "]"), UInt8(ascii: "{"): UInt8(ascii: "}"),
  ]

  /// The index of the bracket that closes the one at an index.
  private func end(of open: Int, in text: [UInt8]) -> Int {
    let closing = Self.closing[text[open]] ?? 0
    var index = open + 1
    var depth = 1
    while index < text.count {
      if text[index] == UInt8(ascii: "\"") {
        index = afterLiteral(at: index, in: text)
        continue
      }
      if text[index...].starts(with: "//".utf8) {
        index = lineEnd(index, text)
        continue
      }
      if text[index] == text[open] { depth += 1 }
      if text[index] == closing { depth -= 1 }
      if depth == 0 { return index }
      index += 1
    }
    return text.count
  }

  private func lineEnd(_ index: Int, _ text: [UInt8]) -> Int { text[index...].firstIndex(of: 0x0A) ?? text.count }

  private func afterLiteral(at start: Int, in text: [UInt8]) -> Int {
    let isLong = text[start...].starts(with: "\"\"\"".utf8)
    let quotes = Array((isLong ? "\"\"\"" : "\"").utf8)
    var index = start + quotes.count
    while index < text.count, !text[index...].starts(with: quotes) {
      guard text[index] == UInt8(ascii: "\\") else {
        index += 1
        continue
      }
      index = text[index + 1] == UInt8(ascii: "(") ? end(of: index + 1, in: text) + 1 : index + 2
    }
    return index + quotes.count
  }

  /// - Parameter isPhrase: whether literals are phrases, those in calls of something else left out.
  private mutating func read(_ text: [UInt8], _ range: Range<Int>, isPhrase: Bool) {
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = text[index]
      if text[index...].starts(with: "//".utf8) {
        index = lineEnd(index, text)
      } else if byte == UInt8(ascii: "\"") {
        index = readLiteral(text, index, isPhrase: isPhrase)
      } else if byte == UInt8(ascii: "(") || byte == UInt8(ascii: "[") {
        let word = String(
          decoding: text[..<index].reversed().prefix { Self.isWord($0) }.reversed(), as: UTF8.self)
        let isCall = !word.isEmpty && !["return", "in", "case", "if", "where", "throw", "try"].contains(word)
        let end = end(of: index, in: text)
        let isMaker = byte == UInt8(ascii: "(") && Self.makers.contains(word)
        read(text, index + 1..<min(end, range.upperBound), isPhrase: isMaker || isPhrase && !isCall)
        index = end + 1
      } else {
        index += 1
      }
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
      || (0x61...0x7A).contains(byte)
  }

  /// A literal with those that are added to it; the index behind them.
  private mutating func readLiteral(_ text: [UInt8], _ start: Int, isPhrase: Bool) -> Int {
    var template: [UInt8] = []
    var count = 0
    var index = start
    while true {
      let end = afterLiteral(at: index, in: text)
      guard !text[index...].starts(with: "\"\"\"".utf8) else { return end }
      index += 1
      while index < end - 1 {
        guard text[index] == UInt8(ascii: "\\") else {
          template.append(text[index])
          index += 1
          continue
        }
        switch text[index + 1] {
        case UInt8(ascii: "("):
          let close = self.end(of: index + 1, in: text)
          count += 1
          template += "{\(count)}".utf8
          read(text, index + 2..<close, isPhrase: isPhrase)
          index = close + 1
        case UInt8(ascii: "n"):
          template.append(0x0A)
          index += 2
        default:
          template.append(text[index + 1])
          index += 2
        }
      }
      var next = end
      while next < text.count, text[next] == 0x20 || text[next] == 0x0A { next += 1 }
      guard next + 2 < text.count, text[next] == UInt8(ascii: "+"), text[next + 2] == UInt8(ascii: "\"") else {
        if isPhrase { all.insert(String(decoding: template, as: UTF8.self)) }
        return end
      }
      index = next + 2
    }
  }
}
