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
