internal import Crypto

/// The SHA-256 of bytes that come block by block.
public struct Digest {
  private var hash = SHA256()

  public init() {}

  public mutating func add(_ bytes: UnsafeRawBufferPointer) { hash.update(bufferPointer: bytes) }

  /// 32 bytes.
  public typealias Value = [UInt8]

  public var value: Value { Array(hash.finalize()) }

  /// 64 hexadecimal digits.
  var text: String {
    value.reduce(into: "") { text, byte in text += (byte < 16 ? "0" : "") + String(byte, radix: 16) }
  }
}
