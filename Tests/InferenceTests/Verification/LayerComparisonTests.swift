import Architecture
import ModelFile
import Testing

@testable import Inference

/// Where two outputs begin to differ.
@Suite struct LayerComparisonTests {
  private func comparison(_ values: [Float], _ recorded: [Float], shape: [Int]? = nil) throws -> LayerComparison {
    let network = try ModelFile.network(
      SourceText(
        name: "t",
        text: """
          title: t
          paper: p
          reference: r
          input: [2]
          layers: [{fc: \(values.count), name: fc}]
          """), name: "t")
    let layer = try #require(network.body.first)
    var comparison = LayerComparison(layer, recordedName: "fc", recordedShape: shape ?? [1, values.count])
    comparison.add(values, recorded, from: 0)
    return comparison
  }

  /// A difference of exactly the tolerance counts as the same, the next larger number does not.
  @Test func aDifferenceExactlyAtTheTolerance() throws {
    let exact = try comparison([4, 1.5], [4, 1])
    #expect(exact.relative == 0.125)
    #expect(exact.agrees(within: 0.125))
    #expect(!exact.agrees(within: 0.125.nextDown))
    let more = try comparison([4, Float(1.5).nextUp], [4, 1])
    #expect(!more.agrees(within: 0.125))
    let less = try comparison([4, Float(1.5).nextDown], [4, 1])
    #expect(less.agrees(within: 0.125))
    let below = try comparison([4, 0.5], [4, 1])
    #expect(below.agrees(within: 0.125) && !below.agrees(within: 0.1249))
  }

  @Test func withoutToleranceEveryBitCounts() throws {
    #expect(try comparison([4, 1], [4, 1]).agrees(within: 0))
    #expect(try comparison([4, -0.0], [4, 0]).agrees(within: 0))
    #expect(try !comparison([4, Float(1).nextUp], [4, 1]).agrees(within: 0))
    // Of nothing there is no share.
    #expect(try comparison([0, 0], [0, 0]).agrees(within: 0))
    #expect(try !comparison([0, 0x1p-149], [0, 0]).agrees(within: 1e30))
  }

  @Test func whatIsNoNumberNeverAgrees() throws {
    for odd in [Float.nan, .infinity, -.infinity] {
      let own = try comparison([1, odd], [1, 1])
      #expect((own.notFinite, own.recordedNotFinite) == (1, 0))
      #expect(!own.agrees(within: .infinity))
      let recorded = try comparison([1, 1], [1, odd])
      #expect((recorded.notFinite, recorded.recordedNotFinite) == (0, 1))
      #expect(!recorded.agrees(within: .infinity))
    }
  }

  @Test func sizesAreComparedWithoutAxesOfOne() throws {
    #expect(try comparison([1, 2], [1, 2], shape: [1, 2, 1, 1]).agrees(within: 0))
    #expect(try !comparison([1, 2], [1, 2], shape: [1, 3]).agrees(within: 0))
  }
}
