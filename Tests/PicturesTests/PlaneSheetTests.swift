import Architecture
import Inference
import TestSupport
import Testing
import Weights

@testable import Pictures

/// Planes of numbers in rows: what stands where, and how many there are.
@Suite struct PlaneSheetTests {
  private func maps(_ shape: Shape) -> Activation {
    Activation(layer: "a", shape: shape, batch: 1, values: (0..<shape.count).map(Float.init))
  }

  @Test func eachMapGoesFromBlackToWhiteWithALineBehindIt() throws {
    let sheet = try #require(PlaneSheet(of: maps(try Shape(channels: 4, extent: [2, 2])), within: 1000))
    #expect((sheet.across, sheet.shown) == (2, 4))
    #expect((sheet.smallest, sheet.largest) == (0, 15))
    #expect((sheet.image.width, sheet.image.height) == (6, 6))
    let row: [UInt8] = [0, 85, 255, 0, 85, 255]
    #expect(Array(sheet.image.pixels.prefix(6)) == row)
    #expect(Array(sheet.image.pixels[6..<12]) == [170, 255, 255, 170, 255, 255])
    #expect(Array(sheet.image.pixels[12..<18]) == [255, 255, 255, 255, 255, 255])
  }

  @Test func aVectorIsOnePlane() throws {
    let sheet = try #require(PlaneSheet(of: maps(try Shape(channels: 5)), within: 1000))
    #expect((sheet.layout.width, sheet.layout.height, sheet.shown) == (3, 2, 1))
    // The place that no number fills is white.
    #expect(sheet.image.pixels == [0, 64, 128, 255, 191, 255, 255, 255, 255, 255, 255, 255])
  }

  /// A plane of 2×2 takes nine points with its lines.
  @Test func noMoreMapsThanFit() throws {
    let shape = try Shape(channels: 4, extent: [2, 2])
    #expect(PlaneSheet(of: maps(shape), within: 8) == nil)
    #expect(PlaneSheet(of: maps(shape), within: 9)?.shown == 1)
    #expect(PlaneSheet(of: maps(shape), within: 35)?.shown == 3)
    #expect(PlaneSheet(of: maps(shape), within: 36)?.shown == 4)
  }

  @Test func theSheetsOfANetworkStayWithinWhatTheyShare() throws {
    let layouts = try [[64, 224, 224], [512, 14, 14], [1000], [3, 4000, 4000]].map {
      (layout: try #require(PlaneSheet.Layout(of: try Shape(dimensions: $0))), bytes: 1)
    }
    for points in [0, 100, 50_000, 1_000_000, 1 << 24] {
      let most = PlaneSheet.share(of: points, among: layouts)
      #expect(layouts.reduce(0) { $0 + $1.layout.area(within: most) } <= points)
    }
    #expect(PlaneSheet.share(of: 1 << 24, among: layouts) > 50_625)
  }
}
