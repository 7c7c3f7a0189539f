import PlainText

/// A message between a worker and its parent: little-endian numbers, strings by their length.
public struct FrameWriter {
  public private(set) var bytes: [UInt8] = []

  public init() {}

  public mutating func put(_ value: UInt8) { bytes.append(value) }
  public mutating func put(_ value: Bool) { bytes.append(value ? 1 : 0) }

  public mutating func put(_ value: Int) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  public mutating func put(_ value: String) {
    put(value.utf8.count)
    bytes.append(contentsOf: value.utf8)
  }

  public mutating func put(_ phrase: Phrase) {
    put(phrase.template)
    put(phrase.arguments) { frame, argument in
      switch argument {
      case .text(let text):
        frame.put(UInt8(0))
        frame.put(text)
      case .number(let number):
        frame.put(UInt8(1))
        frame.put(Int(truncatingIfNeeded: number.bitPattern))
      case .phrase(let phrase):
        frame.put(UInt8(2))
        frame.put(phrase)
      case .list(let phrases, let separator):
        frame.put(UInt8(3))
        frame.put(phrases) { $0.put($1) }
        frame.put(separator)
      }
    }
  }

  public mutating func put<T>(_ list: [T], _ each: (inout FrameWriter, T) -> Void) {
    put(list.count)
    for element in list { each(&self, element) }
  }

  public mutating func put<T>(_ value: T?, _ each: (inout FrameWriter, T) -> Void) {
    put(value != nil)
    if let value { each(&self, value) }
  }
}

/// Reads what `FrameWriter` wrote, trusting none of it: every length is compared with what is left first.
public struct FrameReader {
  public struct Malformed: Error {
    public init() {}
  }

  private let bytes: [UInt8]
  private var position = 0

  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  public var isAtEnd: Bool { position == bytes.count }

  public mutating func byte() throws(Malformed) -> UInt8 {
    guard position < bytes.count else { throw Malformed() }
    defer { position += 1 }
    return bytes[position]
  }

  public mutating func bool() throws(Malformed) -> Bool {
    let value = try byte()
    guard value <= 1 else { throw Malformed() }
    return value == 1
  }

  public mutating func int() throws(Malformed) -> Int {
    guard bytes.count - position >= 8 else { throw Malformed() }
    defer { position += 8 }
    return Int(truncatingIfNeeded: bytes[position..<position + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }

  /// A number of things that take at least a byte each.
  public mutating func count() throws(Malformed) -> Int {
    let value = try int()
    guard value >= 0, value <= bytes.count - position else { throw Malformed() }
    return value
  }

  public mutating func string() throws(Malformed) -> String {
    let length = try count()
    defer { position += length }
    return String(decoding: bytes[position..<position + length], as: UTF8.self)
  }

  /// Phrases inside each other, at most: `Phrase` itself has no limit, and this program makes fewer.
  private static let deepest = 16

  public mutating func phrase(depth: Int = 0) throws(Malformed) -> Phrase {
    guard depth < FrameReader.deepest else { throw Malformed() }
    let template = try string()
    let arguments = try list { frame throws(Malformed) -> Phrase.Argument in
      switch try frame.byte() {
      case 0: return .text(try frame.string())
      case 1: return .number(Double(bitPattern: UInt64(truncatingIfNeeded: try frame.int())))
      case 2: return .phrase(try frame.phrase(depth: depth + 1))
      case 3:
        let phrases = try frame.list { frame throws(Malformed) in try frame.phrase(depth: depth + 1) }
        return .list(phrases, separator: try frame.string())
      default: throw Malformed()
      }
    }
    return Phrase(template: template, arguments: arguments)
  }

  public mutating func list<T>(_ each: (inout FrameReader) throws(Malformed) -> T) throws(Malformed) -> [T] {
    let length = try count()
    var list: [T] = []
    for _ in 0..<length { list.append(try each(&self)) }
    return list
  }

  public mutating func optional<T>(_ each: (inout FrameReader) throws(Malformed) -> T) throws(Malformed) -> T? {
    try bool() ? try each(&self) : nil
  }
}
