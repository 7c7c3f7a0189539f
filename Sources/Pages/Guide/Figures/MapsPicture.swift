import Analysis
import Charts

/// Rows of planes as shades, layer below layer: what each layer of a network makes of an image.
struct MapsPicture {
  struct Row {
    let caption: String
    let planes: [Correlation.Plane]
    /// Below each plane; as many as planes, or none.
    var names: [String] = []
    /// Whether 0 is black and 1 white; else blue above zero and orange below it, each plane up to its own largest.
    var isGray = false
  }

  let title: String
  let description: String
  let rows: [Row]
  /// Width of the widest plane.
  var side = 200.0

  private static let gap = 22.0
  private static let shades = 15

  private var cell: Double { side / Double(rows.flatMap(\.planes).map(\.width).max() ?? 1) }

  var svg: SVG {
    let heights = rows.map { row in
      Double(row.planes.map(\.height).max() ?? 0) * cell(of: row) + (row.names.isEmpty ? 0 : 20)
    }
    let widths = rows.map { row in row.planes.reduce(0) { $0 + width($1, in: row) + MapsPicture.gap } }
    let captions = rows.map { TextWidth.of($0.caption, size: ChartStyle.labelSize) * 1.1 }
    let heading = TextWidth.of(title, size: ChartStyle.titleSize) * 1.1
    var svg = SVG(
      width: (widths + captions + [heading]).reduce(0, max) + 48, height: heights.reduce(48) { $0 + $1 + 44 },
      title: title, description: description)
    svg.text(title, 20, 28, "title")
    var y = 62.0
    for (row, height) in zip(rows, heights) {
      svg.text(row.caption, 24, y, "axis")
      var x = 24.0
      for (index, plane) in row.planes.enumerated() {
        draw(plane, isGray: row.isGray, x, y + 10, cell(of: row), &svg)
        if index < row.names.count {
          svg.text(row.names[index], x, y + 10 + Double(plane.height) * cell(of: row) + 15, "small")
        }
        x += width(plane, in: row) + MapsPicture.gap
      }
      y += height + 44
    }
    return svg
  }

  /// Small planes have larger cells: at least a fifth of the widest plane's width.
  private func cell(of row: Row) -> Double {
    max(cell, side / 5 / Double(row.planes.map(\.width).max() ?? 1))
  }

  private func width(_ plane: Correlation.Plane, in row: Row) -> Double {
    let names = row.names.map { TextWidth.of($0, size: 11) * 1.1 }.max() ?? 0
    return max(Double(plane.width) * cell(of: row), names)
  }

  private func draw(
    _ plane: Correlation.Plane, isGray: Bool, _ x: Double, _ y: Double, _ cell: Double, _ svg: inout SVG
  ) {
    let most = isGray ? 1 : plane.values.map(\.magnitude).max() ?? 1
    let levels = plane.values.map { most > 0 ? Int(($0 / most * Double(MapsPicture.shades)).rounded()) : 0 }
    for level in Set(levels).sorted() where isGray || level != 0 {
      let data = runs(of: level, in: levels, width: plane.width).map { row, columns in
        let length = SVG.number(Double(columns.count) * cell)
        return "M\(SVG.number(x + Double(columns.lowerBound) * cell)) \(SVG.number(y + Double(row) * cell))"
          + "h\(length)v\(SVG.number(cell))h-\(length)z"
      }.joined()
      let crisp = "crispEdges"
      if isGray {
        let shade = String(min(MapsPicture.shades, max(0, level)), radix: 16)
        svg.path(data, ["fill": "#\(shade)\(shade)\(shade)", "shape-rendering": crisp])
      } else {
        let opacity = SVG.number(Double(level.magnitude) / Double(MapsPicture.shades))
        svg.path(data, ["class": level > 0 ? "conv" : "fc", "fill-opacity": opacity, "shape-rendering": crisp])
      }
    }
    svg.rect(x, y, cell * Double(plane.width), cell * Double(plane.height), "frame")
  }

  /// Neighbouring cells of one level in a row, as one range of columns.
  private func runs(of level: Int, in levels: [Int], width: Int) -> [(row: Int, columns: Range<Int>)] {
    var runs: [(row: Int, columns: Range<Int>)] = []
    for (index, other) in levels.enumerated() where other == level {
      let (row, column) = index.quotientAndRemainder(dividingBy: width)
      if let last = runs.last, last.row == row, last.columns.upperBound == column {
        runs[runs.count - 1].columns = last.columns.lowerBound..<column + 1
      } else {
        runs.append((row, column..<column + 1))
      }
    }
    return runs
  }
}
