import Images

/// A color of a picture.
struct Color: Hashable {
  let red, green, blue: UInt8

  init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) { (self.red, self.green, self.blue) = (red, green, blue) }

  init(gray: UInt8) { self.init(gray, gray, gray) }

  static let white = Color(gray: 255)
  static let ink = Color(gray: 32)
  static let faint = Color(gray: 112)
  static let line = Color(gray: 208)
  /// Told apart from blue also by people who see few colors (Okabe, Ito 2008: vermilion and blue).
  static let vermilion = Color(213, 94, 0)
  static let blue = Color(0, 114, 178)
}

/// Points to draw on.
struct Raster {
  let width: Int
  let height: Int
  private var pixels: [UInt8]

  /// Points of the tiles of a grid, at most: about 2000 × 2000. More would not be looked at.
  static let most = 1 << 22

  init(width: Int, height: Int, fill: Color = .white) {
    self.width = max(1, width)
    self.height = max(1, height)
    pixels = Array(repeating: 255, count: self.width * self.height * 3)
    if fill != .white { self.fill(x: 0, y: 0, width: width, height: height, fill) }
  }

  var image: Image { Image(width: width, height: height, channels: 3, pixels: pixels) }

  /// - Parameter opacity: 1 covers what was there; outside the raster nothing is drawn.
  mutating func set(_ x: Int, _ y: Int, _ color: Color, opacity: Double = 1) {
    guard x >= 0, y >= 0, x < width, y < height else { return }
    let place = 3 * (y * width + x)
    if opacity >= 1 {
      (pixels[place], pixels[place + 1], pixels[place + 2]) = (color.red, color.green, color.blue)
      return
    }
    func mix(_ old: UInt8, _ new: UInt8) -> UInt8 {
      UInt8((Double(old) * (1 - opacity) + Double(new) * opacity).rounded())
    }
    pixels[place] = mix(pixels[place], color.red)
    pixels[place + 1] = mix(pixels[place + 1], color.green)
    pixels[place + 2] = mix(pixels[place + 2], color.blue)
  }

  mutating func fill(x: Int, y: Int, width: Int, height: Int, _ color: Color, opacity: Double = 1) {
    let columns = max(0, x)..<max(0, x, min(self.width, x + width))
    for row in max(0, y)..<max(0, y, min(self.height, y + height)) {
      guard opacity >= 1 else {
        for column in columns { set(column, row, color, opacity: opacity) }
        continue
      }
      let start = 3 * row * self.width
      pixels.withUnsafeMutableBufferPointer { pixels in
        for place in stride(from: start + 3 * columns.lowerBound, to: start + 3 * columns.upperBound, by: 3) {
          (pixels[place], pixels[place + 1], pixels[place + 2]) = (color.red, color.green, color.blue)
        }
      }
    }
  }

  /// The border of a rectangle, inside it.
  mutating func frame(x: Int, y: Int, width: Int, height: Int, _ color: Color, thickness: Int = 1) {
    fill(x: x, y: y, width: width, height: thickness, color)
    fill(x: x, y: y + height - thickness, width: width, height: thickness, color)
    fill(x: x, y: y, width: thickness, height: height, color)
    fill(x: x + width - thickness, y: y, width: thickness, height: height, color)
  }

  /// Slanted lines over a rectangle: what is not really there.
  mutating func hatch(x: Int, y: Int, width: Int, height: Int, _ color: Color, spacing: Int = 6) {
    for row in y..<(y + max(0, height)) {
      for column in x..<(x + max(0, width)) where (row + column) % spacing == 0 { set(column, row, color) }
    }
  }

  /// A picture, each of its pixels a square of `zoom` points.
  mutating func draw(_ image: Image, x: Int, y: Int, zoom: Int = 1) {
    for row in 0..<image.height {
      for column in 0..<image.width {
        let place = (row * image.width + column) * image.channels
        let color =
          image.channels == 1
          ? Color(gray: image.pixels[place])
          : Color(image.pixels[place], image.pixels[place + 1], image.pixels[place + 2])
        if zoom == 1 {
          set(x + column, y + row, color)
        } else {
          fill(x: x + column * zoom, y: y + row * zoom, width: zoom, height: zoom, color)
        }
      }
    }
  }

  /// A grid of pixels, each a square of `zoom` points, or of eight by eight pixels where they are small.
  mutating func drawGrid(x: Int, y: Int, width: Int, height: Int, zoom: Int) {
    let step = zoom >= 6 ? 1 : 8
    for row in stride(from: 0, to: height, by: step) {
      for column in stride(from: 0, to: width, by: step) where (row / step + column / step) % 2 == 0 {
        fill(
          x: x + column * zoom, y: y + row * zoom, width: min(step, width - column) * zoom,
          height: min(step, height - row) * zoom, Color(gray: 232))
      }
    }
  }

  mutating func draw(_ text: String, x: Int, y: Int, _ color: Color = .ink, scale: Int = 1) {
    for (position, character) in text.enumerated() {
      for (row, bits) in BitmapFont.glyph(character).enumerated() {
        for column in 0..<BitmapFont.columns where bits >> (BitmapFont.columns - 1 - column) & 1 == 1 {
          fill(
            x: x + (position * BitmapFont.advance + column) * scale, y: y + row * scale, width: scale, height: scale,
            color)
        }
      }
    }
  }
}
