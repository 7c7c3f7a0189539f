import Testing

@testable import Images

/// Pictures of every kind, pixel for pixel as PIL decodes them.
@Suite struct DecodingTests {
  @Test("As PIL decodes it", arguments: Recorded.facts.decoded.keys.sorted()) func asPIL(name: String) throws {
    let image = try Image(decoding: try Recorded.bytes(name))
    #expect(image == Recorded.facts.decoded[name]?.image)
  }

  @Test func everyKindIsThere() {
    #expect(Recorded.facts.decoded.count == 34)
    #expect(Set(Recorded.facts.decoded.values.map(\.channels)) == [1, 3])
  }

  @Test func byHand() throws {
    #expect(
      try Image(decoding: PNG.gray([[1, 2, 3], [4, 5, 6]]))
        == Image(width: 3, height: 2, channels: 1, pixels: [1, 2, 3, 4, 5, 6]))
  }

  @Test func grayOfColours() throws {
    #expect(try Image(decoding: try Recorded.bytes("rgb.png")).gray == Recorded.facts.gray.image)
  }

  @Test func coloursOfGray() {
    #expect(Image(width: 2, height: 1, channels: 1, pixels: [1, 2]).rgb.pixels == [1, 1, 1, 2, 2, 2])
  }

  @Test("What is written reads the same, and the same bytes are written again")
  func writing() throws {
    for name in ["rgb.png", "gray-8.png"] {
      let image = try Image(decoding: try Recorded.bytes(name))
      #expect(try Image(decoding: try image.png()) == image)
      #expect(try image.png() == image.png())
    }
  }
}
