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

/// Where a command's text goes.
struct OutputOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: ArgumentHelp("Write to a file, whole or not at all.", valueName: "file"))
  var output: String?

  @OptionGroup var languageOption: LanguageOption

  var language: Language { languageOption.language }

  /// Width and colour of the output.
  var canvas: Canvas { output == nil ? Terminal.canvas : .plain }

  /// Writes one report, or several: JSON becomes a list then, other formats follow each other.
  func write<Report>(
    _ reports: [Report], _ format: Format, text: (Report) -> String, json: (Report) -> JSON
  ) throws {
    let isList = format == .json && reports.count > 1
    try write(isList ? JSON.array(reports.map(json)).text : reports.map(text).joined(separator: "\n"))
  }

  func write(_ text: String) throws {
    if let output {
      if let warning = try OutputFile.write(text.utf8, to: output) { Files.write(warning, to: STDERR_FILENO) }
      return
    }
    // A reader that has seen enough, as in `zoo analyze vgg16 | head`, is no failure.
    signal(SIGPIPE, SIG_IGN)
    guard Files.write(text, to: STDOUT_FILENO) || errno == EPIPE else {
      throw Failure.io("standard output: \(String(cString: strerror(errno)))")
    }
  }
}
