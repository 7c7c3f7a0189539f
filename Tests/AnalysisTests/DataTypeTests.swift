import Analysis
import Architecture
import TestSupport
import Testing

/// Bytes of a number, and of what is made of numbers.
@Suite struct DataTypeTests {
  @Test(arguments: [
    (DataType.float64, 8), (.float32, 4), (.float16, 2), (.bfloat16, 2), (.int8, 1),
  ])
  func bytes(_ type: DataType, _ bytes: Int) throws {
    #expect(type.bytes == bytes)
    let profile = try Profile(of: zoo("lenet5-modern"), .inference, dataType: type)
    #expect(profile.parameterBytes == 61_706 * bytes)
    #expect(try profile.row("C1").activationBytes == 6 * 28 * 28 * bytes)
    #expect(try profile.row("C1").trafficBytes == (32 * 32 + 6 * 28 * 28 + 156) * bytes)
  }
}
