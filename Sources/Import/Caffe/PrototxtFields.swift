/// The fields of a message in protobuf's text format, cut without being read.
struct PrototxtFields {
  struct Field {
    let name: String
    let range: Range<Int>
    /// Between the braces of a message; nil for a value.
    let inside: Range<Int>?
  }

  private let text: [UInt8]
  private let end: Int
  private var position: Int

  init(_ text: [UInt8], in range: Range<Int>) {
    self.text = text
    position = range.lowerBound
    end = range.upperBound
  }

  /// The next field; nil at the end. What is no field is given as one, up to the end of its line.
  mutating func next() -> Field? {
    skipBlanks()
    let start = position
    guard start < end else { return nil }
    while position < end, Self.isWord(text[position]) { position += 1 }
    let name = String(decoding: text[start..<position], as: UTF8.self)
    skipBlanks()
    if position < end, text[position] == UInt8(ascii: ":") {
      position += 1
      skipBlanks()
    }
    guard !name.isEmpty, position < end else {
      while position < end, text[position] != UInt8(ascii: "\n") { position += 1 }
      return Field(name: name, range: start..<max(position, start + 1), inside: nil)
    }
    let isMessage = [UInt8(ascii: "{"), UInt8(ascii: "<")].contains(text[position])
    let open = position
    skipValue()
    let inside = isMessage && position - open >= 2 ? open + 1..<position - 1 : nil
    return Field(name: name, range: start..<position, inside: inside)
  }

  /// Passes a value: a word, strings that follow each other, or what stands in brackets.
  private mutating func skipValue() {
    var depth = 0
    while position < end {
      let byte = text[position]
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        skipString(byte)
        let after = position
        skipBlanks()
        let goesOn = position < end && [UInt8(ascii: "\""), UInt8(ascii: "'")].contains(text[position])
        if depth == 0, !goesOn {
          position = after
          return
        }
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "<"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: ">"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: "#"):
        skipBlanks()
        continue
      default:
        if depth == 0 {
          // One byte at least, also where it begins no value.
          repeat { position += 1 } while position < end && Self.isValue(text[position])
          return
        }
      }
      position += 1
      if depth <= 0 { return }
    }
  }

  private mutating func skipString(_ quote: UInt8) {
    position += 1
    while position < end, text[position] != quote, text[position] != UInt8(ascii: "\n") {
      position += text[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    position = min(position + 1, end)
  }

  /// Passes blanks, comments, and the marks that may stand between fields.
  private mutating func skipBlanks() {
    while position < end {
      switch text[position] {
      case UInt8(ascii: "#"): while position < end, text[position] != UInt8(ascii: "\n") { position += 1 }
      case 0x20, 0x09...0x0D, UInt8(ascii: ","), UInt8(ascii: ";"): position += 1
      default: return
      }
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "/"):
      true
    default: false
    }
  }

  private static func isValue(_ byte: UInt8) -> Bool {
    isWord(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
  }
}
