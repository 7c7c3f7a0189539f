import Analysis
import Architecture
import Charts
import Report

/// A window that moves over rows and columns of numbers, step by step, and the number that it gives at each place.
///
/// An SVG that plays by style sheet alone, so that it plays where pictures may run no script; for readers who want no
/// motion it stands still at its first step.
public struct WindowAnimation {
  /// What is made of the numbers under the window.
  public enum Operation: Sendable {
    /// Their inner product with a kernel.
    case kernel(Correlation.Plane)
    /// The largest of them; padding is never it.
    case largest
  }

  /// More steps than this nobody waits for: at two a second they take half a minute.
  public static let mostSteps = 64

  private let title: String
  private let input: Correlation.Plane
  private let operation: Operation
  private let windows: (rows: Window, columns: Window)
  private let output: Correlation.Plane
  private let language: Language

  /// Steps: the numbers of the output.
  public var steps: Int { output.values.count }

  /// - Throws: `SizeError` where the window is larger than the padded input.
  public init(
    title: String, input: Correlation.Plane, _ operation: Operation, windows: (rows: Window, columns: Window),
    language: Language
  ) throws(SizeError) {
    self.title = title
    self.input = input
    self.operation = operation
    self.windows = windows
    self.language = language
    switch operation {
    case .kernel(let kernel): output = try Correlation.of(input, with: kernel, windows: windows)
    case .largest:
      let (height, width) = (try windows.rows.outputSize(input.height), try windows.columns.outputSize(input.width))
      output = Correlation.Plane(
        height: height, width: width,
        values: (0..<height * width).map { index in
          let (row, column) = index.quotientAndRemainder(dividingBy: width)
          let cells = WindowAnimation.cells(of: (row, column), windows)
          return cells.filter { input.contains($0) }.map { input[$0.row, $0.column] }.max() ?? 0
        })
    }
  }

  /// The file's text.
  public var text: String { svg.text }

  // MARK: Drawing

  private static let cell = 30.0
  private static let secondsPerStep = 0.5

  /// The cells under the window at a place of the output; those before the input have negative numbers.
  private static func cells(
    of place: (row: Int, column: Int), _ windows: (rows: Window, columns: Window)
  ) -> [(row: Int, column: Int)] {
    func line(_ window: Window, _ index: Int) -> [Int] {
      (0..<window.kernel).map { index * window.stride - window.before + $0 * window.dilation }
    }
    return line(windows.rows, place.row).flatMap { row in line(windows.columns, place.column).map { (row, $0) } }
  }

  var svg: SVG {
    let cell = WindowAnimation.cell
    let (rows, columns) = windows
    let padded = (
      height: rows.before + input.height + rows.after, width: columns.before + input.width + columns.after
    )
    let kernel: Correlation.Plane? = if case .kernel(let kernel) = operation { kernel } else { nil }
    let tallest = Double(max(padded.height, kernel?.height ?? 0, output.height)) * cell
    let left = 24.0
    let middle = left + Double(padded.width) * cell + 40
    let right = middle + (kernel.map { Double($0.width) * cell + 40 } ?? 0)
    let names = [
      language.text("guide.words.input"), language.text("guide.words.kernel"), language.text("guide.words.output"),
    ]
    let width = right + max(Double(output.width) * cell, TextWidth.of(names[2], size: ChartStyle.labelSize) * 1.2) + 24
    var svg = SVG(
      width: max(width, TextWidth.of(title, size: ChartStyle.titleSize) * 1.1 + 44), height: tallest + 90, title: title,
      description: language.text(
        "charts.animation_description",
        [
          "output": "\(output.height)×\(output.width)",
          "numbers": output.values.prefix(WindowAnimation.mostSteps).map(language.plain).joined(separator: ", "),
        ]))
    svg.rules = rules
    svg.text(title, 20, 28, "title")
    svg.text(names[0], left, 58, "axis")
    for row in 0..<padded.height {
      for column in 0..<padded.width {
        let place = (row: row - rows.before, column: column - columns.before)
        let isInside = input.contains(place)
        svg.cell(
          left + Double(column) * cell, 68 + Double(row) * cell, cell,
          text: isInside ? language.plain(input[place.row, place.column]) : "0", isInside ? "rest-node" : "outside")
      }
    }
    if let kernel {
      svg.text(names[1], middle, 58, "axis")
      draw(kernel, middle, &svg)
    }
    svg.text(names[2], right, 58, "axis")
    draw(output, right, &svg)
    for step in output.values.indices { draw(step: step, left: left, right: right, &svg) }
    return svg
  }

  private func draw(_ plane: Correlation.Plane, _ x: Double, _ svg: inout SVG) {
    for (index, value) in plane.values.enumerated() {
      let (row, column) = index.quotientAndRemainder(dividingBy: plane.width)
      svg.cell(
        x + Double(column) * WindowAnimation.cell, 68 + Double(row) * WindowAnimation.cell, WindowAnimation.cell,
        text: language.plain(value), "rest-node")
    }
  }

  /// The marks of one step, over what is drawn already.
  private func draw(step: Int, left: Double, right: Double, _ svg: inout SVG) {
    let cell = WindowAnimation.cell
    let (row, column) = step.quotientAndRemainder(dividingBy: output.width)
    let delay = SVG.number(Double(step) * WindowAnimation.secondsPerStep)
    svg.group(["class": step == 0 ? "step first" : "step", "style": "animation-delay:\(delay)s"]) { svg in
      for place in WindowAnimation.cells(of: (row, column), windows) {
        svg.rect(
          left + Double(place.column + windows.columns.before) * cell + 2,
          68 + Double(place.row + windows.rows.before) * cell + 2, cell - 4, cell - 4, "mark")
      }
      svg.rect(right + Double(column) * cell + 2, 68 + Double(row) * cell + 2, cell - 4, cell - 4, "mark")
    }
  }

  /// One step is to be seen at a time; without motion, and for programs that do not animate, the first.
  private var rules: String {
    let seconds = SVG.number(Double(steps) * WindowAnimation.secondsPerStep)
    let share = SVG.number(100 / Double(steps))
    return """
      .mark{fill:none;stroke:\(Palette.light.conv);stroke-width:3}
      .step{visibility:hidden;animation:step \(seconds)s step-end infinite}
      .first{visibility:visible}
      @keyframes step{0%{visibility:visible}\(share)%{visibility:hidden}}
      @media (prefers-reduced-motion:reduce){.step{animation:none}}
      @media (prefers-color-scheme:dark){.mark{stroke:\(Palette.dark.conv)}}
      """
  }
}

extension Correlation.Plane {
  /// Whether there is a number at a place.
  fileprivate func contains(_ place: (row: Int, column: Int)) -> Bool {
    (0..<height).contains(place.row) && (0..<width).contains(place.column)
  }
}
