/// A JSON value whose keys keep their order, so that the same facts always give the same bytes.
public indirect enum JSON: Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case real(Double)
  case string(String)
  case array([JSON])
  case object([(String, JSON)])

  package static func integers(_ numbers: [Int]) -> JSON { .array(numbers.map(JSON.integer)) }

  /// The value, or null.
  package static func optional<Wrapped>(_ value: Wrapped?, _ make: (Wrapped) -> JSON) -> JSON {
    value.map(make) ?? .null
  }

  /// The text, indented by two blanks a level; lists of plain values stand on one line.
  public var text: String {
    var bytes: [UInt8] = []
    write(to: &bytes, level: 0)
    bytes.append(UInt8(ascii: "\n"))
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The text without blanks and line feeds.
  public var compactText: String {
    var bytes: [UInt8] = []
    write(to: &bytes, level: nil)
    return String(decoding: bytes, as: UTF8.self)
  }

  private var isPlain: Bool {
    switch self {
    case .object(let members): members.isEmpty
    case .array(let items): items.allSatisfy(\.isPlain)
    default: true
    }
  }

  /// - Parameter level: how far it is indented; nil to write it without blanks.
  private func write(to bytes: inout [UInt8], level: Int?) {
    switch self {
    case .null: bytes += "null".utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .integer(let value): bytes += String(value).utf8
    case .real(let value):
      // JSON has no infinity and no NaN.
      bytes +=
        (!value.isFinite ? "null" : value == value.rounded() && value.magnitude < 1e15 ? "\(Int(value))" : "\(value)")
        .utf8
    case .string(let value): JSON.write(value, to: &bytes)
    case .array(let items):
      let isPlain = isPlain
      JSON.write(items.map { (nil, $0) }, between: ("[", "]"), isInline: isPlain, to: &bytes, level: level)
    case .object(let members):
      JSON.write(members, between: ("{", "}"), isInline: false, to: &bytes, level: level)
    }
  }

  private static func write(
    _ members: [(key: String?, value: JSON)], between brackets: (String, String), isInline: Bool,
    to bytes: inout [UInt8], level: Int?
  ) {
    let isInline = isInline || level == nil
    let inner = level.map { $0 + 1 }
    bytes += brackets.0.utf8
    for (index, member) in members.enumerated() {
      if index > 0 { bytes += (isInline && level != nil ? ", " : ",").utf8 }
      if !isInline { newLine(&bytes, inner) }
      if let key = member.key {
        write(key, to: &bytes)
        bytes += (level == nil ? ":" : ": ").utf8
      }
      member.value.write(to: &bytes, level: inner)
    }
    if !isInline, !members.isEmpty { newLine(&bytes, level) }
    bytes += brackets.1.utf8
  }

  private static func newLine(_ bytes: inout [UInt8], _ level: Int?) {
    bytes.append(UInt8(ascii: "\n"))
    for _ in 0..<(level ?? 0) { bytes += "  ".utf8 }
  }

  private static func write(_ string: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in string.utf8 {
      switch byte {
      case UInt8(ascii: "\""): bytes += "\\\"".utf8
      case UInt8(ascii: "\\"): bytes += "\\\\".utf8
      case 0..<0x20: bytes += "\\u00\(byte < 0x10 ? "0" : "")\(String(byte, radix: 16))".utf8
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
