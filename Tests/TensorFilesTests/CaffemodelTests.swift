import Testing

@testable import TensorFiles

/// Files of Caffe's message, built byte by byte.
@Suite struct CaffemodelTests {
  private func varint(_ number: UInt64) -> [UInt8] {
    number < 0x80 ? [UInt8(number)] : [UInt8(number & 0x7F | 0x80)] + varint(number >> 7)
  }

  private func field(_ number: Int, _ bytes: [UInt8]) -> [UInt8] {
    varint(UInt64(number) << 3 | 2) + varint(UInt64(bytes.count)) + bytes
  }

  private func floats(_ numbers: Float...) -> [UInt8] {
    numbers.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number.bitPattern >> (8 * $0)) } }
  }

  private func shape(_ sizes: UInt64...) -> [UInt8] { field(7, field(1, sizes.flatMap(varint))) }

  /// A network with one layer that has these blobs.
  private func file(_ blobs: [UInt8]...) -> MemorySource {
    let layer = field(1, Array("conv".utf8)) + field(2, Array("Convolution".utf8)) + blobs.flatMap { field(7, $0) }
    return MemorySource(field(1, Array("net".utf8)) + field(100, layer))
  }

  private func blob(_ source: MemorySource) throws -> CaffemodelBlob {
    try #require(try CaffemodelFile(reading: source).layers.first?.blobs.first)
  }

  /// The rule that a file breaks.
  private func rule(_ source: MemorySource) -> String? {
    do {
      _ = try CaffemodelFile(reading: source)
      return nil
    } catch {
      return error.rule
    }
  }

  @Test func theDescriptionIsApartFromTheBlobs() throws {
    let source = file(shape(2) + field(5, floats(1, 2)), shape(1) + field(5, floats(3)))
    let model = try CaffemodelFile(reading: source)
    #expect(model.message == field(1, Array("net".utf8)))
    #expect(model.layers[0].message == field(1, Array("conv".utf8)) + field(2, Array("Convolution".utf8)))
    #expect(model.layers[0].blobs.map(\.shape) == [[2], [1]])
    let offset = try #require(model.layers[0].blobs[0].offset)
    #expect(try source.bytes(at: offset, count: 8) == floats(1, 2))
    #expect(CaffemodelFile.recognizes(source))
  }

  @Test func fourSizesOfOldFiles() throws {
    let sizes: [UInt8] = [1 << 3, 1, 2 << 3, 1, 3 << 3, 2, 4 << 3, 3]
    #expect(try blob(file(sizes + field(5, floats(1, 2, 3, 4, 5, 6)))).shape == [1, 1, 2, 3])
  }

  @Test func numbersWithTagsOfTheirOwn() throws {
    let tagged = [Float(1), 2, 3].flatMap { [UInt8(5 << 3 | 5)] + floats($0) }
    let source = file(shape(5) + tagged + field(5, floats(4, 5)))
    let blob = try blob(source)
    #expect(blob.parts.map(\.count) == [3, 2])
    #expect(blob.offset == nil)
    let numbers = CaffemodelNumbers(of: blob, in: source)
    #expect(numbers.size == 20)
    #expect(try numbers.bytes(at: 0, count: 20) == floats(1, 2, 3, 4, 5))
    #expect(try numbers.bytes(at: 6, count: 11) == Array(floats(1, 2, 3, 4, 5)[6..<17]))
  }

  @Test func doubleNumbers() throws {
    let blob = try blob(file(shape(2) + field(8, [UInt8](repeating: 0, count: 16))))
    #expect(blob.type == .float64)
    #expect(blob.parts.map(\.count) == [2])
  }

  @Test func sizesWithoutNumbers() throws { #expect(try blob(file(shape(2, 3))).parts.isEmpty) }

  @Test func gradientsArePassedOver() throws {
    #expect(try blob(file(shape(1) + field(6, floats(9)) + field(5, floats(1)))).parts.map(\.count) == [1])
  }

  @Test func malformed() {
    #expect(rule(file(shape(3) + field(5, floats(1, 2)))) == "caffemodel-blob")
    #expect(rule(file(shape(1 << 40, 1 << 40) + field(5, floats(1)))) == "caffemodel-blob")
    #expect(rule(file(shape(UInt64.max) + field(5, floats(1)))) == "caffemodel-blob")
    #expect(rule(file(shape(1) + field(5, [1, 2, 3]))) == "caffemodel-blob")
    #expect(rule(file(shape(1) + field(5, floats(1)) + field(8, floats(1, 2)))) == "caffemodel-blob")
    #expect(rule(MemorySource([0xFF])) == "protobuf-number")
    #expect(rule(MemorySource([UInt8](repeating: 0xFF, count: 12))) == "protobuf-number")
    #expect(rule(MemorySource([0x00, 0x00])) == "protobuf-tag")
    #expect(rule(MemorySource([0x0B])) == "protobuf-tag")
    #expect(rule(MemorySource([0x0A, 0x05, 0x41])) == "protobuf-length")
    #expect(rule(MemorySource([0x0A] + varint(UInt64.max))) == "protobuf-length")
  }

  @Test func manyLayersAreRefused() {
    let layers = [UInt8]((0..<200_001).flatMap { _ in [0xA2, 0x06, 0x00] as [UInt8] })
    #expect(rule(MemorySource(layers)) == "tensor-count")
  }

  @Test func otherFilesAreNotRecognized() {
    #expect(!CaffemodelFile.recognizes(MemorySource([])))
    #expect(!CaffemodelFile.recognizes(MemorySource(Array("name: \"net\"".utf8))))
    // ONNX begins with its version, a number.
    #expect(!CaffemodelFile.recognizes(MemorySource([0x08, 0x07] + field(2, Array("pytorch".utf8)))))
    #expect(!CaffemodelFile.recognizes(MemorySource(field(1, Array("net".utf8)))))
  }
}
