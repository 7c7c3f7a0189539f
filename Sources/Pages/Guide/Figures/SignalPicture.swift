import Report
import Charts

/// A kernel on a signal: the signal, the kernel where it lies for one output, and all outputs.
struct SignalPicture {
  let title: String
  let description: String
  let signal: [Double]
  let kernel: [Double]
  let outputs: [Double]
  /// The output that is shown in the making.
  let position: Int
  /// The names of the three rows.
  let names: (signal: String, kernel: String, output: String)
  let language: Language

  private static let cell = 46.0

  var svg: SVG {
    let cell = SignalPicture.cell
    let left =
      20 + ([names.signal, names.kernel, names.output].map { TextWidth.of($0, "axis") }.max() ?? 0) + 16
    let width = max(left + Double(signal.count) * cell + 24, SVG.width(for: title))
    var svg = SVG(width: width, height: 262, title: title, description: description)
    svg.heading()
    let (top, middle, bottom) = (48.0, 120.0, 192.0)
    // An output stands below the middle of its window.
    let shift = Double(kernel.count - 1) / 2
    let start = left + Double(position) * cell
    let end = start + Double(kernel.count) * cell
    let output = left + (Double(position) + shift) * cell
    svg.polygon([(start, middle + cell), (end, middle + cell), (output + cell, bottom), (output, bottom)], "conv-area")
    svg.polygon([(start, top + cell), (end, top + cell), (end, middle), (start, middle)], "conv-area")
    row(names.signal, signal, left, top, &svg) { (position..<position + kernel.count).contains($0) }
    row(names.kernel, kernel, start, middle, &svg) { _ in true }
    row(names.output, outputs, left + shift * cell, bottom, &svg) { $0 == position }
    for (name, y) in [(names.signal, top), (names.kernel, middle), (names.output, bottom)] {
      svg.text(name, left - 14, y + cell / 2 + 4, "axis", anchor: .end)
    }
    return svg
  }

  private func row(
    _ name: String, _ values: [Double], _ x: Double, _ y: Double, _ svg: inout SVG, _ isMarked: (Int) -> Bool
  ) {
    for (index, value) in values.enumerated() {
      svg.cell(
        x + Double(index) * SignalPicture.cell, y, SignalPicture.cell, text: language.plain(value),
        isMarked(index) ? "conv-node" : "rest-node")
    }
  }
}
