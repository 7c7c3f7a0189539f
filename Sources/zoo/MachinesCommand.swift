import Analysis
import ArgumentParser
import ModelFile
import Models
import PlainText
import Report

/// `zoo machines`: the machines that rooflines and least times can be of.
struct MachinesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "machines",
    abstract: "The machines that --machine knows, or the file of one, with the sources of its figures.",
    discussion: """
      A machine is 10⁹ operations in a second (GFLOP/s), for each type of numbers, and 10⁹ bytes moved in a second (GB/s). \
      Where a layer has fewer operations per byte than the machine can do in the time of one byte, memory limits it. \
      To describe another machine, begin with the file of one: zoo machines t4 > mine.yaml; --machine ./mine.yaml.
      """)

  @Argument(help: "A machine whose file is shown.", completion: .list(Machines.all.map(\.name)))
  var name: String?

  @OptionGroup var output: OutputOptions

  func run() throws {
    try reportingFailures {
      if let name {
        guard let file = Machines.file(named: name) else {
          throw Failure.noInput(
            "no machine is called '\(name.visible)'\(NearestWord.hint(for: name, among: Machines.all.map(\.name)))")
        }
        return try output.write(String(decoding: file.text, as: UTF8.self))
      }
      let machines = try Machines.all.map { ($0.name, try MachineOptions.file($0.name)) }
      let table = MachineTable.of(machines, in: output.language)
      try output.write(TerminalTable.lines(table, output.language, output.canvas).joined(separator: "\n") + "\n")
    }
  }
}

/// Machines as rows: what each computes in numbers of each type, and what it moves.
private enum MachineTable {
  static func of(_ machines: [(name: String, file: MachineFile)], in language: Language) -> Table {
    let types = DataType.allCases.filter { type in machines.contains { $0.file.peakGflops[type.rawValue] != nil } }
    let columns =
      [
        Table.Column("name", language.text("machines.name"), .left, importance: 100),
        Table.Column("title", language.text("machines.title"), .left, importance: 50, wraps: true),
      ]
      + types.map { Table.Column($0.rawValue, "\($0.rawValue) GFLOP/s", importance: $0 == .float32 ? 90 : 60) }
      + [
        Table.Column("bandwidth", "GB/s", importance: 80),
        Table.Column("balance", language.text("machines.balance"), importance: 70),
      ]
    return Table(
      columns: columns,
      rows: machines.map { name, file in
        let peaks = types.map { file.peakGflops(of: $0.rawValue) }
        let balance = file.peakGflops(of: DataType.float32.rawValue).map { $0 / file.bandwidthGbs }
        return [.text(name), .text(language.translation(of: file.title))]
          + peaks.map { $0.map { .text(language.plain($0)) } ?? .blank }
          + [
            .text(language.plain(file.bandwidthGbs)), balance.map { .text(language.fixed($0, decimals: 1)) } ?? .blank,
          ]
      })
  }
}
