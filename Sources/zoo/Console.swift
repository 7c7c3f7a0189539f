import ArgumentParser
import PlainText
import Report

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What is said beside a command's output, on standard error and in the language of the command line.
enum Console {
  /// That of `--language`, wherever it stands, else of ZOO_LANGUAGE, else English: an argument may be wrong before all of them
  /// are read.
  static let language: Language = {
    let arguments = CommandLine.arguments
    let name = arguments.lazy.enumerated().compactMap { index, argument in
      if argument == "--language" { return index + 1 < arguments.count ? arguments[index + 1] : nil }
      return argument.hasPrefix("--language=") ? String(argument.dropFirst("--language=".count)) : nil
    }.first
    return (try? LanguageOption.language(name)) ?? (try? LanguageOption.language(nil)) ?? .english
  }()

  /// Writes a line, or several, in which nothing acts on a terminal.
  static func say(_ phrase: Phrase) { Terminal.complain(language.spoken(phrase).visible) }
}

/// Arguments that are wrong, or do not go together; how the command is used is said with it.
func misuse(_ phrase: Phrase) -> ValidationError { ValidationError(Console.language.spoken(phrase)) }
