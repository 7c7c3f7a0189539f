import ArgumentParser

/// `zoo manual`: the man page, made of the same texts as `--help`. Hidden: 'make install' installs what it writes.
struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual", abstract: "Write the man page.", shouldDisplay: false)

  /// Columns of a line of help, which stands indented.
  private static let width = 78

  func run() {
    var lines = [
      ".TH ZOO 1 \"\" \"zoo \(Zoo.configuration.version)\" \"User commands\"", ".SH NAME",
      "zoo \\- \(Zoo.configuration.abstract.dropLast())",
    ]
    lines += ManualCommand.page(of: Zoo.self, path: [])
    Files.write(lines.joined(separator: "\n") + "\n", to: 1)
  }

  /// A section for a command, and one for each below it.
  private static func page(of command: any ParsableCommand.Type, path: [String]) -> [String] {
    let help = CommandWords.withExamples(Zoo.helpMessage(for: command, columns: width), of: path)
    let title = (["zoo"] + path).joined(separator: " ")
    var lines = [".SH \(path.isEmpty ? "DESCRIPTION" : title)", ".nf"]
    for line in help.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if let title = ["OVERVIEW", "USAGE"].first(where: { line.hasPrefix("\($0): ") }) {
        lines += [".fi", ".SS \(title)", ".nf", escaped(String(line.dropFirst(title.count + 2)))]
      } else {
        lines += isHeading(line) ? [".fi", ".SS \(line.dropLast())", ".nf"] : [escaped(line)]
      }
    }
    lines.append(".fi")
    let commands = command.configuration.subcommands.filter { $0.configuration.shouldDisplay }
    return lines + commands.flatMap { page(of: $0, path: path + [$0._commandName]) }
  }

  /// `OPTIONS:` alone on its line.
  private static func isHeading(_ line: String) -> Bool {
    line.hasSuffix(":") && line.count > 1 && line.dropLast().allSatisfy { $0.isUppercase || $0 == " " }
      && line.first != " "
  }

  /// A line as roff takes it for itself.
  private static func escaped(_ line: String) -> String {
    let text = line.replacing("\\", with: "\\e").replacing("-", with: "\\-")
    return text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" + text : text
  }
}
