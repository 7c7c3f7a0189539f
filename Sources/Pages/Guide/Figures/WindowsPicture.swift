import Architecture
import Charts

/// One square input under windows of several settings, with the output that each gives.
struct WindowsPicture {
  let title: String
  let description: String
  /// Cells of the input along an axis.
  let input: Int
  let settings: [(caption: String, window: Window)]

  private static let cell = 13.0
  private static let columns = 3
  private static let panelWidth = 282.0
  /// For a row's captions, and below its cells.
  private static let headroom = 48.0
  private static let gap = 24.0

  /// - Throws: `SizeError` where a window is larger than the padded input.
  func svg() throws(SizeError) -> SVG {
    let rows = stride(from: 0, to: settings.count, by: WindowsPicture.columns).map {
      settings[$0..<min($0 + WindowsPicture.columns, settings.count)]
    }
    /// Of the largest padded input.
    func height(_ row: ArraySlice<(caption: String, window: Window)>) -> Double {
      let cells = row.map { $0.window.before + input + $0.window.after }.max() ?? 0
      return WindowsPicture.headroom + Double(cells) * WindowsPicture.cell + WindowsPicture.gap
    }
    var svg = SVG(
      width: 32 + Double(WindowsPicture.columns) * WindowsPicture.panelWidth,
      height: rows.reduce(44) { $0 + height($1) }, title: title, description: description)
    svg.heading()
    var y = 62.0
    for row in rows {
      for (column, setting) in row.enumerated() {
        let x = 24 + Double(column) * WindowsPicture.panelWidth
        svg.text(setting.caption, x, y, "axis")
        try draw(setting.window, x, y + 30, &svg)
      }
      y += height(row)
    }
    return svg
  }

  private func draw(_ window: Window, _ x: Double, _ y: Double, _ svg: inout SVG) throws(SizeError) {
    let cell = WindowsPicture.cell
    let output = try window.outputSize(input)
    let padded = window.before + input + window.after
    svg.text("\(input)×\(input) → \(output)×\(output)", x, y - 12, "muted value")
    let first = window.cells(of: 0)
    for row in 0..<padded {
      for column in 0..<padded {
        let isInside = [row, column].allSatisfy { ($0 - window.before) >= 0 && $0 - window.before < input }
        let isSeen = [row, column].allSatisfy { place in
          let place = place - window.before
          return first.contains(place) && (place - first.lowerBound) % window.dilation == 0
        }
        svg.rect(
          x + Double(column) * cell, y + Double(row) * cell, cell - 1, cell - 1,
          isSeen ? (isInside ? "conv" : "conv-node") : isInside ? "rest-node" : "outside")
      }
    }
    let start = x + Double(padded) * cell + 34
    let middle = y + Double(padded) * cell / 2
    svg.line(start - 26, middle, start - 12, middle, "edge")
    svg.polygon([(start - 8, middle), (start - 14, middle - 4), (start - 14, middle + 4)], "arrow")
    let top = middle - Double(output) * cell / 2
    for row in 0..<output {
      for column in 0..<output {
        svg.rect(
          start + Double(column) * cell, top + Double(row) * cell, cell - 1, cell - 1,
          row == 0 && column == 0 ? "conv" : "conv-node")
      }
    }
  }
}
