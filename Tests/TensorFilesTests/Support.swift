import TensorFiles
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The path of a file beside the package or in it, found from the place of this file.
func path(_ relative: String) -> String {
  #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" } + "/" + relative
}

/// All bytes of a file; nil where there is none.
func contents(_ path: String) -> [UInt8]? {
  let descriptor = open(path, O_RDONLY)
  guard descriptor >= 0 else { return nil }
  defer { close(descriptor) }
  guard let source = try? FileSource(descriptor: descriptor) else { return nil }
  return try? source.bytes(at: 0, count: source.size)
}

func fixture(_ name: String) throws -> [UInt8] {
  try #require(contents(path("Tests/TensorFilesTests/Fixtures/\(name)")), "the fixture \(name) is missing")
}

/// The rule by which some reading is refused; nil where it is not. Every message keeps the promises of `FormatError`.
func refusal(_ read: () throws(FormatError) -> Void) -> String? {
  do throws(FormatError) {
    try read()
    return nil
  } catch {
    #expect(error.message.hasPrefix(error.rule) && error.message.count <= 200)
    #expect(error.message.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F })
    return error.rule
  }
}

/// The sentence by which some reading is refused; nil where it is not.
func message(_ read: () throws(FormatError) -> Void) -> String? {
  do throws(FormatError) {
    try read()
    return nil
  } catch { return error.message }
}

/// Numbers that look random and are the same in every run (SplitMix64).
struct Generator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }
}

/// Calls `read` with changed copies of a seed: bytes replaced, bits turned, pieces removed or doubled, tails cut.
///
/// - Returns: how many were accepted and how many refused. That it returns at all is what is tested.
func mutate(_ seed: [UInt8], times: Int, _ read: ([UInt8]) throws(FormatError) -> Void) -> (accepted: Int, refused: Int)
{
  var generator = Generator(state: UInt64(seed.count))
  let telling: [UInt8] = [0, 1, 0x7F, 0x80, 0xFF, 0x22, 0x28, 0x2E, 0x52, 0x7B, 0x7D]
  var (accepted, refused) = (0, 0)
  for _ in 0..<times {
    var bytes = seed
    for _ in 0..<Int.random(in: 1...3, using: &generator) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      let length = min(Int.random(in: 1...8, using: &generator), bytes.count - place)
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      case 1: bytes[place] = UInt8.random(in: 0...255, using: &generator)
      case 2: bytes[place] = telling[Int.random(in: 0..<telling.count, using: &generator)]
      case 3: bytes.removeSubrange(place..<place + length)
      case 4: bytes.insert(contentsOf: bytes[place..<place + length], at: place)
      default: for index in place..<place + length { bytes[index] = 0xFF }
      }
    }
    do throws(FormatError) {
      try read(bytes)
      accepted += 1
    } catch {
      refused += 1
    }
  }
  return (accepted, refused)
}

/// The numbers of a tensor, in row-major order, as Double.
func values(_ tensor: StoredTensor, in source: some ByteSource) throws -> [Double] {
  let bytes = try source.bytes(at: tensor.offset, count: tensor.byteCount)
  var indices = [0]
  var step = 1
  var strides: [Int] = []
  for size in tensor.shape.reversed() {
    strides.insert(step, at: 0)
    step *= size
  }
  for (size, stride) in zip(tensor.shape, tensor.strides ?? strides) {
    indices = indices.flatMap { base in (0..<size).map { base + $0 * stride } }
  }
  return indices.map { index in
    let start = index * tensor.type.bytes
    var pattern: UInt64 = 0
    for place in 0..<tensor.type.bytes {
      let byte = UInt64(bytes[start + place])
      pattern |= byte << UInt64(8 * (tensor.isBigEndian ? tensor.type.bytes - 1 - place : place))
    }
    return number(pattern, tensor.type)
  }
}

private func number(_ pattern: UInt64, _ type: ElementType) -> Double {
  switch type {
  case .float16: half(UInt16(pattern))
  case .bfloat16: Double(Float(bitPattern: UInt32(pattern) << 16))
  case .float32: Double(Float(bitPattern: UInt32(pattern)))
  case .float64: Double(bitPattern: pattern)
  case .int8: Double(Int8(truncatingIfNeeded: pattern))
  case .int16: Double(Int16(truncatingIfNeeded: pattern))
  case .int32: Double(Int32(truncatingIfNeeded: pattern))
  case .int64: Double(Int64(bitPattern: pattern))
  case .uint8, .uint16, .uint32, .uint64, .bool: Double(pattern)
  }
}

/// float16 by its definition; `Float16` is missing on some machines.
private func half(_ bits: UInt16) -> Double {
  let fraction = Double(bits & 0x3FF) / 1024
  let exponent = Int(bits >> 10 & 0x1F)
  let size =
    exponent == 0 ? fraction * 0x1p-14 : (1 + fraction) * Double(sign: .plus, exponent: exponent - 15, significand: 1)
  return bits >> 15 == 1 ? -size : size
}

/// What the fixtures hold, as torch said when it wrote them.
func expected(_ set: String) throws -> [JSONValue.Member] {
  let tree = try JSONValue(parsing: fixture("expected.json"))
  guard case .object(let members)? = tree[set] else { return [] }
  return members
}

/// Compares tensors with what torch said: names in order, types, shapes, every number.
func compare(_ tensors: [StoredTensor], _ source: some ByteSource, with set: String, sorted: Bool = false) throws {
  var wanted = try expected(set)
  var tensors = tensors
  if sorted {
    wanted.sort { $0.key < $1.key }
    tensors.sort { $0.name < $1.name }
  }
  #expect(!wanted.isEmpty)
  #expect(tensors.map(\.name) == wanted.map(\.key))
  for (tensor, member) in zip(tensors, wanted) {
    #expect(.string(tensor.type.rawValue) == member.value["dtype"], "\(tensor.name)")
    #expect(.array(tensor.shape.map { .number(.integer($0)) }) == member.value["shape"], "\(tensor.name)")
    let numbers = try values(tensor, in: source)
    #expect(.array(numbers.map { .number(.real($0)) }) == member.value["values"], "\(tensor.name)")
  }
}
