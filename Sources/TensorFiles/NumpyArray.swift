import PlainText

/// An array as `numpy.save` writes it: a head in text, then the numbers.
///
/// - SeeAlso: NumPy enhancement proposal 1 and `numpy/lib/format.py`: the magic `\\x93NUMPY`, two bytes of version, the length
///   of the head (2 bytes in version 1, 4 in versions 2 and 3), and a dictionary as Python writes it,
///   `{'descr': '<f4', 'fortran_order': False, 'shape': (1, 3, 224, 224), }`, blanks and a line feed after it.
public enum NumpyArray {
  private static let magic: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]
  /// Bytes of a head; numpy's own are 118 and some.
  private static let largestHead = 1 << 16

  /// Whether a file begins as an array of numpy does.
  public static func recognizes(_ source: some ByteSource) -> Bool {
    (try? source.bytes(at: 0, count: magic.count)) == magic
  }

  /// Reads the head. No number is read, and the shape is known to fit the file.
  public static func array(in source: some ByteSource) throws(FormatError) -> StoredArray {
    guard recognizes(source) else {
      throw FormatError(.numpyHeader, "the file does not begin as numpy.save's do")
    }
    let fixed = try source.bytes(at: 0, count: 12)
    let version = fixed[6]
    guard (1...3).contains(version), fixed[7] == 0 else {
      throw FormatError(.numpyHeader, "version \(version).\(fixed[7]) is not read; 1.0 to 3.0 are")
    }
    let width = version == 1 ? 2 : 4
    let length = Int(fixed.littleEndian(at: 8, width) ?? 0)
    guard length <= largestHead else {
      throw FormatError(.numpyHeader, "a head of \(length) bytes: at most \(largestHead) are read")
    }
    var head = Head(try source.bytes(at: 8 + width, count: length))
    try head.read()
    let offset = 8 + width + length
    guard let bytes = FormatLimits.byteCount(head.shape, head.type), bytes == source.size - offset else {
      throw FormatError(.numpySize, FormatLimits.misfit(head.shape, head.type, source.size - offset))
    }
    return StoredArray(
      shape: head.shape, type: head.type, isBigEndian: head.isBigEndian, isColumnMajor: head.isColumnMajor,
      offset: offset)
  }
}

/// The dictionary in an array's head.
private struct Head {
  private(set) var shape: [Int] = []
  private(set) var type = ElementType.float32
  private(set) var isBigEndian = false
  private(set) var isColumnMajor = false
  private let text: [UInt8]
  private var position = 0

  init(_ text: [UInt8]) { self.text = text }

  mutating func read() throws(FormatError) {
    var keys: Set<String> = []
    try expect("{")
    while !takes("}") {
      let key = try quoted()
      try expect(":")
      switch key {
      case "descr": try readType(try quoted())
      case "fortran_order": try readOrder()
      case "shape": try readShape()
      default: throw FormatError(.numpyHeader, "an unknown key \(key.quoted)")
      }
      guard keys.insert(key).inserted else {
        throw FormatError(.numpyHeader, "\(key.quoted) stands twice")
      }
      if !takes(",") {
        try expect("}")
        break
      }
    }
    skipBlanks()
    guard position == text.count else { throw wrong("the end of the head") }
    guard keys.count == 3 else {
      throw FormatError(.numpyHeader, "'descr', 'fortran_order' and 'shape' are not all there")
    }
  }

  private static let types: [String: ElementType] = [
    "f2": .float16, "f4": .float32, "f8": .float64, "i1": .int8, "u1": .uint8, "i2": .int16, "u2": .uint16,
    "i4": .int32, "u4": .uint32, "i8": .int64, "u8": .uint64, "b1": .bool,
  ]

  private mutating func readType(_ word: String) throws(FormatError) {
    guard let order = word.first, "<>|=".contains(order), let type = Head.types[String(word.dropFirst())] else {
      throw FormatError(
        .numpyType, "numbers of type \(word.quoted) are not read; floats, integers and bool of numpy are")
    }
    self.type = type
    isBigEndian = order == ">"
  }

  private mutating func readOrder() throws(FormatError) {
    if takes("False") { return }
    isColumnMajor = takes("True")
    if isColumnMajor { return }
    throw wrong("True or False")
  }

  private mutating func readShape() throws(FormatError) {
    try expect("(")
    while !takes(")") {
      shape.append(try number())
      guard shape.count <= FormatLimits.rank else { throw FormatError(.numpyHeader, "the shape has too many axes") }
      if !takes(",") {
        try expect(")")
        break
      }
    }
  }

  private mutating func number() throws(FormatError) -> Int {
    skipBlanks()
    let digits = text[position...].prefix { (0x30...0x39).contains($0) }
    guard let number = Int(String(decoding: digits, as: UTF8.self)), digits.count <= 18 else { throw wrong("a size") }
    position += digits.count
    return number
  }

  private mutating func quoted() throws(FormatError) -> String {
    skipBlanks()
    guard position < text.count, text[position] == 0x27 || text[position] == 0x22 else {
      throw wrong("a text in quotes")
    }
    let quote = text[position]
    guard let end = text[(position + 1)...].firstIndex(of: quote) else { throw wrong("a text in quotes") }
    defer { position = end + 1 }
    return String(decoding: text[(position + 1)..<end], as: UTF8.self)
  }

  private mutating func expect(_ word: String) throws(FormatError) {
    guard takes(word) else { throw wrong("'\(word)'") }
  }

  /// Goes past a word, where it stands here.
  private mutating func takes(_ word: String) -> Bool {
    skipBlanks()
    guard text[position...].starts(with: word.utf8) else { return false }
    position += word.utf8.count
    return true
  }

  private mutating func skipBlanks() {
    while position < text.count, text[position] == 0x20 || text[position] == 0x0A { position += 1 }
  }

  private func wrong(_ wanted: Phrase) -> FormatError {
    FormatError(.numpyHeader, "at byte \(position) of the head \(wanted) should be")
  }
}
