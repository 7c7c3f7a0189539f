import Analysis
import Architecture
import TestSupport
import Testing

/// Fields that are not evenly spaced, after adaptive pooling of sizes that do not divide.
@Suite struct UnevenFieldTests {
  @Test func adaptivePoolingHasNoStride() throws {
    let field = try last("{input: [1, 10], layers: [{adaptive_avgpool: 4}]}")
    #expect(field.stride == nil)
    #expect(field.padding == nil)
    #expect((0..<4).map { field.pixels(of: $0) } == [0...2, 2...4, 5...7, 7...9])
    #expect(field.size == 3)
  }

  @Test func adaptivePoolingThatDividesIsAPlainWindow() throws {
    #expect(
      try last("{input: [1, 12], layers: [{adaptive_avgpool: 4}]}") == AxisField(size: 3, stride: 3, padding: 0))
  }

  @Test func windowOverUnevenUnitsSpansThem() throws {
    let field = try last("{input: [1, 10], layers: [{adaptive_avgpool: 4}, {conv: 1, kernel: 2}]}")
    #expect((0..<3).map { field.pixels(of: $0) } == [0...4, 2...7, 5...9])
    #expect(field.size == 6)
  }

  @Test func dilatedWindowOverUnevenUnitsReadsItsOwnCellsAlone() throws {
    // cells −1 and 1, 0 and 2, 1 and 3, 2 and 4
    let field = try last(
      "{input: [1, 10], layers: [{adaptive_avgpool: 4}, {conv: 1, kernel: 2, dilation: 2, pad: 1}]}")
    #expect((0..<4).map { field.pixels(of: $0) } == [2...4, 0...7, 2...9, 5...7])
  }

  @Test func unitThatSeesPaddingAloneHasNoPixels() throws {
    let field = try last("{input: [1, 10], layers: [{adaptive_avgpool: 4}, {conv: 1, kernel: 1, pad: 1}]}")
    #expect((0..<6).map { field.pixels(of: $0) } == [nil, 0...2, 2...4, 5...7, 7...9, nil])
  }

  @Test func unknownPaddingStaysUnknown() {
    let unknown = AxisField(size: 5, stride: 2, padding: nil)
    let other = AxisField(size: 3, stride: 4, padding: 1)
    let (field, isAligned) = unknown.merged(with: other, units: 4)
    #expect(field.size == 5)
    #expect(field.stride == nil)
    #expect(field.pixels(of: 0) == nil)
    #expect(!isAligned)
  }

  private func last(_ yaml: String) throws -> AxisField {
    try #require(ReceptiveField.fields(of: network(yaml)).last?.axes.first)
  }

  /// A million uneven fields are listed, and more are not: what is not looked at is unknown and no guess.
  @Test(arguments: [(1_048_576, true), (1_048_577, false)]) func tooManyToList(outputs: Int, isKnown: Bool) throws {
    let network = try network("{input: [1, 3000001], layers: [{resize: , size: \(outputs)}, relu, {add: [[], []]}]}")
    #expect(ReceptiveField.fields(of: network).dropFirst().map(\.isKnown) == [isKnown, isKnown, isKnown])
  }
}
