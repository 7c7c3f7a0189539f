import Testing

@testable import TensorFiles

@Suite struct SafetensorsTests {
  /// A file with this header, and so many bytes behind it.
  private func file(_ header: String, data: Int = 0) -> [UInt8] {
    let text = Array(header.utf8)
    return (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) } + text + [UInt8](repeating: 0, count: data)
  }

  private func refusal(of bytes: [UInt8]) -> String? {
    TensorFilesTests.refusal { () throws(FormatError) in _ = try Safetensors(reading: MemorySource(bytes)) }
  }

  private func tensor(_ name: String, _ type: String, _ shape: String, _ begin: Int, _ end: Int) -> String {
    "\"\(name)\":{\"dtype\":\"\(type)\",\"shape\":[\(shape)],\"data_offsets\":[\(begin),\(end)]}"
  }

  @Test func readsWhatTheReferenceWrote() throws {
    let source = MemorySource(try fixture("types.safetensors"))
    #expect(Safetensors.recognizes(source))
    let file = try Safetensors(reading: source)
    #expect(file.metadata.map(\.key) == ["format"] && file.metadata.map(\.value) == ["pt"])
    try compare(file.tensors, source, with: "safetensors", sorted: true)
  }

  @Test func writesTheBytesOfTheReference() throws {
    let bytes = try fixture("types.safetensors")
    let file = try Safetensors(reading: MemorySource(bytes))
    let entries = file.tensors.reversed().map { SafetensorsHeader.Entry(name: $0.name, type: $0.type, shape: $0.shape) }
    let header = try SafetensorsHeader(entries, metadata: ["format": "pt"])
    #expect(header.bytes == Array(bytes[..<header.bytes.count]))
    #expect(header.tensors == file.tensors)
    #expect(header.fileSize == bytes.count)
  }

  @Test func writtenHeadersAreRead() throws {
    let header = try SafetensorsHeader([])
    #expect(header.bytes == file("{}      "))
    #expect(refusal(of: header.bytes) == nil)
  }

  @Test func headersThatCannotBeWritten() {
    func refusal(_ entries: [SafetensorsHeader.Entry]) -> String? {
      TensorFilesTests.refusal { () throws(FormatError) in _ = try SafetensorsHeader(entries) }
    }
    let a = SafetensorsHeader.Entry(name: "a", type: .float32, shape: [2])
    #expect(refusal([a, a]) == "tensor-name")
    #expect(refusal([.init(name: "__metadata__", type: .float32, shape: [2])]) == "tensor-name")
    #expect(refusal([.init(name: "a", type: .float32, shape: [-1])]) == "safetensors-span")
    #expect(refusal([.init(name: "a", type: .float32, shape: [.max, 2])]) == "safetensors-span")
    #expect(
      refusal([.init(name: "a", type: .int8, shape: [1 << 56]), .init(name: "b", type: .int8, shape: [1 << 56])]) == nil
    )
    #expect(refusal([.init(name: "a", type: .int8, shape: [1 << 56 + 1])]) == "safetensors-span")
    let half = { SafetensorsHeader.Entry(name: $0, type: .int8, shape: [1 << 55]) }
    #expect(refusal([half("a"), half("b"), half("c")]) == nil, "the third begins at 2^56")
    #expect(refusal([half("a"), half("b"), half("c"), half("d")]) == "safetensors-span")
  }

  /// The bytes of a header, and the pairs of its metadata, up to their limits.
  @Test func theLargestHeader() throws {
    let a = [SafetensorsHeader.Entry(name: "a", type: .float32, shape: [2])]
    let size = try SafetensorsHeader(a).bytes.count - 8
    #expect(try SafetensorsHeader(a, limit: size).bytes.count == size + 8)
    let text = message { () throws(FormatError) in _ = try SafetensorsHeader(a, limit: size - 1) }
    #expect(text == "safetensors-header: a header of \(size) bytes: at most \(size - 1)")
    func pairs(_ count: Int) -> [String: String] {
      Dictionary(uniqueKeysWithValues: (0..<count).map { ("\($0)", "") })
    }
    let most = try SafetensorsHeader([], metadata: pairs(10_000)).bytes
    #expect(try Safetensors(reading: MemorySource(most)).metadata.count == 10_000)
    #expect(
      message { () throws(FormatError) in _ = try SafetensorsHeader([], metadata: pairs(10_001)) }
        == "safetensors-metadata: more than 10000 pairs in __metadata__")
    let list = (0..<10_001).map { "\"\($0)\":\"\"" }.joined(separator: ",")
    #expect(
      message { () throws(FormatError) in
        _ = try Safetensors(reading: MemorySource(file("{\"__metadata__\":{\(list)}}")))
      } == "safetensors-metadata: more than 10000 pairs in __metadata__")
  }

  @Test func twoTensors() throws {
    let source = MemorySource(file("{\(tensor("b", "F32", "2,3", 4, 28)),\(tensor("a", "BF16", "2", 0, 4))}", data: 28))
    let tensors = try Safetensors(reading: source).tensors
    #expect(tensors.map(\.name) == ["a", "b"])
    #expect(tensors.map(\.type) == [.bfloat16, .float32])
    #expect(tensors[1].offset == source.size - 24 && tensors[1].byteCount == 24 && tensors[1].storage == "contiguous")
  }

  @Test func tensorsWithoutNumbersShareOffsets() throws {
    let header =
      "{\(tensor("z", "F32", "0,5", 4, 4)),\(tensor("a", "U8", "4", 0, 4)),\(tensor("y", "F64", "0", 0, 0)),\(tensor("s", "U8", "", 4, 5))}"
    #expect(try Safetensors(reading: MemorySource(file(header, data: 5))).tensors.map(\.name) == ["y", "a", "z", "s"])
    #expect(
      refusal(of: file("{\(tensor("z", "F32", "0", 9, 9)),\(tensor("a", "U8", "4", 0, 4))}", data: 4))
        == "safetensors-layout")
  }

  /// What is no safetensors file, but must have been meant to be one.
  @Test func resemblance() {
    func resembles(_ bytes: [UInt8]) -> Bool { Safetensors.resembles(MemorySource(bytes)) }
    #expect(resembles(file("{}")))
    #expect(resembles([0, 0x10, 0, 0, 0, 0, 0, 0, 0x7B, 0x7D]))
    #expect(!resembles([0, 0x10, 0, 0, 0, 0, 0, 0, 0x5B, 0x5D]))
    #expect(!resembles(Array("[{\"a\":0,{\"b\":1}]".utf8)))
    #expect(!resembles([UInt8](repeating: 0, count: 8)))
  }

  @Test func shortFile() {
    func message(_ bytes: [UInt8]) -> String? {
      TensorFilesTests.message { () throws(FormatError) in _ = try Safetensors(reading: MemorySource(bytes)) }
    }
    #expect(message([2, 0, 0, 0, 0, 0, 0]) == "safetensors-header: 7 bytes are too short for a length")
    #expect(message([0, 0, 0, 0, 0, 0, 0, 0])?.contains("too short") == false)
  }
  @Test func emptyFile() { #expect(refusal(of: []) == "safetensors-header") }
  @Test func headerBeyondTheLimit() {
    func message(_ length: UInt64) -> String? {
      TensorFilesTests.message { () throws(FormatError) in
        _ = try Safetensors(reading: MemorySource(le(length, 8) + [0x7B, 0x7D]))
      }
    }
    #expect(
      message(100_000_000)
        == "safetensors-header: a header of 100000000 bytes in a file of 10: 100000008 would be needed")
    #expect(
      message(100_000_001) == "safetensors-header: a header of 100000001 bytes: at most 100000000 are possible")
  }
  /// 100,000 tensors without numbers.
  @Test func theMostTensors() throws {
    func entries(_ count: Int) -> [SafetensorsHeader.Entry] {
      (0..<count).map { .init(name: "\($0)", type: .uint8, shape: [0]) }
    }
    let bytes = try SafetensorsHeader(entries(100_000)).bytes
    #expect(try Safetensors(reading: MemorySource(bytes)).tensors.count == 100_000)
    #expect(
      message { () throws(FormatError) in _ = try SafetensorsHeader(entries(100_001)) }
        == "tensor-count: 100001 tensors: at most 100000 are possible")
    let end = try #require(bytes.lastIndex(of: UInt8(ascii: "}")))
    let more = Array(bytes[8..<end]) + Array(",\(tensor("x", "U8", "0", 0, 0))}".utf8)
    #expect(
      message { () throws(FormatError) in
        _ = try Safetensors(reading: MemorySource(le(UInt64(more.count), 8) + more))
      } == "tensor-count: more than 100000 tensors")
  }
  @Test func headerBeyondTheFile() {
    #expect(refusal(of: [3, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0x7D]) == "safetensors-header")
  }
  @Test func headerOf64Bits() {
    #expect(refusal(of: [UInt8](repeating: 0xFF, count: 8) + Array("{}".utf8)) == "safetensors-header")
  }
  @Test func emptyHeader() { #expect(refusal(of: file("")) == "safetensors-header") }
  @Test func headerStartsWithSpace() { #expect(refusal(of: file(" {}")) == "safetensors-header") }
  @Test func headerIsAnArray() { #expect(refusal(of: file("[]")) == "safetensors-header") }
  @Test func headerNotUTF8() {
    var bytes = file("{\"x\":1}")
    bytes[10] = 0xFF
    #expect(refusal(of: bytes) == "json-text")
  }
  @Test func textAfterTheHeader() { #expect(refusal(of: file("{} {}")) == "json-syntax") }
  @Test func duplicateName() {
    let header = "{\(tensor("a", "U8", "1", 0, 1)),\(tensor("a", "U8", "1", 1, 2))}"
    #expect(refusal(of: file(header, data: 2)) == "json-duplicate-key")
  }
  @Test func duplicateType() {
    let header = #"{"a":{"dtype":"F16","dtype":"U8","shape":[1],"data_offsets":[0,1]}}"#
    #expect(refusal(of: file(header, data: 1)) == "json-duplicate-key")
  }
  @Test func overlap() {
    let header = "{\(tensor("a", "U8", "4", 0, 4)),\(tensor("b", "U8", "4", 3, 7))}"
    #expect(refusal(of: file(header, data: 7)) == "safetensors-layout")
  }
  @Test func sameBytesTwice() {
    let header = "{\(tensor("a", "U8", "4", 0, 4)),\(tensor("b", "U8", "4", 0, 4))}"
    #expect(refusal(of: file(header, data: 4)) == "safetensors-layout")
  }
  @Test func hole() {
    let header = "{\(tensor("a", "U8", "4", 0, 4)),\(tensor("b", "U8", "4", 5, 9))}"
    #expect(refusal(of: file(header, data: 9)) == "safetensors-layout")
  }
  @Test func holeAtTheStart() {
    #expect(refusal(of: file("{\(tensor("a", "U8", "4", 1, 5))}", data: 5)) == "safetensors-layout")
  }
  @Test func bytesAfterTheLastTensor() {
    #expect(refusal(of: file("{\(tensor("a", "U8", "4", 0, 4))}", data: 5)) == "safetensors-layout")
    #expect(refusal(of: file("{}", data: 1)) == "safetensors-layout")
  }
  @Test func fileTooShort() {
    #expect(refusal(of: file("{\(tensor("a", "U8", "4", 0, 4))}", data: 3)) == "safetensors-layout")
  }
  @Test func spanUnlikeTheShape() {
    #expect(refusal(of: file("{\(tensor("a", "F32", "2", 0, 4))}", data: 4)) == "safetensors-span")
    let backward = file("{\(tensor("a", "F32", "1", 4, 0))}", data: 4)
    #expect(
      message { () throws(FormatError) in _ = try Safetensors(reading: MemorySource(backward)) }
        == "safetensors-span: 'a' takes 4 bytes and not the span 4 to 0")
  }
  @Test func shapeOverflow() {
    let header = "{\(tensor("a", "F64", "4294967296,4294967296", 0, 0))}"
    #expect(refusal(of: file(header)) == "safetensors-span")
    let hidden = "{\(tensor("a", "F64", "0,4294967296,4294967296", 0, 0))}"
    #expect(refusal(of: file(hidden)) == "safetensors-span")
  }
  @Test func numberBeyond64Bits() {
    #expect(refusal(of: file("{\(tensor("a", "U8", "18446744073709551617", 0, 1))}", data: 1)) == "json-number")
  }
  @Test func negativeSize() {
    #expect(refusal(of: file("{\(tensor("a", "U8", "-1,-1", 0, 1))}", data: 1)) == "safetensors-tensor")
    #expect(refusal(of: file("{\(tensor("a", "U8", "1", -1, 0))}", data: 1)) == "safetensors-tensor")
  }
  @Test func fractionalSize() {
    #expect(refusal(of: file("{\(tensor("a", "U8", "1.0", 0, 1))}", data: 1)) == "json-type")
  }
  @Test(arguments: ["F8_E4M3", "F8_E5M2", "F4", "C64", "f32", "", "FLOAT"]) func typeThatIsNotRead(_ type: String) {
    let error = #expect(throws: FormatError.self) {
      try Safetensors(reading: MemorySource(file("{\(tensor("a", type, "1", 0, 1))}", data: 1)))
    }
    #expect(error?.rule == "safetensors-dtype" && error?.message.contains("'\(type)'") == true)
  }
  @Test func missingField() {
    #expect(refusal(of: file(#"{"a":{"dtype":"U8","shape":[1]}}"#, data: 1)) == "safetensors-tensor")
    #expect(refusal(of: file(#"{"a":{"dtype":"U8","data_offsets":[0,1]}}"#, data: 1)) == "safetensors-tensor")
    #expect(refusal(of: file(#"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0]}}"#, data: 1)) == "safetensors-tensor")
    #expect(refusal(of: file(#"{"a":{}}"#)) == "safetensors-tensor")
  }
  @Test func unknownField() {
    let header = #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"strides":[1]}}"#
    #expect(refusal(of: file(header, data: 1)) == "safetensors-tensor")
  }
  @Test func thirdOffset() {
    #expect(refusal(of: file(#"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1,2]}}"#, data: 1)) == "tensor-count")
  }
  @Test func tensorIsNoObject() { #expect(refusal(of: file(#"{"a":[]}"#)) == "safetensors-tensor") }
  @Test func tooManyAxes() {
    let shape = [String](repeating: "1", count: 33).joined(separator: ",")
    #expect(refusal(of: file("{\(tensor("a", "U8", shape, 0, 1))}", data: 1)) == "tensor-count")
  }
  @Test func longName() {
    let name = String(repeating: "n", count: 5000)
    #expect(refusal(of: file("{\(tensor(name, "U8", "1", 0, 1))}", data: 1)) == "json-size")
  }
  @Test func metadataOfNumbers() {
    #expect(refusal(of: file(#"{"__metadata__":{"a":1}}"#)) == "safetensors-metadata")
    #expect(refusal(of: file(#"{"__metadata__":"a"}"#)) == "safetensors-metadata")
    #expect(refusal(of: file(#"{"__metadata__":{"a":{"b":"c"}}}"#)) == "safetensors-metadata")
  }
  @Test func escapeSequenceInAName() throws {
    let bytes = file("{\(tensor(#"\u001b[31m"#, "F8", "1", 0, 1))}", data: 1)
    let error = #expect(throws: FormatError.self) { try Safetensors(reading: MemorySource(bytes)) }
    #expect(error?.message == #"safetensors-dtype: '\u{1b}[31m' has the type 'F8', which is not read"#)
  }

  @Test func truncationAtEveryByte() throws {
    let bytes = try fixture("types.safetensors")
    for length in 0..<bytes.count { #expect(refusal(of: Array(bytes[..<length])) != nil, "\(length) bytes") }
  }

  @Test func mutations() {
    let seed = file(
      "{\"__metadata__\":{\"f\":\"p\"},\(tensor("a", "F16", "2", 0, 4)),\(tensor("b", "U8", "", 4, 5))}", data: 5)
    let result = mutate(seed, times: 50_000) { bytes throws(FormatError) in
      _ = try Safetensors(reading: MemorySource(bytes))
    }
    #expect(result.accepted > 0 && result.refused > 0)
  }
}
