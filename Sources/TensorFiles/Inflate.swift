/// Inflates a deflate stream to exactly as many bytes as its archive states, 64 KiB at a time.
///
/// - SeeAlso: RFC 1951. Numbers in parentheses are its sections.
struct Inflate<Source: ByteSource> {
  private var bits: BitStream<Source>
  /// What was inflated: the last 32 KiB, which copies may reach back to (3.2.5), and what was not handed on yet.
  private var output = [UInt8](repeating: 0, count: 2 * Inflate.window + 65_536)
  /// Bytes in `output`, and those of them that were handed on.
  private var filled = 0
  private var handedOn = 0
  /// Bytes that may still come.
  private var left: Int
  private let name: String

  private static var window: Int { 32_768 }

  /// - Parameters:
  ///   - range: where the stream lies.
  ///   - count: bytes that it inflates to.
  ///   - name: the member's name in quotes, for messages.
  init(_ source: Source, _ range: Range<Int>, count: Int, name: String) {
    bits = BitStream(source, range, name: name)
    left = count
    self.name = name
  }

  /// Inflates all of it.
  ///
  /// - Parameter sink: takes the bytes in their order.
  /// - Throws: `zip-inflation` where the stream is damaged, or is not of the stated size.
  mutating func run(_ sink: (UnsafeRawBufferPointer) throws(FormatError) -> Void) throws(FormatError) {
    var isLast = false
    while !isLast {
      // A block's head (3.2.3).
      isLast = try bits.take(1) == 1
      switch try bits.take(2) {
      case 0: try copyStored(sink)
      case 1: try decode(.fixedLiterals, .fixedDistances, sink)
      case 2:
        let (literals, distances) = try readCodes()
        try decode(literals, distances, sink)
      default: throw damaged("a block of an unknown kind")
      }
    }
    guard left == 0 else { throw damaged("\(left) bytes fewer than the archive states") }
    guard bits.isAtEnd else { throw damaged("bytes after its last block") }
    try handOn(sink)
  }

  /// Bytes as they are (3.2.4).
  private mutating func copyStored(_ sink: (UnsafeRawBufferPointer) throws(FormatError) -> Void) throws(FormatError) {
    bits.alignToByte()
    let length = try bits.take(16)
    guard try bits.take(16) == length ^ 0xFFFF else { throw damaged("a block whose two lengths disagree") }
    for _ in 0..<length { try put(UInt8(truncatingIfNeeded: try bits.take(8)), sink) }
  }

  /// Bytes and copies of bytes before (3.2.5).
  private mutating func decode(
    _ literals: HuffmanCode, _ distances: HuffmanCode, _ sink: (UnsafeRawBufferPointer) throws(FormatError) -> Void
  ) throws(FormatError) {
    while true {
      let symbol = try bits.symbol(literals)
      if symbol < 256 {
        try put(UInt8(truncatingIfNeeded: symbol), sink)
        continue
      }
      if symbol == 256 { return }
      guard symbol < 286 else { throw damaged("a length of no meaning") }
      let length = DeflateTables.lengths[symbol - 257] + (try bits.take(DeflateTables.lengthBits[symbol - 257]))
      let code = try bits.symbol(distances)
      guard code < 30 else { throw damaged("a distance of no meaning") }
      let distance = DeflateTables.distances[code] + (try bits.take(DeflateTables.distanceBits[code]))
      guard distance <= filled else { throw damaged("a copy from before its first byte") }
      for _ in 0..<length { try put(output[filled - distance], sink) }
    }
  }

  /// The codes of a block that has its own (3.2.7).
  private mutating func readCodes() throws(FormatError) -> (literals: HuffmanCode, distances: HuffmanCode) {
    let literalCount = try bits.take(5) + 257
    let distanceCount = try bits.take(5) + 1
    let lengthCount = try bits.take(4) + 4
    var lengths = Array(repeating: 0, count: 19)
    for index in 0..<lengthCount { lengths[DeflateTables.lengthOrder[index]] = try bits.take(3) }
    let code = try huffmanCode(lengths)
    lengths = []
    while lengths.count < literalCount + distanceCount {
      let symbol = try bits.symbol(code)
      switch symbol {
      case 16:
        guard let last = lengths.last else { throw damaged("a repetition of nothing") }
        lengths += Array(repeating: last, count: try bits.take(2) + 3)
      case 17: lengths += Array(repeating: 0, count: try bits.take(3) + 3)
      case 18: lengths += Array(repeating: 0, count: try bits.take(7) + 11)
      default: lengths.append(symbol)
      }
    }
    guard lengths.count == literalCount + distanceCount, lengths[256] > 0 else {
      throw damaged("codes that do not fit")
    }
    return (try huffmanCode(Array(lengths[..<literalCount])), try huffmanCode(Array(lengths[literalCount...])))
  }

  private func huffmanCode(_ lengths: [Int]) throws(FormatError) -> HuffmanCode {
    guard let code = HuffmanCode(lengths) else { throw damaged("a code that gives two meanings to the same bits") }
    return code
  }

  private mutating func put(
    _ byte: UInt8, _ sink: (UnsafeRawBufferPointer) throws(FormatError) -> Void
  ) throws(FormatError) {
    guard left > 0 else { throw damaged("more bytes than the archive states") }
    left -= 1
    if filled == output.count {
      try handOn(sink)
      let kept = output.count - Self.window
      output.withUnsafeMutableBytes { bytes in
        bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[kept...]))
      }
      (filled, handedOn) = (Self.window, Self.window)
    }
    output[filled] = byte
    filled += 1
  }

  private mutating func handOn(_ sink: (UnsafeRawBufferPointer) throws(FormatError) -> Void) throws(FormatError) {
    guard handedOn < filled else { return }
    var failure: FormatError?
    output.withUnsafeBytes { bytes in
      do throws(FormatError) { try sink(UnsafeRawBufferPointer(rebasing: bytes[handedOn..<filled])) } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    handedOn = filled
  }

  private func damaged(_ what: String) -> FormatError { FormatError(.zipInflation, "\(name) inflates to \(what)") }
}

/// The bits of a deflate stream, the lowest of each byte first (RFC 1951, 3.1.1).
private struct BitStream<Source: ByteSource> {
  private let source: Source
  private let name: String
  /// Bytes that were not read yet.
  private var rest: Range<Int>
  private var buffer: [UInt8] = []
  private var position = 0
  private var bits: UInt64 = 0
  /// Bits in `bits`; those that stand in for bytes after the end are counted in `borrowed`.
  private var count = 0
  private var borrowed = 0

  init(_ source: Source, _ range: Range<Int>, name: String) {
    self.source = source
    self.name = name
    rest = range
  }

  /// Whether all bytes were used, the last one in part.
  var isAtEnd: Bool { rest.isEmpty && position == buffer.count && count - borrowed < 8 }

  mutating func take(_ wanted: Int) throws(FormatError) -> Int {
    try fill(wanted)
    let value = Int(truncatingIfNeeded: bits & (1 << UInt64(wanted) - 1))
    try drop(wanted)
    return value
  }

  mutating func symbol(_ code: HuffmanCode) throws(FormatError) -> Int {
    try fill(code.longest)
    let entry = code.table[Int(truncatingIfNeeded: bits & (1 << UInt64(code.longest) - 1))]
    guard entry != 0 else { throw FormatError(.zipInflation, "\(name) has bits that are no code") }
    try drop(Int(entry & 15))
    return Int(entry >> 4)
  }

  mutating func alignToByte() {
    let used = count % 8
    bits >>= UInt64(used)
    count -= used
  }

  private mutating func drop(_ wanted: Int) throws(FormatError) {
    bits >>= UInt64(wanted)
    count -= wanted
    guard count >= borrowed else { throw FormatError(.zipInflation, "\(name) ends within a block") }
  }

  private mutating func fill(_ wanted: Int) throws(FormatError) {
    while count < wanted {
      if position == buffer.count {
        guard !rest.isEmpty else {
          count += 8
          borrowed += 8
          continue
        }
        let size = min(rest.count, 65_536)
        buffer = try source.bytes(at: rest.lowerBound, count: size)
        rest = rest.dropFirst(size)
        position = 0
      }
      bits |= UInt64(buffer[position]) << UInt64(count)
      position += 1
      count += 8
    }
  }
}

/// A code of bits by the lengths of its words (RFC 1951, 3.2.2).
private struct HuffmanCode {
  /// For the next `longest` bits, symbol × 16 + the length of its word; 0 where they are no word.
  let table: [UInt16]
  let longest: Int

  /// - Parameter lengths: per symbol, 0 for one that does not occur, at most 15.
  /// - Returns: nil where there are more words than bits tell apart. One that leaves bits without a meaning is taken: a block
  ///   with a single distance has such a code.
  init?(_ lengths: [Int]) {
    longest = max(1, lengths.max() ?? 1)
    var counts = Array(repeating: 0, count: longest + 1)
    for length in lengths where length > 0 { counts[length] += 1 }
    var next = Array(repeating: 0, count: longest + 1)
    var code = 0
    for length in 1...longest {
      code = (code + counts[length - 1]) << 1
      next[length] = code
      guard code + counts[length] <= 1 << length else { return nil }
    }
    var table = Array(repeating: UInt16(0), count: 1 << longest)
    for (symbol, length) in lengths.enumerated() where length > 0 {
      let word = next[length]
      next[length] += 1
      // Words come with their highest bit first.
      var reversed = 0
      for bit in 0..<length where word >> bit & 1 == 1 { reversed |= 1 << (length - 1 - bit) }
      for index in stride(from: reversed, to: table.count, by: 1 << length) {
        table[index] = UInt16(symbol << 4 | length)
      }
    }
    self.table = table
  }

  /// The codes of a block that has none of its own (3.2.6).
  static let fixedLiterals = HuffmanCode(
    fixed: Array(repeating: 8, count: 144) + Array(repeating: 9, count: 112) + Array(repeating: 7, count: 24)
      + Array(repeating: 8, count: 8))
  static let fixedDistances = HuffmanCode(fixed: Array(repeating: 5, count: 30))

  private init(fixed lengths: [Int]) {
    guard let code = HuffmanCode(lengths) else { preconditionFailure("the code of the standard is one") }
    self = code
  }
}

/// What the symbols of lengths and distances stand for (RFC 1951, 3.2.5 and 3.2.7).
private enum DeflateTables {
  static let lengths = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
  ]
  static let lengthBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
  static let distances = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
    8193, 12_289, 16_385, 24_577,
  ]
  static let distanceBits = [
    0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
  ]
  /// In which order a block states the lengths of the words for lengths.
  static let lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
}
