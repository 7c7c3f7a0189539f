internal import CHDF5

/// One filter of a dataset's pipeline, as the file names it.
struct FilterStep: Hashable {
  enum Known: Int {
    case deflate = 1
    case shuffle = 2
    case fletcher32 = 3
  }

  let id: Int
  /// The first of the filter's parameters: for shuffle the bytes of an element.
  let parameter: Int

  var known: Known? { Known(rawValue: id) }

  var name: String {
    switch id {
    case 1: "deflate"
    case 2: "shuffle"
    case 3: "fletcher32"
    case 4: "szip"
    case 5: "nbit"
    case 6: "scaleoffset"
    case 32000: "lzf"
    default: "filter \(id)"
    }
  }
}

/// Undoes a pipeline, each step to exactly the bytes that it must give: the library's own takes whatever inflates.
struct FilterPipeline {
  let steps: [FilterStep]

  /// - Parameters:
  ///   - stored: a chunk's bytes in the file.
  ///   - skipped: bit i says that step i was not applied to this chunk.
  ///   - count: bytes of the chunk.
  func decode(_ stored: consuming [UInt8], skipped: UInt32, count: Int, _ place: String) throws(HDF5Error) -> [UInt8] {
    let applied = steps.enumerated().filter { skipped >> UInt32($0.offset) & 1 == 0 }.map(\.element)
    guard skipped == 0 || steps.count < 32 && skipped >> UInt32(steps.count) == 0 else {
      throw .refused(rule: .filterAllowList, detail: "a chunk of \(place) skips filters that are not there")
    }
    // Bytes before each step, in the order in which the steps were applied; nil after deflate, which gives any number.
    var sizes: [Int?] = []
    var size: Int? = count
    for step in applied {
      sizes.append(size)
      switch step.known {
      case .deflate: size = nil
      case .fletcher32: size = size.map { $0 + 4 }
      default: break
      }
    }
    var bytes = consume stored
    for (step, size) in zip(applied, sizes).reversed() {
      switch step.known {
      case .deflate:
        // Deflate stands once in a pipeline, so the size before it is known.
        bytes = try Self.inflate(bytes, count: size ?? 0, place)
      case .shuffle:
        if let size { try Self.require(bytes.count == size, size, place) }
        bytes = Self.unshuffle(bytes, elementBytes: step.parameter)
      case .fletcher32:
        try Self.require(bytes.count >= 4 && size.map { bytes.count == $0 + 4 } ?? true, count, place)
        let sum = bytes.suffix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        bytes.removeLast(4)
        let computed = Self.fletcher32(bytes)
        // HDF5 before 1.6.3 wrote the bytes of each half in the other order on some machines.
        let swapped = (computed & 0x00ff_00ff) << 8 | (computed >> 8 & 0x00ff_00ff)
        guard sum == computed || sum == swapped else {
          throw .damaged("a chunk of \(place) does not have its checksum")
        }
      case nil: throw .refused(rule: .filterAllowList, detail: "\(place) is filtered by \(step.name)")
      }
    }
    try Self.require(bytes.count == count, count, place)
    return bytes
  }

  private static func require(_ holds: Bool, _ count: Int, _ place: String) throws(HDF5Error) {
    guard holds else {
      throw .refused(rule: .boundedInflation, detail: "a chunk of \(place) does not give \(count) bytes")
    }
  }

  private static func inflate(_ bytes: [UInt8], count: Int, _ place: String) throws(HDF5Error) -> [UInt8] {
    // One byte more than there may be: whether the stream goes on is seen without room for where it goes.
    var output = [UInt8](repeating: 0, count: count + 1)
    var written = 0
    let result = chdf5_inflate(bytes, bytes.count, &output, output.count, &written)
    try require(written <= count && result != Z_BUF_ERROR, count, place)
    guard result == Z_STREAM_END else { throw .damaged("a chunk of \(place) is no deflate stream") }
    try require(written == count, count, place)
    output.removeLast()
    return output
  }

  /// Byte k of every element stood together: plane k, element by element. A rest shorter than an element is as it was.
  static func unshuffle(_ bytes: [UInt8], elementBytes: Int) -> [UInt8] {
    guard elementBytes > 1 else { return bytes }
    let elements = bytes.count / elementBytes
    return [UInt8](unsafeUninitializedCapacity: bytes.count) { target, filled in
      bytes.withUnsafeBufferPointer { source in
        for plane in 0..<elementBytes {
          var to = plane
          let from = plane * elements
          for element in 0..<elements {
            target[to] = source[from + element]
            to += elementBytes
          }
        }
        for index in elements * elementBytes..<source.count { target[index] = source[index] }
      }
      filled = bytes.count
    }
  }

  /// Fletcher's checksum over 16-bit big-endian words, an odd last byte as the high half of one (H5checksum.c).
  static func fletcher32(_ bytes: [UInt8]) -> UInt32 {
    var first: UInt32 = 0
    var second: UInt32 = 0
    var index = 0
    bytes.withUnsafeBufferPointer { bytes in
      while index + 1 < bytes.count {
        // 360 words are the most that cannot overflow 32 bits before the sums are folded.
        let end = min(bytes.count - 1, index + 720)
        while index < end {
          first &+= UInt32(bytes[index]) << 8 | UInt32(bytes[index + 1])
          second &+= first
          index += 2
        }
        first = (first & 0xffff) + (first >> 16)
        second = (second & 0xffff) + (second >> 16)
      }
      if index < bytes.count {
        first += UInt32(bytes[index]) << 8
        second += first
        first = (first & 0xffff) + (first >> 16)
        second = (second & 0xffff) + (second >> 16)
      }
    }
    first = (first & 0xffff) + (first >> 16)
    second = (second & 0xffff) + (second >> 16)
    return second << 16 | first
  }
}
