import ArgumentParser
import Models
import PlainText
import Report

/// `zoo layers`: the kinds of layers that a model file can have.
struct LayersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "layers", abstract: "The kinds of layers of a model file, with an example of each.",
    discussion: "Without KIND all are listed. Arguments in parentheses are the defaults.")

  @Argument(help: "Kinds of layers.", completion: .list(Models.layerKinds.flatMap(\.names)))
  var kinds: [String] = []

  @OptionGroup var output: OutputOptions

  func run() throws {
    try reportingFailures {
      let names = Models.layerKinds.flatMap(\.names)
      for kind in kinds where !names.contains(kind) {
        throw Failure.noInput("no kind of layer is called '\(kind)'\(NearestWord.hint(for: kind, among: names))")
      }
      let chosen = Models.layerKinds.filter { kind in kinds.isEmpty || kind.names.contains(where: kinds.contains) }
      let language = output.language
      let table = Table(
        columns: [
          Table.Column("kind", language.text("columns.kind"), .left, importance: 4, wraps: true),
          Table.Column("main", language.text("layers.main"), .left, importance: 2, wraps: true),
          Table.Column("arguments", language.text("layers.arguments"), .left, importance: 1, wraps: true),
          Table.Column("example", language.text("layers.example"), .left, importance: 3, wraps: true),
        ],
        rows: chosen.map { kind in
          [kind.names.joined(separator: ", "), kind.main, kind.arguments, kind.example].map { .text($0) }
        })
      try output.write(TerminalTable.lines(table, language, output.canvas).joined(separator: "\n") + "\n")
    }
  }
}
