import Report

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What standard output is connected to.
enum Terminal {
  /// When text is coloured.
  enum Color: String, CaseIterable {
    case auto, always, never
  }

  static var canvas: Canvas { canvas(.auto) }

  /// Width and colour: both only on a terminal, unless colour is asked for; by itself never where `NO_COLOR` is set or the
  /// terminal is dumb.
  ///
  /// - Parameter isExact: whether counts have all their digits, however narrow the terminal is.
  static func canvas(_ color: Color, isExact: Bool = false) -> Canvas {
    let isTerminal = isatty(STDOUT_FILENO) == 1
    let isColored =
      switch color {
      case .auto: isTerminal && (variable("NO_COLOR") ?? "").isEmpty && variable("TERM") != "dumb"
      case .always: true
      case .never: false
      }
    return Canvas(
      width: isTerminal ? width(of: STDOUT_FILENO) : nil, style: Style(isColored: isColored), abbreviates: !isExact)
  }

  /// Columns of the terminal behind a descriptor.
  private static func width(of descriptor: Int32) -> Int {
    if let columns = variable("COLUMNS").flatMap({ Int($0) }), columns > 0 { return columns }
    return size(of: descriptor).map { Int($0.ws_col) }.flatMap { $0 > 0 ? $0 : nil } ?? 80
  }

  /// Lines of the terminal; nil where standard output is none, or does not say.
  static var height: Int? {
    guard isatty(STDOUT_FILENO) == 1, let rows = size(of: STDOUT_FILENO)?.ws_row, rows > 0 else { return nil }
    return Int(rows)
  }

  private static func size(of descriptor: Int32) -> winsize? {
    var size = winsize()
    return ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 ? size : nil
  }

  /// Writes a message to standard error; on a terminal its lines are broken at words. A line of a file that is shown with a
  /// mark below it stays as it is.
  static func complain(_ message: String) {
    var lines = message.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    if isatty(STDERR_FILENO) == 1 {
      let width = width(of: STDERR_FILENO)
      lines = lines.indices.flatMap { index -> [String] in
        let isShown = [index, index + 1].contains { lines.indices.contains($0) && isMark(lines[$0]) }
        return isShown ? [lines[index]] : broken(lines[index], to: width)
      }
    }
    Files.write(lines.joined(separator: "\n") + "\n", to: STDERR_FILENO)
  }

  /// Blanks and a caret.
  private static func isMark(_ line: String) -> Bool { line.hasSuffix("^") && line.dropLast().allSatisfy { $0 == " " } }

  private static func broken(_ line: String, to width: Int) -> [String] {
    let indent = String(line.prefix { $0 == " " })
    let words = line.dropFirst(indent.count)
    guard line.count > width, width > indent.count + 20 else { return [line] }
    let pieces = Paragraph.lines(words.split(separator: " "), width: width - indent.count - 2)
    return pieces.enumerated().map { indent + ($0 == 0 ? "" : "  ") + $1 }
  }

  static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
