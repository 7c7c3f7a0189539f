import Charts

/// Small grids of numbers with signs between them: arithmetic as one writes it down.
struct GridsPicture {
  /// How a cell is drawn.
  enum Look: String {
    case plain = "rest-node"
    /// What the text speaks of.
    case marked = "conv-node"
    case negative = "fc-node"
  }

  enum Item {
    /// Numbers in rows, each with its look, under a caption.
    case grid(caption: String, rows: [[(text: String, look: Look)]])
    /// `+`, `=`, `→`.
    case sign(String)
  }

  let title: String
  let description: String
  let rows: [[Item]]

  private static let cell = 34.0
  private static let gap = 16.0

  var svg: SVG {
    let heading = TextWidth.of(title, size: ChartStyle.titleSize) * 1.1
    let widest = rows.map { $0.reduce(0) { $0 + GridsPicture.width($1) + GridsPicture.gap } }.max() ?? 0
    var svg = SVG(
      width: max(heading, widest) + 44, height: rows.reduce(48) { $0 + GridsPicture.height($1) + 46 }, title: title,
      description: description)
    svg.text(title, 20, 28, "title")
    var y = 64.0
    for row in rows {
      var x = 24.0
      let height = GridsPicture.height(row)
      for item in row {
        switch item {
        case .sign(let sign):
          svg.text(sign, x + GridsPicture.width(item) / 2, y + 12 + height / 2 + 4, "axis", anchor: .middle)
        case .grid(let caption, let cells):
          svg.text(caption, x, y, "axis")
          let top = y + 12 + (height - Double(cells.count) * GridsPicture.cell) / 2
          for (row, line) in cells.enumerated() {
            for (column, cell) in line.enumerated() {
              svg.cell(
                x + Double(column) * GridsPicture.cell, top + Double(row) * GridsPicture.cell, GridsPicture.cell,
                text: cell.text, cell.look.rawValue)
            }
          }
        }
        x += GridsPicture.width(item) + GridsPicture.gap
      }
      y += height + 46
    }
    return svg
  }

  private static func width(_ item: Item) -> Double {
    switch item {
    case .sign(let sign): max(14, TextWidth.of(sign, size: ChartStyle.labelSize) * 1.1)
    case .grid(let caption, let rows):
      max(Double(rows.map(\.count).max() ?? 0) * cell, TextWidth.of(caption, size: ChartStyle.labelSize) * 1.1)
    }
  }

  private static func height(_ row: [Item]) -> Double {
    row.map { item in
      if case .grid(_, let rows) = item { Double(rows.count) * cell } else { 0 }
    }.max() ?? 0
  }
}
