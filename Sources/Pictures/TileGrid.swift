import Images

/// Small pictures in rows, each with a label below, under a title; the gray scale at the end.
struct TileGrid {
  struct Tile {
    let image: Image
    let label: String
  }

  let title: String
  /// Lines below the title.
  let remarks: [String]
  /// Of the same size.
  let tiles: [Tile]
  /// What black and white are, where all tiles have the same scale.
  let scale: (black: String, white: String)?

  private static let margin = 16
  private static let gap = 8
  private static let titleScale = 2
  private static let lineHeight = 14
  private static let labelHeight = 12
  /// A tile is enlarged up to this many points.
  private static let tileSize = 96

  /// How many tiles of a size are drawn at most, so that the picture stays one that can be looked at.
  static func most(width: Int, height: Int) -> Int {
    let zoom = zoom(width: width, height: height)
    return max(1, Raster.most / ((width * zoom + gap) * (height * zoom + gap + labelHeight)))
  }

  private static func zoom(width: Int, height: Int) -> Int { max(1, tileSize / max(width, height)) }

  func draw() -> Image {
    let (width, height) = (tiles[0].image.width, tiles[0].image.height)
    let zoom = TileGrid.zoom(width: width, height: height)
    let longestLabel = tiles.map { BitmapFont.width(of: $0.label) }.max() ?? 0
    let cell = (
      width: max(width * zoom, longestLabel) + TileGrid.gap, height: height * zoom + TileGrid.labelHeight + TileGrid.gap
    )
    let texts = [BitmapFont.width(of: title, scale: TileGrid.titleScale)] + remarks.map { BitmapFont.width(of: $0) }
    // Half again as wide as high, and at least as wide as the texts.
    let across = (1.5 * Double(tiles.count * cell.height) / Double(cell.width)).squareRoot().rounded(.up)
    let columns = min(tiles.count, max(Int(across), (texts.max() ?? 0) / cell.width, 1))
    let rows = (tiles.count + columns - 1) / columns
    let head = TileGrid.margin + 9 * TileGrid.titleScale + 8 + remarks.count * TileGrid.lineHeight + 6
    let foot = scale == nil ? 0 : 24
    var raster = Raster(
      width: 2 * TileGrid.margin + max(columns * cell.width - TileGrid.gap, texts.max() ?? 0),
      height: head + rows * cell.height + foot + TileGrid.margin)
    raster.draw(title, x: TileGrid.margin, y: TileGrid.margin, scale: TileGrid.titleScale)
    for (index, remark) in remarks.enumerated() {
      raster.draw(
        remark, x: TileGrid.margin, y: TileGrid.margin + 9 * TileGrid.titleScale + 8 + index * TileGrid.lineHeight,
        .faint)
    }
    for (index, tile) in tiles.enumerated() {
      let x = TileGrid.margin + index % columns * cell.width
      let y = head + index / columns * cell.height
      raster.draw(tile.image, x: x, y: y, zoom: zoom)
      raster.draw(tile.label, x: x, y: y + height * zoom + 3, .faint)
    }
    if let scale { TileGrid.drawScale(scale, &raster, x: TileGrid.margin, y: head + rows * cell.height + 4) }
    return raster.image
  }

  /// A bar from black to white with a number at both ends.
  static func drawScale(_ scale: (black: String, white: String), _ raster: inout Raster, x: Int, y: Int) {
    let start = x + BitmapFont.width(of: scale.black) + 6
    for step in 0..<256 {
      raster.fill(x: start + step, y: y, width: 1, height: 10, Color(gray: UInt8(step)))
    }
    raster.frame(x: start - 1, y: y - 1, width: 258, height: 12, .line)
    raster.draw(scale.black, x: x, y: y + 1)
    raster.draw(scale.white, x: start + 256 + 6, y: y + 1)
  }
}
