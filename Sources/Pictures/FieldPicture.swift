import Analysis
import Architecture
import Images
import Inference
import Report

/// What one unit sees, drawn on a picture: the theory as a rectangle with its part in the padding, and where the unit was found
/// to change.
public struct FieldPicture {
  public let image: Image
  /// What is in the picture, for the terminal.
  public let summary: [String]

  private static let margin = 16
  private static let size = 448

  /// - Parameters:
  ///   - picture: as the network sees it; nil for a grid.
  ///   - layer: the layer's index in the network, whose input is a picture.
  ///   - unit: row and column; for a vector any.
  public init(
    of unit: [Int], layer index: Int, in network: Network, on picture: Image?, measured: FieldExperiment?,
    in language: Language = .english
  ) {
    let layer = network.layers[index]
    let field = ReceptiveField.fields(of: network)[index]
    let real = UnitField(of: unit, layer: index, in: network).rectangle
    let (height, width) = (network.input.extent[0], network.input.extent[1])
    let isSingle = field.seesWholeInput || layer.shape.isVector
    let pixels = field.axes.enumerated().map { axis, field in
      field.pixels(of: isSingle ? 0 : unit[axis]) ?? real?[axis]
    }

    let size = field.axes.map { String($0.size) }.joined(separator: "×")
    let title =
      layer.shape.isVector
      ? language.text("pictures.sees", ["layer": layer.name, "size": size])
      : language.text(
        "pictures.unit_sees",
        ["layer": layer.name, "unit": unit.map(String.init).joined(separator: ","), "size": size])
    var lines: [(text: String, color: Color)] = []
    func area(_ ranges: [ClosedRange<Int>]) -> String {
      zip(["explain.rows", "explain.columns"], ranges).map { key, range in
        language.text(key, ["from": language.grouped(range.lowerBound), "to": language.grouped(range.upperBound)])
      }.joined(separator: ", ")
    }
    let theory = pixels.compactMap { $0 }
    let values: KeyValuePairs = [
      "area": theory.count == 2 ? area(theory) : "", "height": String(height - 1), "width": String(width - 1),
    ]
    lines.append(
      (language.text(theory.count == 2 ? "pictures.theory" : "pictures.theory_unknown", values), .vermilion))
    if let real { lines.append((language.text("pictures.changes", ["area": area(real)]), .faint)) }
    if let measured {
      let found = measured.rectangle.map { area($0) } ?? language.text("pictures.no_pixel")
      let experiment = language.text(
        "pictures.experiment",
        ["area": found, "runs": String(measured.runs), "block": "\(measured.block)×\(measured.block)"])
      lines.append((experiment, .blue))
      if let real, let rectangle = measured.rectangle {
        let key =
          rectangle == real
          ? "pictures.agrees" : FieldPicture.isInside(rectangle, real) ? "pictures.saw_less" : "pictures.saw_more"
        lines.append((language.text(key), .faint))
      }
    }
    summary = [title] + lines.map(\.text)

    let zoom = max(1, FieldPicture.size / max(height, width))
    // Room for the padding, but no more than the picture again on each side.
    func room(_ range: ClosedRange<Int>?, _ size: Int) -> (before: Int, after: Int) {
      guard let range else { return (0, 0) }
      return (min(size, max(0, -range.lowerBound)), min(size, max(0, range.upperBound - size + 1)))
    }
    let (rows, columns) = (room(pixels[0], height), room(pixels[1], width))
    let left = FieldPicture.margin + columns.before * zoom
    let texts = [BitmapFont.width(of: title, scale: 2)] + lines.map { BitmapFont.width(of: $0.text) }
    let head = FieldPicture.margin + 28 + lines.count * 14 + 6
    let top = head + rows.before * zoom
    var raster = Raster(
      width: max(left + (width + columns.after) * zoom, FieldPicture.margin + (texts.max() ?? 0)) + FieldPicture.margin,
      height: top + (height + rows.after) * zoom + FieldPicture.margin)
    raster.draw(title, x: FieldPicture.margin, y: FieldPicture.margin, scale: 2)
    for (line, (text, color)) in lines.enumerated() {
      raster.draw(text, x: FieldPicture.margin, y: FieldPicture.margin + 28 + line * 14, color)
    }
    if let picture {
      raster.draw(picture, x: left, y: top, zoom: zoom)
    } else {
      raster.drawGrid(x: left, y: top, width: width, height: height, zoom: zoom)
    }
    if let measured {
      for (row, blocks) in measured.blocks.enumerated() {
        for (column, isSeen) in blocks.enumerated() where isSeen {
          // What lies outside the rectangle is known to have no effect, though its block has.
          guard let found = measured.rectangle else { continue }
          let rows = (row * measured.block...(row + 1) * measured.block - 1).clamped(to: found[0])
          let columns = (column * measured.block...(column + 1) * measured.block - 1).clamped(to: found[1])
          raster.fill(
            x: left + columns.lowerBound * zoom, y: top + rows.lowerBound * zoom, width: columns.count * zoom,
            height: rows.count * zoom, .blue, opacity: 0.35)
        }
      }
    }
    if theory.count == 2 {
      FieldPicture.drawField(&raster, theory, x: left, y: top, size: (height, width), room: (rows, columns), zoom: zoom)
    }
    if let found = measured?.rectangle {
      // Inside the theory's, so that both are seen where they agree.
      raster.frame(
        x: left + found[1].lowerBound * zoom + 3, y: top + found[0].lowerBound * zoom + 3,
        width: found[1].count * zoom - 6, height: found[0].count * zoom - 6, .blue)
    }
    raster.frame(x: left - 1, y: top - 1, width: width * zoom + 2, height: height * zoom + 2, .faint)
    image = raster.image
  }

  /// The rectangle, cut to what the raster has room for, its part outside the picture hatched.
  private static func drawField(
    _ raster: inout Raster, _ field: [ClosedRange<Int>], x: Int, y: Int, size: (height: Int, width: Int),
    room: (rows: (before: Int, after: Int), columns: (before: Int, after: Int)), zoom: Int
  ) {
    let rows = max(field[0].lowerBound, -room.rows.before)...min(field[0].upperBound, size.height - 1 + room.rows.after)
    let columns =
      max(field[1].lowerBound, -room.columns.before)...min(field[1].upperBound, size.width - 1 + room.columns.after)
    func hatch(_ rows: Range<Int>, _ columns: Range<Int>) {
      raster.hatch(
        x: x + columns.lowerBound * zoom, y: y + rows.lowerBound * zoom, width: columns.count * zoom,
        height: rows.count * zoom, .vermilion)
    }
    let (above, below) = (
      rows.lowerBound..<max(rows.lowerBound, min(0, rows.upperBound + 1)),
      max(size.height, rows.lowerBound)..<max(size.height, rows.lowerBound, rows.upperBound + 1)
    )
    let across = columns.lowerBound..<(columns.upperBound + 1)
    hatch(above, across)
    hatch(below, across)
    let inside = max(0, rows.lowerBound)..<max(0, rows.lowerBound, min(size.height, rows.upperBound + 1))
    hatch(inside, columns.lowerBound..<max(columns.lowerBound, min(0, columns.upperBound + 1)))
    hatch(inside, max(size.width, columns.lowerBound)..<max(size.width, columns.lowerBound, columns.upperBound + 1))
    raster.frame(
      x: x + columns.lowerBound * zoom, y: y + rows.lowerBound * zoom, width: columns.count * zoom,
      height: rows.count * zoom, .vermilion, thickness: 2)
  }

  private static func isInside(_ inner: [ClosedRange<Int>], _ outer: [ClosedRange<Int>]) -> Bool {
    zip(inner, outer).allSatisfy { $1.lowerBound <= $0.lowerBound && $0.upperBound <= $1.upperBound }
  }
}
