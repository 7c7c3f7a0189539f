import ArgumentParser
import PlainText
import Report
import Sandbox

/// `zoo --version --verbose`: what confines the processes that read strangers' files on this system.
///
/// A command of its own beside `Zoo`, whose `--version` says the number alone, whatever stands beside it.
struct VersionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "zoo")

  @Flag var version = false
  @Flag var verbose = false
  @OptionGroup var languageOption: LanguageOption

  /// Whether a line of arguments asks for it: no command's name, and both words.
  static func isAsked(_ arguments: [String]) -> Bool {
    arguments.first?.hasPrefix("-") == true && ["--version", "--verbose"].allSatisfy(arguments.contains)
  }

  func run() throws {
    let confinement: Confinement
    do throws(WorkerFailure) {
      confinement = try ConfinementProbe.run()
    } catch {
      Console.say(error.phrase)
      throw ExitCode.failure
    }
    Files.write(
      VersionReport(version: Zoo.configuration.version, confinement).text(in: languageOption.language), to: 1)
  }
}

/// The version, and each layer of confinement with how it stands with it.
struct VersionReport {
  private let version: String
  private let confinement: Confinement

  init(version: String, _ confinement: Confinement) { (self.version, self.confinement) = (version, confinement) }

  func text(in language: Language) -> String {
    let layers: [(title: String, state: Confinement.State, meaning: (Int) -> String)] = [
      ("seccomp", confinement.calls, { language.text("confinement.calls", count: $0) }),
      ("Landlock", confinement.landlock, { language.text("confinement.landlock", ["version": "\($0)"]) }),
      (
        language.text("confinement.privileges_title"), confinement.privileges,
        { _ in language.text("confinement.privileges") }
      ),
      (language.text("confinement.limits_title"), confinement.limits, { _ in language.text("confinement.limits") }),
    ]
    let width = layers.map(\.title.count).max() ?? 0
    let lines = layers.map { layer in
      let state =
        switch layer.state {
        case .inForce(let number): language.text("confinement.in_force", ["what": layer.meaning(number)])
        case .missing: language.text("confinement.missing")
        case .refused(let error): language.text("confinement.refused", ["error": "\(error)"])
        }
      return "  \(layer.title)\(String(repeating: " ", count: width - layer.title.count))  \(state)\n"
    }
    let remarks = Confinement.isWatched ? [language.text("confinement.watched") + "\n"] : []
    return "zoo \(version)\n\(language.text("confinement.intro"))\n" + (lines + remarks).joined()
  }
}
