import Testing

@testable import Architecture

/// Sizes of values, and the largest that exist.
@Suite struct ShapeTests {
  @Test func mapsSignalsAndVectors() throws {
    let maps = try Shape(channels: 96, extent: [55, 54])
    #expect((maps.count, maps.area, maps.isVector, "\(maps)") == (285_120, 2_970, false, "96×55×54"))
    let signal = try Shape(channels: 2, extent: [100])
    #expect((signal.count, signal.area, signal.dimensions) == (200, 100, [2, 100]))
    let vector = try Shape(channels: 10)
    #expect((vector.count, vector.area, vector.isVector, "\(vector)") == (10, 1, true, "10"))
  }

  @Test("A dimension is at least 1", arguments: [0, -1, Int.min]) func positive(dimension: Int) {
    let misfit = SizeError.impossibleDimension(dimension)
    #expect("\(misfit)" == "a size of \(dimension) is impossible: every dimension is at least 1")
    #expect(throws: misfit) { try Shape(channels: dimension) }
    #expect(throws: misfit) { try Shape(channels: 1, extent: [1, dimension]) }
  }

  @Test func dimensionsAndElementsHaveALimit() throws {
    #expect(try Shape(channels: 2_147_483_647).count == 2_147_483_647)
    #expect(throws: SizeError.largeDimension(2_147_483_648)) {
      try Shape(channels: 2_147_483_648)
    }
    #expect(try Shape(channels: 1024, extent: [32_768, 32_768]).count == 1 << 40)
    #expect(throws: SizeError.manyElements(dimensions: [1025, 32_768, 32_768])) {
      try Shape(channels: 1025, extent: [32_768, 32_768])
    }
    #expect(throws: SizeError.self) { try Shape(channels: 2_147_483_647, extent: [2_147_483_647, 2_147_483_647]) }
  }

  @Test(
    "Sizes on the command line",
    arguments: [
      ("3x227x227", [3, 227, 227]), ("3×227×227", [3, 227, 227]), ("3,227,227", [3, 227, 227]), ("10", [10]),
      ("", nil), ("3x", nil), ("x3", nil), ("3xx3", nil), ("3x2.5", nil), ("large", nil),
      ("99999999999999999999", nil),
    ] as [(String, [Int]?)])
  func dimensions(text: String, expected: [Int]?) {
    #expect(Shape.dimensions(of: text) == expected)
  }

  @Test func aProductIsCheckedAtEachStep() throws {
    #expect(try Limits.check([2, 3, 7], atMost: 42, .weights) == 42)
    #expect(throws: SizeError.tooMany(.weights, factors: [2, 3, 8], limit: 32)) {
      try Limits.check([2, 3, 8], atMost: 32, .weights)
    }
    #expect(throws: SizeError.self) { try Limits.check([.max, .max, 1], atMost: .max, .weights) }
  }
}
