import ArgumentParser
import FileSystem
import PlainText
import Report

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Format: ExpressibleByArgument {}
extension Terminal.Color: ExpressibleByArgument {}

/// Where a command's text goes.
struct OutputOptions: ParsableArguments {
  @Option(
    name: .shortAndLong, help: ArgumentHelp("Write to a file, whole or not at all.", valueName: "file"),
    completion: .file())
  var output: String?

  @Flag(help: "Replace a file that is there already.")
  var force = false

  @Flag(help: "Write every digit, also where the terminal is narrow.")
  var exact = false

  @Option(help: "Color, also where output is no terminal, or never.")
  var color = Terminal.Color.auto

  @OptionGroup var languageOption: LanguageOption

  var language: Language { languageOption.language }

  /// Width and colour of the output.
  var canvas: Canvas {
    output == nil
      ? Terminal.canvas(color, isExact: exact)
      : Canvas(width: nil, style: Style(isColored: color == .always))
  }

  /// Writes the reports of several networks.
  func write<Report: JoinedReport>(_ reports: [Report], _ format: Format) throws {
    try write(Report.joined(reports, format, in: language, canvas: canvas))
  }

  func write(_ text: String) throws {
    if let output {
      if let warning = try OutputFile.write(text.utf8, to: output, mayReplace: force) {
        Files.write(warning, to: STDERR_FILENO)
      }
      return
    }
    if Pager.show(text) { return }
    // A reader that has seen enough, as in `zoo analyze vgg16 | head`, is no failure.
    signal(SIGPIPE, SIG_IGN)
    guard Files.write(text, to: STDOUT_FILENO) || errno == EPIPE else {
      throw Failure.io("standard output: \(String(cString: strerror(errno)))")
    }
  }
}
