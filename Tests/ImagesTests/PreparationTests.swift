import Architecture
import ModelFile
import Testing

@testable import Images

/// From a picture to the numbers that a network reads.
@Suite struct PreparationTests {
  private func recorded(_ name: String) throws -> Image { try Image(decoding: try Recorded.bytes(name)) }

  private func shape(_ channels: Int, _ height: Int, _ width: Int) throws -> Shape {
    try Shape(channels: channels, extent: [height, width])
  }

  @Test("Planes of an array become the channels of pixels") func planes() throws {
    let numbers: [Float] = [9, 1, 2, 3, 4, 5, 255]
    let image = try Image(planes: numbers[1...], channels: 3, height: 1, width: 2)
    #expect(image == Image(width: 2, height: 1, channels: 3, pixels: [1, 3, 5, 2, 4, 255]))
    for (number, text) in [(-1, "-1.0"), (256, "256.0"), (0.5, "0.5"), (.nan, "nan"), (.infinity, "inf")]
      as [(Float, String)]
    {
      let error = #expect(throws: ImageError.self) {
        try Image(planes: [7, number], channels: 1, height: 1, width: 2)
      }
      #expect(error?.message == "number 1 is \(text), and pixels are whole, from 0 to 255")
    }
    let stretched = Image(stretching: [-1, 0, 1, .nan], channels: 1, height: 2, width: 2)
    #expect(stretched.pixels == [0, 127, 255, 0])
    #expect(Image(stretching: [3, 3], channels: 1, height: 1, width: 2).pixels == [0, 0])
  }

  @Test("Resized as by PIL, to the last bit", arguments: Recorded.facts.resized.keys.sorted())
  func resized(key: String) throws {
    let parts = key.split(separator: " ")
    let image = try recorded(String(parts[0]))
      .resized(
        width: try #require(Int(parts[1])), height: try #require(Int(parts[2])),
        by: parts.count > 3 ? try #require(Preprocessing.Interpolation(rawValue: String(parts[3]))) : .bilinear)
    #expect(image == Recorded.facts.resized[key]?.image)
  }

  @Test("Prepared as by torchvision, to the last bit", arguments: Recorded.facts.prepared.keys.sorted())
  func prepared(key: String) throws {
    let sizes = key.split(separator: " ").compactMap { Int($0) }
    let preprocessing = Preprocessing(
      channels: .rgb, divisor: 255, mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225],
      resizing: .shorterSide(sizes[0]))
    let numbers = try preprocessing.input(of: try recorded("rgb.png"), for: try shape(3, sizes[1], sizes[2]))
    #expect(numbers == Recorded.facts.prepared[key]?.map { Float(Double($0) ?? .nan) })
  }

  @Test func planesInTheirOrder() throws {
    let image = Image(width: 2, height: 1, channels: 3, pixels: [10, 20, 30, 40, 50, 60])
    func numbers(_ channels: Preprocessing.Channels, _ count: Int) throws -> [Float] {
      try Preprocessing(channels: channels, divisor: 1).input(of: image, for: try shape(count, 1, 2))
    }
    #expect(try numbers(.rgb, 3) == [10, 40, 20, 50, 30, 60])
    #expect(try numbers(.bgr, 3) == [30, 60, 20, 50, 10, 40])
    // 0.299·10 + 0.587·20 + 0.114·30 = 18.15
    #expect(try numbers(.gray, 1) == [18, 48])
  }

  @Test func meanAndDeviationBelongToTheirPlanes() throws {
    let image = Image(width: 1, height: 1, channels: 3, pixels: [10, 20, 30])
    let preprocessing = Preprocessing(channels: .bgr, divisor: 2, mean: [1, 2, 3], deviation: [1, 2, 4])
    #expect(try preprocessing.input(of: image, for: try shape(3, 1, 1)) == [14, 4, 0.5])
  }

  @Test("A smaller picture gets a black border, the odd line below") func border() throws {
    let image = Image(width: 2, height: 1, channels: 1, pixels: [8, 9])
    #expect(try image.centered(width: 4, height: 4).pixels == [0, 0, 0, 0, 0, 8, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    #expect(try image.centered(width: 1, height: 2).pixels == [8, 0])
  }

  @Test func stretched() throws {
    let preprocessing = Preprocessing(channels: .gray, divisor: 1, resizing: .exactly(height: 2, width: 2))
    let image = Image(width: 4, height: 2, channels: 1, pixels: [0, 0, 100, 100, 0, 0, 100, 100])
    #expect(try preprocessing.input(of: image, for: try shape(1, 2, 2)) == [14, 86, 14, 86])
  }

  @Test func whatDoesNotFit() throws {
    let image = Image(width: 4, height: 2, channels: 1, pixels: Array(repeating: 0, count: 8))
    func message(_ preprocessing: Preprocessing, _ shape: Shape) -> String? {
      do throws(ImageError) {
        _ = try preprocessing.input(of: image, for: shape)
        return nil
      } catch { return error.message }
    }
    #expect(
      message(Preprocessing(channels: .gray, divisor: 1), try shape(1, 2, 2))
        == "the picture has 4×2 pixels, and the network reads 2×2; the model file states no resize")
    #expect(
      message(Preprocessing(channels: .gray, divisor: 1), try shape(2, 2, 4))
        == "a picture makes 1×height×width, and the network reads 2×2×4")
    #expect(
      message(Preprocessing(channels: .gray, divisor: 1), try shape(1, 3, 4))
        == "the picture has 4×2 pixels, and the network reads 4×3; the model file states no resize")
    #expect(
      message(Preprocessing(channels: .gray, divisor: 1), try shape(1, 2, 5))
        == "the picture has 4×2 pixels, and the network reads 5×2; the model file states no resize")
    #expect(message(Preprocessing(channels: .gray, divisor: 1), try shape(1, 2, 4)) == nil)
    for extent in [[], [4], [1, 2, 4]] {
      let input = try Shape(channels: 1, extent: extent)
      #expect(
        message(Preprocessing(channels: .gray, divisor: 1), input)
          == "a picture makes 1×height×width, and the network reads \(input)")
    }
    let line = Image(width: 1 << 20, height: 1, channels: 1, pixels: Array(repeating: 0, count: 1 << 20))
    #expect(throws: ImageError("the picture has 268435456×256 pixels, and at most 67108864 are read (8192×8192)")) {
      try Preprocessing(channels: .gray, divisor: 1, resizing: .shorterSide(256))
        .input(of: line, for: try shape(1, 224, 224))
    }
  }
}
