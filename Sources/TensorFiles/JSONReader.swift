import PlainText

/// Reads JSON (RFC 8259) value by value, in the order of the text, without building a tree.
///
/// Strict: a key stands once in an object, text is UTF-8, nothing follows the last value. Errors name the byte. Memory is
/// bounded by what the caller keeps; nesting by `depthLimit`, so that no text can exhaust the stack.
public struct JSONReader: Sendable {
  private let bytes: [UInt8]
  /// The byte that is looked at next.
  public private(set) var position = 0
  private var depth = 0
  private let depthLimit: Int
  private let keyLimit: Int

  /// - Parameters:
  ///   - depthLimit: objects and arrays inside each other.
  ///   - keyLimit: keys of one object.
  public init(_ bytes: [UInt8], depthLimit: Int = 64, keyLimit: Int = 200_000) {
    self.bytes = bytes
    self.depthLimit = depthLimit
    self.keyLimit = keyLimit
  }

  /// What the next value is, by its first character.
  public enum Kind: Sendable {
    case object, array, string, number, boolean, null

    fileprivate var phrase: Phrase {
      switch self {
      case .object: "object"
      case .array: "array"
      case .string: "string"
      case .number: "number"
      case .boolean: "boolean"
      case .null: "null"
      }
    }
  }

  public mutating func nextKind() throws(FormatError) -> Kind {
    skipWhitespace()
    guard let next else { throw unexpected("a value") }
    switch next {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean
    case UInt8(ascii: "n"): return .null
    default: throw unexpected("a value")
    }
  }

  /// Reads an object. `body` is called after each key and has to read its value.
  public mutating func object(
    _ body: (inout JSONReader, _ key: String) throws(FormatError) -> Void
  ) throws(FormatError) {
    try expect(.object)
    try descend()
    var keys = Set<String>()
    skipWhitespace()
    if next != UInt8(ascii: "}") {
      while true {
        skipWhitespace()
        let start = position
        guard next == UInt8(ascii: "\"") else { throw unexpected("a key") }
        let key = try string()
        guard key.utf8.count <= FormatLimits.nameBytes else {
          throw FormatError(.jsonSize, "the key at byte \(start) has \(key.utf8.count) bytes")
        }
        // String's equality is that of Unicode: keys which merely look alike are refused too.
        guard keys.insert(key).inserted else {
          throw FormatError(.jsonDuplicateKey, "the key \(key.quoted) at byte \(start) stands there twice")
        }
        guard keys.count <= keyLimit else {
          throw FormatError(.jsonSize, "more than \(keyLimit) keys in the object that ends after byte \(start)")
        }
        skipWhitespace()
        guard next == UInt8(ascii: ":") else { throw unexpected("':'") }
        position += 1
        try body(&self, key)
        if try isLast(UInt8(ascii: "}")) { break }
      }
    }
    position += 1
    depth -= 1
  }

  /// Reads an array. `body` is called before each value and has to read it.
  public mutating func array(_ body: (inout JSONReader) throws(FormatError) -> Void) throws(FormatError) {
    try expect(.array)
    try descend()
    skipWhitespace()
    if next != UInt8(ascii: "]") {
      while true {
        try body(&self)
        if try isLast(UInt8(ascii: "]")) { break }
      }
    }
    position += 1
    depth -= 1
  }

  public mutating func string() throws(FormatError) -> String {
    try expect(.string)
    let start = position
    position += 1
    var text: [UInt8] = []
    while true {
      guard let byte = next else { throw unexpected("the end of the string that begins at byte \(start)") }
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        let string = String(decoding: text, as: UTF8.self)
        // Decoding replaces what is not UTF-8: then the bytes differ.
        guard string.utf8.elementsEqual(text) else {
          throw FormatError(.jsonText, "the string at byte \(start) is not UTF-8")
        }
        return string
      case UInt8(ascii: "\\"):
        try escape(into: &text)
      case 0..<0x20:
        throw FormatError(.jsonText, "the control character at byte \(position) is not escaped")
      default:
        let plain = bytes[position...].prefix { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
        text.append(contentsOf: plain)
        position += plain.count
      }
      guard text.count <= FormatLimits.jsonString else {
        throw FormatError(.jsonSize, "the string at byte \(start) has more than \(FormatLimits.jsonString) bytes")
      }
    }
  }

  /// Reads a number that has neither fraction nor exponent, exactly.
  public mutating func integer() throws(FormatError) -> Int {
    let start = position
    guard case .integer(let value) = try number() else {
      throw FormatError(.jsonType, "the number at byte \(start) is not a whole number")
    }
    return value
  }

  public mutating func number() throws(FormatError) -> JSONNumber {
    try expect(.number)
    let start = position
    var isWhole = true
    if next == UInt8(ascii: "-") { position += 1 }
    if next == UInt8(ascii: "0") {
      position += 1
    } else {
      try digits()
    }
    if next == UInt8(ascii: ".") {
      isWhole = false
      position += 1
      try digits()
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      isWhole = false
      position += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
      try digits()
    }
    guard position - start <= 1000 else { throw FormatError(.jsonNumber, "the number at byte \(start) is too long") }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    // "-0" is a number that no whole number equals.
    if isWhole, text != "-0" {
      guard let value = Int(text) else {
        throw FormatError(.jsonNumber, "the number at byte \(start) does not fit 64 bits")
      }
      return .integer(value)
    }
    guard let value = Double(text), value.isFinite else {
      throw FormatError(.jsonNumber, "the number at byte \(start) is beyond the range of numbers")
    }
    return .real(value)
  }

  public mutating func boolean() throws(FormatError) -> Bool {
    try expect(.boolean)
    if next == UInt8(ascii: "t") {
      try literal("true")
      return true
    }
    try literal("false")
    return false
  }

  public mutating func null() throws(FormatError) {
    try expect(.null)
    try literal("null")
  }

  /// Makes sure that only whitespace is left.
  public mutating func end() throws(FormatError) {
    skipWhitespace()
    guard position == bytes.count else { throw unexpected("the end") }
  }

  // MARK: - Parts

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipWhitespace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private mutating func expect(_ kind: Kind) throws(FormatError) {
    let found = try nextKind()
    guard found == kind else {
      throw FormatError(.jsonType, "\(found.phrase) where \(kind.phrase) should be, at byte \(position)")
    }
  }

  /// Passes the bracket that opens a container.
  private mutating func descend() throws(FormatError) {
    guard depth < depthLimit else {
      throw FormatError(.jsonDepth, "more than \(depthLimit) values inside each other at byte \(position)")
    }
    depth += 1
    position += 1
  }

  /// Whether the container closes here, where a comma would go on.
  private mutating func isLast(_ closing: UInt8) throws(FormatError) -> Bool {
    skipWhitespace()
    if next == closing { return true }
    guard next == UInt8(ascii: ",") else { throw unexpected("',' or the end of the list") }
    position += 1
    return false
  }

  private mutating func digits() throws(FormatError) {
    let start = position
    while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
    guard position > start else { throw unexpected("a digit") }
  }

  private mutating func literal(_ word: StaticString) throws(FormatError) {
    for index in 0..<word.utf8CodeUnitCount {
      guard next == word.utf8Start[index] else { throw unexpected("'\(word)'") }
      position += 1
    }
  }

  private mutating func escape(into text: inout [UInt8]) throws(FormatError) {
    let start = position
    position += 1
    guard let letter = next else { throw unexpected("an escape") }
    position += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      if code & 0xFC00 == 0xD800, next == UInt8(ascii: "\\") {
        position += 1
        guard next == UInt8(ascii: "u") else { throw unpaired(start) }
        position += 1
        let low = try hexadecimal()
        guard low & 0xFC00 == 0xDC00 else { throw unpaired(start) }
        code = 0x10000 + (code & 0x3FF) << 10 + low & 0x3FF
      }
      guard let scalar = Unicode.Scalar(code) else { throw unpaired(start) }
      text.append(contentsOf: String(Character(scalar)).utf8)
    default:
      throw FormatError(.jsonSyntax, "unknown escape at byte \(start)")
    }
  }

  private mutating func hexadecimal() throws(FormatError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw unexpected("a hexadecimal digit")
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }

  private func unpaired(_ start: Int) -> FormatError {
    FormatError(.jsonText, "the escape at byte \(start) is half a character")
  }

  private func unexpected(_ wanted: Phrase) -> FormatError {
    guard let next else { return FormatError(.jsonSyntax, "the text ends at byte \(position) before \(wanted)") }
    let found = String(Unicode.Scalar(next)).quoted
    return FormatError(.jsonSyntax, "\(found) at byte \(position) where \(wanted) should be")
  }
}

/// A number of JSON: whole ones are exact.
public enum JSONNumber: Hashable, Sendable {
  case integer(Int)
  case real(Double)
}
