import Report

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What standard output is connected to.
enum Terminal {
  /// Width and colour: both only on a terminal, colour never where `NO_COLOR` is set or the terminal is dumb.
  static var canvas: Canvas {
    guard isatty(STDOUT_FILENO) == 1 else { return .plain }
    let isColored = (variable("NO_COLOR") ?? "").isEmpty && variable("TERM") != "dumb"
    return Canvas(width: width, style: Style(isColored: isColored))
  }

  private static var width: Int {
    if let columns = variable("COLUMNS").flatMap({ Int($0) }), columns > 0 { return columns }
    var size = winsize()
    return ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
