import Analysis
import Architecture
import Images
import Report

/// What one kernel made of a signal or of a picture.
public struct CorrelationReport {
  private let input: Correlation.Plane
  private let kernel: Correlation.Plane
  private let windows: (rows: Window, columns: Window)
  private let kind: Correlation.Kind
  /// As networks compute it, and with the kernel flipped.
  private let correlated: Correlation.Plane
  private let convolved: Correlation.Plane

  /// - Throws: `SizeError` where the kernel is larger than the padded input.
  public init(
    _ input: Correlation.Plane, _ kernel: Correlation.Plane, windows: (rows: Window, columns: Window),
    kind: Correlation.Kind
  ) throws(SizeError) {
    (self.input, self.kernel, self.windows, self.kind) = (input, kernel, windows, kind)
    correlated = try Correlation.of(input, with: kernel, windows: windows)
    convolved = try Correlation.of(input, with: kernel, windows: windows, kind: .convolution)
  }

  /// What was asked for.
  private var output: Correlation.Plane { kind == .convolution ? convolved : correlated }

  private var isSignal: Bool { input.height == 1 && kernel.height == 1 }

  private func title(in language: Language) -> String {
    language.text(kind == .convolution ? "correlation.flipped" : "correlation.as_in_networks")
  }

  /// The size formula with its numbers, an axis a line, and how the two operations differ.
  private func remarks(in language: Language) -> [String] {
    var axes = [("correlation.width", windows.columns, input.width, output.width)]
    if isSignal {
      axes[0].0 = "correlation.length"
    } else {
      axes.insert(("correlation.height", windows.rows, input.height, output.height), at: 0)
    }
    var lines = axes.map { key, window, size, result -> String in
      let span = "(\(window.kernel) − 1)·\(window.dilation) + 1 = \(window.span)"
      let spread =
        window.dilation > 1
        ? "   " + language.text("correlation.spans", ["kernel": String(window.kernel), "span": span]) : ""
      let room = size + window.before + window.after - window.span
      let formula = "(\(size) + \(window.before) + \(window.after) − \(window.span))/\(window.stride)"
      let whole = room % window.stride == 0 ? formula : "⌊\(formula)⌋"
      return "\(language.text(key))   \(whole) + 1 = \(result)\(spread)"
    }
    let difference = zip(correlated.values, convolved.values).map { abs($0 - $1) }.max() ?? 0
    lines.append(
      difference != 0
        ? language.text("correlation.differ", ["difference": CorrelationReport.text(difference, language)])
        : language.text(kernel == kernel.flipped ? "correlation.symmetric" : "correlation.no_difference"))
    return lines
  }

  /// The numbers of a signal.
  private func table(in language: Language) -> Table {
    Table(
      columns: [
        Table.Column("position", language.text("correlation.position")),
        Table.Column("cross_correlation", language.text("correlation.cross_correlation")),
        Table.Column("convolution", language.text("correlation.convolution")),
      ],
      rows: correlated.values.indices.map { index in
        [.count(index)] + [correlated, convolved].map { .number($0.values[index]) }
      })
  }

  public func text(_ format: Format, in language: Language = .english, canvas: Canvas = .plain) -> String {
    let lines: [String]
    switch format {
    case .table:
      let numbers = kernel.values.map { CorrelationReport.text($0, language) }.joined(separator: ", ")
      let head =
        isSignal
        ? [language.text("correlation.kernel", ["numbers": numbers])]
        : [title(in: language) + ": " + range(in: language)]
      lines =
        head + remarks(in: language) + (isSignal ? TerminalTable.lines(table(in: language), language, canvas) : [])
    case .markdown: lines = MarkdownTable.render(table(in: language), language)
    case .csv: lines = CSVTable.render(table(in: .english))
    case .json:
      return document.json.text
    }
    return lines.joined(separator: "\n") + "\n"
  }

  public var document: CorrelationDocument {
    CorrelationDocument(
      height: output.height, width: output.width, crossCorrelation: correlated.values, convolution: convolved.values)
  }

  /// `−2`, and four digits where it is no whole number.
  private static func text(_ number: Double, _ language: Language) -> String {
    Table.Cell.number(number).text(language)
  }

  private func range(in language: Language) -> String {
    let values = [output.values.min(), output.values.max()].map { CorrelationReport.text($0 ?? 0, language) }
    return language.text("explain.range", ["from": values[0], "to": values[1]])
  }

  /// Kernels whose numbers add up to something leave brightness brightness; others make numbers around zero.
  private var isBrightness: Bool { kernel.values.reduce(0, +) > 1e-9 }

  /// The feature map alone: 0 to 255 as they are where the kernel keeps brightness, else zero as the middle gray.
  public var map: Image {
    let values = output.values.map { Float($0) }
    let scale = isBrightness ? GrayScale(black: 0, white: 255) : .symmetric(values)
    return scale.image(values, width: output.width, height: output.height)
  }

  /// The picture before and after, with what was done.
  public func picture(named name: String, in language: Language = .english) -> Image {
    let margin = 16
    let before = GrayScale(black: 0, white: 255).image(
      input.values.map { Float($0) }, width: input.width, height: input.height)
    let after = map
    let zoom = max(1, 256 / max(input.width, input.height))
    let title = "\(name), \(kernel.height)×\(kernel.width)"
    let kernelLines = (0..<kernel.height).prefix(9).map { row in
      (0..<kernel.width).prefix(9).map { CorrelationReport.text(kernel[row, $0], language) }.joined(separator: "  ")
    }
    let scale = language.text(isBrightness ? "correlation.brightness" : "correlation.around_zero")
    let lines =
      remarks(in: language) + ["\(self.title(in: language)): \(range(in: language)); \(scale)"] + kernelLines
    let texts = [BitmapFont.width(of: title, scale: 2)] + lines.map { BitmapFont.width(of: $0) }
    let head = margin + 28 + lines.count * 14 + 6
    let width = (before.width + after.width) * zoom + margin
    var raster = Raster(
      width: 2 * margin + max(width, texts.max() ?? 0),
      height: head + max(before.height, after.height) * zoom + margin)
    raster.draw(title, x: margin, y: margin, scale: 2)
    for (index, line) in lines.enumerated() { raster.draw(line, x: margin, y: margin + 28 + index * 14, .faint) }
    raster.draw(before, x: margin, y: head, zoom: zoom)
    raster.draw(after, x: 2 * margin + before.width * zoom, y: head, zoom: zoom)
    return raster.image
  }
}
