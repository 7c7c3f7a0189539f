import Analysis
import Architecture

/// Numbers in rows and columns that the guide's pictures are made of.
enum Planes {
  typealias Plane = Correlation.Plane

  /// A bright disc and a dimmer rectangle on dark ground, 32×32, from 0 (black) to 1 (white).
  ///
  /// Each pixel is the mean of 4×4 points, which makes the disc's rim smooth.
  static let image = image(movedBy: 0)

  /// The same with everything so many pixels further right.
  static func image(movedBy shift: Int) -> Plane {
    let size = 32
    let points = 4
    var values: [Double] = []
    for row in 0..<size {
      for column in 0..<size {
        var sum = 0.0
        for y in 0..<points {
          for x in 0..<points {
            sum += brightness(
              Double(row) + (Double(y) + 0.5) / Double(points),
              Double(column - shift) + (Double(x) + 0.5) / Double(points))
          }
        }
        values.append(sum / Double(points * points))
      }
    }
    return Plane(height: size, width: size, values: values)
  }

  private static func brightness(_ y: Double, _ x: Double) -> Double {
    if (y - 11) * (y - 11) + (x - 10) * (x - 10) < 49 { return 0.95 }
    return 17 <= y && y < 28 && 14 <= x && x < 26 ? 0.55 : 0.12
  }

  /// - Parameter rows: all of one length.
  static func plane(_ rows: [[Double]]) -> Plane {
    Plane(height: rows.count, width: rows[0].count, values: rows.flatMap { $0 })
  }

  /// Sobel's kernel: it answers where it becomes brighter from left to right.
  static let leftToRight = plane([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
  /// The same from top to bottom.
  static let topToBottom = plane([[-1, -2, -1], [0, 0, 0], [1, 2, 1]])
  /// Laplace's kernel: every edge, whatever its direction.
  static let everyEdge = plane([[0, -1, 0], [-1, 4, -1], [0, -1, 0]])
  /// The mean of the nine pixels.
  static let mean = plane([[Double]](repeating: [Double](repeating: 1.0 / 9, count: 3), count: 3))

  /// What a convolutional layer with this one kernel makes of a plane.
  static func convolved(_ input: Plane, _ kernel: Plane, stride: Int = 1, pad: Int = 0) throws(SizeError) -> Plane {
    func window(_ size: Int) -> Window { Window(kernel: size, stride: stride, before: pad, after: pad) }
    return try Correlation.of(input, with: kernel, windows: (window(kernel.height), window(kernel.width)))
  }

  /// Negative numbers become 0.
  static func rectified(_ plane: Plane) -> Plane {
    Plane(height: plane.height, width: plane.width, values: plane.values.map { max(0, $0) })
  }

  /// One number for each square of `size`×`size` cells, made of the cells' numbers; the plane's sizes are multiples.
  static func pooled(_ plane: Plane, _ size: Int, _ pool: ([Double]) -> Double) -> Plane {
    let (height, width) = (plane.height / size, plane.width / size)
    let values = (0..<height * width).map { index in
      let (row, column) = (index / width * size, index % width * size)
      return pool((0..<size * size).map { plane[row + $0 / size, column + $0 % size] })
    }
    return Plane(height: height, width: width, values: values)
  }

  /// The same of a signal's cells, `size` at a time.
  static func pooled(signal: Plane, _ size: Int, _ pool: ([Double]) -> Double) -> Plane {
    Plane(
      signal: stride(from: 0, through: signal.width - size, by: size).map { pool(Array(signal.values[$0..<$0 + size])) }
    )
  }

  static func largest(_ values: [Double]) -> Double { values.max() ?? 0 }
  static func average(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
}
