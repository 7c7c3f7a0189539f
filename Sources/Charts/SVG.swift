import Report

/// A picture in SVG, built element by element: one line each, so that a change is a small difference of the file.
///
/// Colours are classes of `ChartStyle`, which follow the reader's light or dark scheme. Every text is escaped here.
package struct SVG {
  package enum Anchor: String {
    case start, middle, end
  }

  package let width: Double
  package let height: Double
  /// What the picture shows, in a few words: its alternative text.
  package let title: String
  /// What is to be seen in it, in a sentence or two with its numbers.
  package let description: String
  /// Rules of this picture's own, behind those of `ChartStyle`.
  package var rules = ""
  private var body: [String] = []
  /// How far all else is moved down by the lines of the title after the first one.
  private var shift = 0.0

  package init(width: Double, height: Double, title: String, description: String) {
    self.width = width
    self.height = height
    self.title = title
    self.description = description
  }

  /// The whole file, with a line feed at its end.
  package var text: String {
    let height = SVG.number(height + shift)
    let size = "\(SVG.number(width)) \(height)"
    let content = body.joined(separator: "\n")
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size)" width="\(SVG.number(width))" \
      height="\(height)" role="img" aria-labelledby="title description">
      <title id="title">\(Markup.escape(title))</title>
      <desc id="description">\(Markup.escape(description))</desc>
      <style>
      \(ChartStyle.css)\(rules.isEmpty ? "" : "\n" + rules)
      </style>
      <rect class="surface" width="100%" height="100%" rx="6"/>
      \(shift > 0 ? "<g transform=\"translate(0 \(SVG.number(shift)))\">\n\(content)\n</g>" : content)
      </svg>

      """
  }

  /// A coordinate: at most two decimals, without superfluous zeros.
  package static func number(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    let hundredths = (value.magnitude * 100).rounded()
    guard hundredths < 1e12 else { return "0" }
    let (whole, part) = Int(hundredths).quotientAndRemainder(dividingBy: 100)
    let sign = value < 0 && hundredths > 0 ? "-" : ""
    if part == 0 { return "\(sign)\(whole)" }
    let digits = part < 10 ? "0\(part)" : part % 10 == 0 ? "\(part / 10)" : "\(part)"
    return "\(sign)\(whole).\(digits)"
  }

  // MARK: Title and legend

  private static let margin = 20.0
  private static let titlePitch = 21.0

  /// How wide a picture has to be for its title: for all of it, or for lines of a chart's width.
  package static func width(for title: String) -> Double {
    min(TextWidth.of(title, "title") + 2 * margin + 2, Plot.width)
  }

  /// Writes the title at the top, in as many lines as it needs; what comes below makes room for all but the first.
  package mutating func heading() {
    let lines = TextWidth.lines(title, "title", width: width - 2 * SVG.margin)
    shift = Double(lines.count - 1) * SVG.titlePitch
    for (index, line) in lines.enumerated() {
      text(line, SVG.margin, 28 + Double(index) * SVG.titlePitch - shift, "title")
    }
  }

  /// Coloured squares with what they stand for, in a row from left to right.
  ///
  /// - Parameter y: the base line of the texts.
  package mutating func legend(_ entries: [(style: String, name: String)], _ left: Double, _ y: Double) {
    var x = left
    for (style, name) in entries {
      rect(x, y - 10, 12, 12, style, radius: 2)
      text(name, x + 18, y)
      x += SVG.width(of: name)
    }
  }

  /// The same, ending at the right.
  package mutating func legend(_ entries: [(style: String, name: String)], endingAt right: Double, _ y: Double) {
    let width = entries.reduce(-SVG.legendGap) { $0 + SVG.width(of: $1.name) }
    legend(entries, right - width, y)
  }

  private static let legendGap = 18.0
  /// Of an entry of a legend and the gap behind it.
  private static func width(of name: String) -> Double { 18 + TextWidth.of(name, "label") + legendGap }

  // MARK: Elements

  /// - Parameter note: what a browser shows when the pointer rests on it.
  package mutating func rect(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String, radius: Double = 0,
    note: String? = nil
  ) {
    let round = radius > 0 ? " rx=\"\(SVG.number(radius))\"" : ""
    close(
      "rect class=\"\(style)\" x=\"\(SVG.number(x))\" y=\"\(SVG.number(y))\" width=\"\(SVG.number(max(0, width)))\""
        + " height=\"\(SVG.number(max(0, height)))\"\(round)", "rect", note)
  }

  package mutating func circle(_ x: Double, _ y: Double, radius: Double, _ style: String, note: String? = nil) {
    close(
      "circle class=\"\(style)\" cx=\"\(SVG.number(x))\" cy=\"\(SVG.number(y))\" r=\"\(SVG.number(radius))\"", "circle",
      note)
  }

  package mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) {
    body.append(
      "<line class=\"\(style)\" x1=\"\(SVG.number(x1))\" y1=\"\(SVG.number(y1))\" x2=\"\(SVG.number(x2))\""
        + " y2=\"\(SVG.number(y2))\"/>")
  }

  /// Straight lines from point to point.
  package mutating func polyline(_ points: [(x: Double, y: Double)], _ style: String) {
    let list = points.map { "\(SVG.number($0.x)),\(SVG.number($0.y))" }.joined(separator: " ")
    body.append("<polyline class=\"\(style)\" points=\"\(list)\"/>")
  }

  package mutating func polygon(_ points: [(x: Double, y: Double)], _ style: String) {
    let list = points.map { "\(SVG.number($0.x)),\(SVG.number($0.y))" }.joined(separator: " ")
    body.append("<polygon class=\"\(style)\" points=\"\(list)\"/>")
  }

  /// - Parameter data: path commands that this program wrote.
  package mutating func path(_ data: String, _ style: String) {
    body.append("<path class=\"\(style)\" d=\"\(data)\"/>")
  }

  /// - Parameters:
  ///   - data: path commands that this program wrote.
  ///   - attributes: names that this program wrote, with values that are escaped here.
  package mutating func path(_ data: String, _ attributes: KeyValuePairs<String, String>) {
    body.append("<path" + SVG.markup(attributes) + " d=\"\(data)\"/>")
  }

  /// - Parameters:
  ///   - y: the base line.
  ///   - angle: degrees, clockwise around the point.
  package mutating func text(
    _ text: String, _ x: Double, _ y: Double, _ style: String = "label", anchor: Anchor = .start, angle: Double = 0
  ) {
    guard !text.isEmpty else { return }
    let at = "x=\"\(SVG.number(x))\" y=\"\(SVG.number(y))\""
    let anchored = anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\""
    let turned =
      angle == 0 ? "" : " transform=\"rotate(\(SVG.number(angle)) \(SVG.number(x)) \(SVG.number(y)))\""
    body.append("<text class=\"\(style)\" \(at)\(anchored)\(turned)>\(Markup.escape(text))</text>")
  }

  /// A group that others may address by its identifier, as the page does with the layers of a diagram.
  ///
  /// - Parameter attributes: names that this program wrote, with values that are escaped here.
  package mutating func group(_ attributes: KeyValuePairs<String, String>, _ content: (inout SVG) -> Void) {
    body.append("<g" + SVG.markup(attributes) + ">")
    content(&self)
    body.append("</g>")
  }

  private static func markup(_ attributes: KeyValuePairs<String, String>) -> String {
    attributes.map { " \($0.key)=\"\(Markup.escape($0.value))\"" }.joined()
  }

  private mutating func close(_ element: String, _ name: String, _ note: String?) {
    guard let note else { return body.append("<\(element)/>") }
    body.append("<\(element)><title>\(Markup.escape(note))</title></\(name)>")
  }
}
