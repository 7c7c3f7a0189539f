internal import Crypto

/// The SHA-256 of bytes that come piece by piece.
struct Digest {
  private var hash = SHA256()

  init() {}

  mutating func add(_ bytes: UnsafeRawBufferPointer) { hash.update(bufferPointer: bytes) }

  /// 32 bytes.
  typealias Value = [UInt8]

  var value: Value { Array(hash.finalize()) }

  /// 64 hexadecimal digits.
  var text: String {
    value.reduce(into: "") { text, byte in text += (byte < 16 ? "0" : "") + String(byte, radix: 16) }
  }
}

extension Digest {
  /// Of a tensor's bytes as they are stored.
  init(of tensor: WeightTensor, in file: WeightFile) throws(WeightError) {
    self.init()
    let step = max(1, Check.tile / tensor.type.bytes)
    let room = UnsafeMutableRawBufferPointer.allocate(
      byteCount: min(step, tensor.count) * tensor.type.bytes, alignment: 16)
    defer { room.deallocate() }
    for start in stride(from: 0, to: tensor.count, by: step) {
      let count = min(step, tensor.count - start)
      let part = UnsafeMutableRawBufferPointer(rebasing: room[..<(count * tensor.type.bytes)])
      try file.read(tensor, elements: start..<(start + count), into: part)
      add(UnsafeRawBufferPointer(part))
    }
  }
}
