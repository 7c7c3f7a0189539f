/// Numbers of files as float32.
public enum FloatDecoder {
  /// The numbers in bytes as they are stored, one after the other; float64, and integers beyond 2²⁴, are rounded. Of truth
  /// values, all but 0 are 1.
  public static func decode(_ bytes: [UInt8], as type: ElementType, isBigEndian: Bool) -> [Float] {
    bytes.withUnsafeBytes { raw in
      func numbers<Stored: FixedWidthInteger>(_: Stored.Type, _ decode: (Stored) -> Float) -> [Float] {
        let count = raw.count / MemoryLayout<Stored>.size
        return [Float](unsafeUninitializedCapacity: count) { buffer, filled in
          for index in 0..<count {
            let stored = raw.loadUnaligned(fromByteOffset: index * MemoryLayout<Stored>.size, as: Stored.self)
            buffer[index] = decode(isBigEndian ? Stored(bigEndian: stored) : Stored(littleEndian: stored))
          }
          filled = count
        }
      }
      switch type {
      case .float32: return numbers(UInt32.self) { Float(bitPattern: $0) }
      case .float64: return numbers(UInt64.self) { Float(Double(bitPattern: $0)) }
      case .float16: return numbers(UInt16.self) { Float(Float16(bitPattern: $0)) }
      case .bfloat16: return numbers(UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
      case .uint8: return numbers(UInt8.self) { Float($0) }
      case .int8: return numbers(UInt8.self) { Float(Int8(bitPattern: $0)) }
      case .uint16: return numbers(UInt16.self) { Float($0) }
      case .int16: return numbers(UInt16.self) { Float(Int16(bitPattern: $0)) }
      case .uint32: return numbers(UInt32.self) { Float($0) }
      case .int32: return numbers(UInt32.self) { Float(Int32(bitPattern: $0)) }
      case .uint64: return numbers(UInt64.self) { Float($0) }
      case .int64: return numbers(UInt64.self) { Float(Int64(bitPattern: $0)) }
      case .bool: return numbers(UInt8.self) { $0 == 0 ? 0 : 1 }
      }
    }
  }
}
