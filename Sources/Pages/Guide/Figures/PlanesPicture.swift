import Analysis
import Charts
import Report

/// Planes beside each other, each with a caption: images and feature maps as pixels, kernels as numbers.
struct PlanesPicture {
  /// How a plane's numbers are shown.
  enum Look {
    /// 0 is black and 1 white.
    case gray
    /// Blue above zero and orange below it, the stronger the larger; 0 is the ground.
    case signed
    /// Written into the cells, which are blue above zero and orange below it.
    case numbers
    /// Written into the cells, whose colours tell the windows of so many cells a side apart: they repeat after two in both
    /// directions, so that a pooled plane whose windows are single cells has the colours of what its cells stand for.
    case windows(Int)
    /// Written into the cells, all of one colour.
    case plain

    var isText: Bool {
      switch self {
      case .gray, .signed: false
      case .numbers, .windows, .plain: true
      }
    }
  }

  struct Panel {
    let caption: String
    let plane: Correlation.Plane
    let look: Look
  }

  let title: String
  let description: String
  /// In rows from top to bottom.
  let rows: [[Panel]]
  let language: Language

  private static let side = 192.0
  private static let gap = 28.0
  /// For a row's captions, and between rows.
  private static let headroom = 54.0

  var svg: SVG {
    // Columns are as wide as their widest panel, so that panels stand below each other.
    var columns: [Double] = []
    for row in rows {
      for (column, panel) in row.enumerated() {
        if column == columns.count { columns.append(0) }
        columns[column] = max(columns[column], width(panel))
      }
    }
    let width = max(columns.reduce(20) { $0 + $1 + PlanesPicture.gap }, SVG.width(for: title))
    var svg = SVG(
      width: width, height: rows.reduce(44) { $0 + height($1) + PlanesPicture.headroom }, title: title,
      description: description)
    svg.heading()
    var y = 66.0
    for row in rows {
      var x = 24.0
      for (column, panel) in row.enumerated() {
        svg.text(panel.caption, x, y, "axis")
        draw(panel, at: (x, y + 12), &svg)
        x += columns[column] + PlanesPicture.gap
      }
      y += height(row) + PlanesPicture.headroom
    }
    return svg
  }

  /// Images are as large as the largest plane of numbers, whose cells all planes of numbers share.
  private func cell(_ panel: Panel) -> Double {
    guard panel.look.isText else { return PlanesPicture.side / Double(panel.plane.height) }
    let tallest = rows.flatMap { $0 }.filter(\.look.isText).map(\.plane.height).max() ?? 1
    return PlanesPicture.side / Double(tallest)
  }

  /// Of the tallest panel.
  private func height(_ row: [Panel]) -> Double { row.map { cell($0) * Double($0.plane.height) }.max() ?? 0 }

  /// Room of a panel and its caption.
  private func width(_ panel: Panel) -> Double {
    max(cell(panel) * Double(panel.plane.width), TextWidth.of(panel.caption, "axis"))
  }

  private func draw(_ panel: Panel, at corner: (x: Double, y: Double), _ svg: inout SVG) {
    let plane = panel.plane
    let cell = cell(panel)
    if panel.look.isText {
      for row in 0..<plane.height {
        for column in 0..<plane.width {
          let value = plane[row, column]
          svg.cell(
            corner.x + Double(column) * cell, corner.y + Double(row) * cell, cell,
            text: PlanesPicture.number(value, language), PlanesPicture.style(panel.look, row, column, value))
        }
      }
      return
    }
    let most = plane.values.map(\.magnitude).max() ?? 1
    // All cells of one shade are one path.
    let isGray = if case .gray = panel.look { true } else { false }
    for level in -15...15 where isGray ? level >= 0 : level != 0 {
      let data = PlanesPicture.path(plane, cell, corner) { value in
        isGray
          ? Int((value * 15).rounded()) == level : most > 0 && Int((value / most * 15).rounded()) == level
      }
      guard !data.isEmpty else { continue }
      if isGray {
        let shade = "0123456789abcdef".map(String.init)[level]
        svg.path(data, ["fill": "#\(shade)\(shade)\(shade)", "shape-rendering": "crispEdges"])
      } else {
        svg.path(
          data,
          [
            "class": level > 0 ? "conv" : "fc", "fill-opacity": SVG.number(Double(level.magnitude) / 15),
            "shape-rendering": "crispEdges",
          ])
      }
    }
    svg.rect(corner.x, corner.y, cell * Double(plane.width), cell * Double(plane.height), "frame")
  }

  private static func style(_ look: Look, _ row: Int, _ column: Int, _ value: Double) -> String {
    switch look {
    case .windows(let size):
      ["conv-node", "fc-node", "rest-node", "fourth-node"][row / size % 2 * 2 + column / size % 2]
    case .numbers where value > 0: "conv-node"
    case .numbers where value < 0: "fc-node"
    default: "rest-node"
    }
  }

  /// A whole number, a ninth as `1/9`, or a decimal.
  private static func number(_ value: Double, _ language: Language) -> String {
    value != value.rounded() && (value * 9 - 1).magnitude < 1e-9 ? "1/9" : language.plain(value)
  }

  /// Squares around the cells whose values are asked for; those beside each other are one rectangle.
  private static func path(
    _ plane: Correlation.Plane, _ cell: Double, _ corner: (x: Double, y: Double), _ isAskedFor: (Double) -> Bool
  ) -> String {
    var data = ""
    for row in 0..<plane.height {
      var column = 0
      while column < plane.width {
        let start = column
        while column < plane.width, isAskedFor(plane[row, column]) { column += 1 }
        if column > start {
          let (x, y) = (corner.x + Double(start) * cell, corner.y + Double(row) * cell)
          let length = SVG.number(Double(column - start) * cell)
          data += "M\(SVG.number(x)) \(SVG.number(y))h\(length)v\(SVG.number(cell))h-\(length)z"
        } else {
          column += 1
        }
      }
    }
    return data
  }
}

extension SVG {
  /// A square with a text in its middle.
  mutating func cell(_ x: Double, _ y: Double, _ size: Double, text: String = "", _ style: String) {
    rect(x, y, size, size, style)
    self.text(text, x + size / 2, y + size / 2 + 4, "value", anchor: .middle)
  }
}
