import ArgumentParser
import PlainText
import Report

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The language in which a command speaks: what the commands that print share.
struct LanguageOption: ParsableArguments {
  @Option(
    name: .customLong("language"),
    help: ArgumentHelp(
      "\(Language.codes.joined(separator: ", ")), or a file of sentences with its path; ZOO_LANGUAGE unless given.",
      valueName: "language"))
  var choice: String?

  func validate() throws {
    do {
      _ = try LanguageOption.language(choice)
    } catch let failure as Failure {
      throw misuse(failure.phrase)
    }
  }

  var language: Language { (try? LanguageOption.language(choice)) ?? .english }

  /// The language of a name, else of the environment, else English.
  ///
  /// - Throws: `Failure` where there is none of that name.
  static func language(_ choice: String?) throws -> Language {
    let variable = getenv("ZOO_LANGUAGE").map { String(cString: $0) } ?? ""
    guard let name = choice ?? (variable.isEmpty ? nil : variable) else { return .english }
    if let language = Language.all.first(where: { $0.code == name }) { return language }
    guard name.contains("/") || name.hasSuffix(".yaml") else {
      let codes = Language.codes.joined(separator: ", ")
      throw Failure.data(
        "no language is called '\(name)'; there are \(codes), and files of sentences with their path, as in ./\(name).yaml"
      )
    }
    do {
      return try Language(text: try Files.read(name, limit: 4 << 20))
    } catch let error as LanguageError {
      throw Failure.data("\(name): no language: \(error.phrase)")
    }
  }
}
