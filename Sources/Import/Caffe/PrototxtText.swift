internal import SwiftProtobuf
import PlainText
import TensorFiles

/// Reads a network from protobuf's text format, and finds the line where a text is wrong.
enum PrototxtText {
  /// Messages inside each other: Caffe's own have five.
  private static let depthLimit = 32

  /// - Throws: `ImportError.Problem` at the line where the first thing is wrong.
  static func network(_ text: String) throws(ImportError.Problem) -> CaffeNetParameter {
    do {
      return try decode(text)
    } catch {
      let (place, reason) = locate(Array(text.utf8))
      throw ImportError.Problem(line: place, describe(reason ?? error))
    }
  }

  private static func decode(_ text: String) throws -> CaffeNetParameter {
    var options = TextFormatDecodingOptions()
    options.ignoreUnknownFields = true
    options.messageDepthLimit = depthLimit
    return try CaffeNetParameter(textFormatString: text, options: options)
  }

  /// The line of the innermost field that cannot be read by itself. The reader of the text format does not say where it
  /// stopped.
  private static func locate(_ text: [UInt8]) -> (line: Int, reason: (any Error)?) {
    var range = 0..<text.count
    var (before, after) = ("", "")
    var line = 1
    var reason: (any Error)?
    for _ in 0..<depthLimit {
      var fields = PrototxtFields(text, in: range)
      var failed: PrototxtFields.Field?
      while failed == nil, let field = fields.next() {
        do {
          _ = try decode(before + String(decoding: text[field.range], as: UTF8.self) + after)
        } catch {
          failed = field
          reason = error
        }
      }
      guard let failed else { break }
      line = 1 + text[..<failed.range.lowerBound].count { $0 == UInt8(ascii: "\n") }
      guard let inside = failed.inside else { break }
      before += "\(failed.name) {"
      after = "}" + after
      range = inside
    }
    return (line, reason)
  }

  private static func describe(_ error: any Error) -> Phrase {
    switch error as? TextFormatDecodingError {
    case .malformedNumber: "a number is wrong or out of its range"
    case .invalidUTF8: "a text is not UTF-8"
    case .schemaMismatch: "a field has a value of another type than Caffe's"
    case .unrecognizedEnumValue: "a word is none of those that its field has in Caffe"
    case .messageDepthLimit: "more than \(depthLimit) messages inside each other"
    case .truncated, .trailingGarbage, .malformedText:
      "this is not protobuf's text format: 'field: value' and 'message { … }'"
    default: "cannot be read: \(error)"
    }
  }
}
