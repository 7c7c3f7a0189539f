import ArgumentParser
import Models
import PlainText

/// The words of the command line that name commands.
enum CommandWords {
  /// Why the first words are no command, with what was probably meant; nil where they are one.
  static func problem(of arguments: [String]) -> Phrase? {
    var words = arguments[...]
    let asksForHelp = words.first == "help"
    if asksForHelp { words = words.dropFirst() }
    var command: any ParsableCommand.Type = Zoo.self
    while let word = words.first, !word.hasPrefix("-") {
      let commands = command.configuration.subcommands
      guard !commands.isEmpty else { return nil }
      guard let next = commands.first(where: { $0._commandName == word }) else {
        return word == "help" ? nil : unknown(word, among: commands, of: command, rest: words.dropFirst(), asksForHelp)
      }
      command = next
      words = words.dropFirst()
    }
    return nil
  }

  private static func unknown(
    _ word: String, among commands: [any ParsableCommand.Type], of command: any ParsableCommand.Type,
    rest: ArraySlice<String>, _ asksForHelp: Bool
  ) -> Phrase {
    let names = commands.filter { $0.configuration.shouldDisplay }.map { $0._commandName }
    let path = (["zoo"] + (command == Zoo.self ? [] : [command._commandName])).joined(separator: " ")
    let isModel = Models.file(named: word) != nil || word.contains("/") || word.contains(".")
    if command == Zoo.self, isModel, !asksForHelp {
      return
        "'\(word.visible)' is a network and not a command: zoo analyze \(([word] + rest).joined(separator: " ").visible)"
    }
    let hint = NearestWord.hint(for: word, among: names)
    return "no command is called '\(word.visible)'\(hint) ('\(path) --help' lists all)"
  }

  /// The help of a command with its examples at the end.
  static func help(_ text: String, of arguments: [String]) -> String {
    var command: any ParsableCommand.Type = Zoo.self
    var path: [String] = []
    for word in arguments where word != "help" {
      guard let next = command.configuration.subcommands.first(where: { $0._commandName == word }) else { break }
      command = next
      path.append(word)
    }
    return withExamples(text, of: path)
  }

  /// - Parameter path: the words of the command behind `zoo`.
  static func withExamples(_ text: String, of path: [String]) -> String {
    guard let examples = Examples.all[path.joined(separator: " ")] else { return text }
    var text = text
    while text.last == "\n" { text.removeLast() }
    return text + "\n\nEXAMPLES:\n" + examples.map { "  zoo \($0)\n" }.joined()
  }
}
