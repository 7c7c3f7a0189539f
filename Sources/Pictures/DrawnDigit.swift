import Images

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A digit drawn with a pen, as large and as thick as MNIST's: white on black, 20×20 pixels in the middle of 28×28.
public enum DrawnDigit {
  /// Pixels on a side.
  private static let side = 28
  /// Black pixels around the digit.
  private static let margin = 4.0
  /// Half of the pen's width, in pixels.
  private static let radius = 1.35

  private struct Point {
    let x: Double
    let y: Double

    init(_ x: Double, _ y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// - Precondition: 0 to 9.
  public static func image(of digit: Int) -> Image {
    let strokes = strokes[digit]
    var pixels: [UInt8] = []
    for y in 0..<side {
      for x in 0..<side {
        let middle = Point(Double(x) + 0.5 - margin, Double(y) + 0.5 - margin)
        let distances = strokes.flatMap { stroke in
          zip(stroke, stroke.dropFirst()).map { distance(from: middle, to: $0, $1) }
        }
        // A pixel at the pen's edge is as bright as the part of it that the pen covers, nearly.
        let covered = min(max(radius + 0.5 - (distances.min() ?? .infinity), 0), 1)
        pixels.append(UInt8((255 * covered).rounded()))
      }
    }
    return Image(width: side, height: side, channels: 1, pixels: pixels)
  }

  /// The points that each stroke joins by lines, within 20×20, x to the right and y down.
  private static let strokes: [[[Point]]] = [
    [arc(10, 10, 6.2, 9, from: 0, to: 360)],
    [[Point(11.2, 1.2), Point(9.2, 18.8)]],
    [arc(10, 6, 5.5, 4.8, from: 190, to: 400) + [Point(4.5, 18), Point(16.5, 17.5)]],
    [arc(9.5, 5.5, 5, 4.3, from: 200, to: 440), arc(9.5, 14, 5.8, 4.7, from: -85, to: 160)],
    [[Point(6, 1.5), Point(4.5, 11), Point(15.5, 11)], [Point(14, 3), Point(12.5, 19)]],
    [[Point(15.5, 1.5), Point(6.5, 1.8), Point(5.8, 8.5)] + arc(9.5, 13, 6, 5.4, from: -125, to: 150)],
    [[Point(13.5, 1.5), Point(7, 8), Point(5, 13)] + arc(10, 13.7, 5, 5, from: 180, to: -180)],
    [[Point(4, 2.5), Point(16, 2.2), Point(9, 18.8)]],
    [arc(10, 5.5, 4.5, 4.3, from: 90, to: 450), arc(10, 14.3, 5.2, 4.6, from: -90, to: 270)],
    [arc(9.5, 6.3, 5, 4.9, from: 0, to: -360) + [Point(13.5, 14), Point(12.5, 19)]],
  ]

  /// Points of an ellipse about (x, y), in degrees from the right, clockwise.
  private static func arc(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, from: Double, to: Double
  ) -> [Point] {
    (0...24).map { step in
      let angle = (from + (to - from) * Double(step) / 24) * .pi / 180
      return Point(x + width * cos(angle), y + height * sin(angle))
    }
  }

  /// The distance from a point to a line's nearest point.
  private static func distance(from point: Point, to start: Point, _ end: Point) -> Double {
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let length = dx * dx + dy * dy
    let along = length == 0 ? 0 : min(max(((point.x - start.x) * dx + (point.y - start.y) * dy) / length, 0), 1)
    let (x, y) = (point.x - start.x - along * dx, point.y - start.y - along * dy)
    return (x * x + y * y).squareRoot()
  }
}
