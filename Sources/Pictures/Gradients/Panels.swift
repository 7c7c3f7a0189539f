import Images

/// Pictures of the same size side by side, each with its name above, under a title and lines of text.
struct Panels {
  private var raster: Raster
  private let width: Int
  private let height: Int
  private let zoom: Int
  private let pitch: Int
  private let top: Int

  private static let margin = 16
  private static let size = 384

  init(title: String, texts: [(text: String, color: Color)], width: Int, height: Int, count: Int) {
    self.width = width
    self.height = height
    zoom = max(1, Panels.size / max(width, height))
    pitch = width * zoom + Panels.margin
    top = Panels.margin + 28 + texts.count * 14 + 22
    let lengths = [BitmapFont.width(of: title, scale: 2)] + texts.map { BitmapFont.width(of: $0.text) }
    raster = Raster(
      width: 2 * Panels.margin + max(count * pitch - Panels.margin, lengths.max() ?? 0),
      height: top + height * zoom + Panels.margin)
    raster.draw(title, x: Panels.margin, y: Panels.margin, scale: 2)
    for (line, (text, color)) in texts.enumerated() {
      raster.draw(text, x: Panels.margin, y: Panels.margin + 28 + line * 14, color)
    }
  }

  var image: Image { raster.image }

  private func left(_ panel: Int) -> Int { Panels.margin + panel * pitch }

  mutating func draw(_ image: Image, at panel: Int, named name: String) {
    raster.draw(image, x: left(panel), y: top, zoom: zoom)
    finish(panel, name)
  }

  /// A grid of pixels, or of eight pixels where they are small.
  mutating func drawGrid(at panel: Int, named name: String) {
    raster.drawGrid(x: left(panel), y: top, width: width, height: height, zoom: zoom)
    finish(panel, name)
  }

  private mutating func finish(_ panel: Int, _ name: String) {
    raster.draw(name, x: left(panel), y: top - 14, .faint)
    raster.frame(x: left(panel) - 1, y: top - 1, width: width * zoom + 2, height: height * zoom + 2, .faint)
  }

  /// The border of rows and columns of pixels, of which the part outside the picture is left out.
  ///
  /// - Parameter outside: points that it is wider on each side.
  mutating func frame(_ ranges: [ClosedRange<Double>], at panel: Int, _ color: Color, outside: Int = 0) {
    func cells(_ range: ClosedRange<Double>, _ size: Int) -> ClosedRange<Int>? {
      let (low, high) = (max(0, range.lowerBound.rounded(.up)), min(Double(size - 1), range.upperBound.rounded(.down)))
      return low <= high ? Int(low)...Int(high) : nil
    }
    guard ranges.count == 2, let rows = cells(ranges[0], height), let columns = cells(ranges[1], width) else { return }
    raster.frame(
      x: left(panel) + columns.lowerBound * zoom - outside, y: top + rows.lowerBound * zoom - outside,
      width: columns.count * zoom + 2 * outside, height: rows.count * zoom + 2 * outside, color)
  }
}
