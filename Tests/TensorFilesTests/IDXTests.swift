import TensorFiles
import Testing

/// Arrays as the MNIST files hold them.
@Suite struct IDXTests {
  private func refusal(of bytes: [UInt8]) -> String? {
    TensorFilesTests.refusal { () throws(FormatError) in _ = try IDXFile.array(in: MemorySource(bytes)) }
  }

  @Test(
    arguments: [
      (8, [7, 255], [7, 255]), (9, [7, 255], [7, -1]), (0xB, [0, 7, 0xFF, 0xFE], [7, -2]),
      (0xC, [0, 0, 0, 7, 0xFF, 0xFF, 0xFF, 0xFE], [7, -2]), (0xD, [0x3F, 0xC0, 0, 0, 0xC0, 0, 0, 0], [1.5, -2]),
      (0xE, [0x3F, 0xF8, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0], [1.5, -2]),
    ] as [(UInt8, [UInt8], [Float])])
  func numbersOfEveryType(type: UInt8, numbers: [UInt8], expected: [Float]) throws {
    let source = MemorySource([0, 0, type, 2, 0, 0, 0, 2, 0, 0, 0, 1] + numbers)
    #expect(IDXFile.recognizes(source))
    let array = try IDXFile.array(in: source)
    #expect(array.shape == [2, 1])
    #expect(try array.floats(in: source) == expected)
    #expect(try array.floats(of: 1..<2, in: source) == [expected[1]])
  }

  @Test func malformedHeadsAreRefused() {
    #expect(refusal(of: []) == "file-end")
    #expect(refusal(of: [1, 0, 8, 1, 0, 0, 0, 0]) == "idx-header")
    #expect(refusal(of: [0, 0, 10, 1, 0, 0, 0, 0]) == "idx-header", "an unknown type")
    #expect(refusal(of: [0, 0, 8, 0]) == "idx-header", "no axes")
    #expect(refusal(of: [0, 0, 8, 200] + [UInt8](repeating: 0, count: 800)) == "idx-header", "200 axes")
    #expect(refusal(of: [0, 0, 8, 2, 0, 0, 0, 1]) == "file-end", "cut sizes")
  }

  @Test func sizesThatDoNotFitTheFileAreRefused() {
    #expect(refusal(of: [0, 0, 8, 1, 0, 0, 0, 2, 1]) == "idx-size", "a number is missing")
    #expect(refusal(of: [0, 0, 8, 1, 0, 0, 0, 1, 1, 1]) == "idx-size", "a number too many")
    let large = [UInt8](repeating: 0xFF, count: 12)
    #expect(refusal(of: [0, 0, 8, 3] + large) == "idx-size", "2^96 numbers")
    #expect(refusal(of: [0, 0, 8, 4] + large + [0, 0, 0, 0]) == "idx-size", "2^96 numbers times 0")
  }
}
