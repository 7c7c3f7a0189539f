import Analysis
import Architecture
import ArgumentParser
import ModelFile
import Models
import PlainText
import Report

extension BudgetReport.Format: ExpressibleByArgument {}

/// `zoo check`: whether networks keep to limits, and are no worse than they were.
struct BudgetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Whether networks keep to limits, and what changed since an earlier version.",
    discussion: """
      Each limit is a line: pass or fail, what was asked, what it is. The receptive field is that of the last layer that does \
      not see the whole image. With --against parameters, MACs and activations at once may not grow past the tolerance, nor \
      the field shrink; the modules that account for a change are named.

      --budget reads networks and limits from a file:

        defaults: {max-peak: 60MB}
        networks:
          resnet50: {max-macs: 4.2G, max-parameters: 26M, min-field: 224}
          ./mine.yaml: {input: 320, against: ./before.yaml, tolerance: 1%}

      Paths in it begin at its folder. Keys are the limits here without their dashes, and model, input, batch, mode, type, \
      against and tolerance. Limits given beside it hold for all of its networks.

      --format markdown is a comment for a pull request, junit what programs that run pipelines read.

      Exit codes: 0 all limits hold, 1 one does not, 64 wrong usage, 65 a bad file, or a size that does not fit, 66 no such file.
      """)

  @Argument(
    help: "Networks of the zoo, or model files; with --budget, names of its networks.", completion: modelCompletion)
  var models: [String] = []

  @OptionGroup var limits: LimitOptions

  @Option(
    help: ArgumentHelp("An earlier version of the model, which it may not be worse than.", valueName: "model"),
    completion: modelCompletion)
  var against: String?

  @Option(help: ArgumentHelp("By how much it may be worse: 1%, or 0.01. Nothing unless given.", valueName: "share"))
  var tolerance: Tolerance?

  @Option(help: ArgumentHelp("A file of networks with limits.", valueName: "file"), completion: .file())
  var budget: String?

  @Option(help: "What to write.")
  var format = BudgetReport.Format.text

  @OptionGroup var options: NetworkOptions

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if budget == nil {
      guard !models.isEmpty else { throw misuse("check takes a model, or a file of models and limits: --budget") }
      guard against != nil || !limits.all.isEmpty else {
        throw misuse(
          "nothing is asked of the network: give a limit such as --max-macs 4.2G, or --against another model")
      }
    }
    if against != nil, budget != nil || models.count != 1 {
      throw misuse("--against is about one model; in a file of limits each network has its own 'against'")
    }
    if tolerance != nil, against == nil { throw misuse("--tolerance goes with --against") }
    if budget != nil, !options.set.isEmpty {
      throw misuse("--set changes a model of the command line, and not one of --budget")
    }
  }

  func run() throws {
    try reportingFailures {
      let report = BudgetReport(try budget.map(entries) ?? models.map(entry))
      try output.write(report.text(format, in: output.language, canvas: output.canvas))
      if !report.passes { throw ExitCode(1) }
    }
  }

  /// A model of the command line.
  private func entry(_ model: String) throws -> BudgetReport.Entry {
    let earlier = try against.map { try options.profile($0, changes: [], in: output.language) }
    return BudgetReport.Entry(
      title: model, try options.profile(model, in: output.language), limits: limits.all, against: earlier,
      tolerance: tolerance ?? .none)
  }

  /// The networks of a file, or those of them that are asked for.
  private func entries(_ path: String) throws -> [BudgetReport.Entry] {
    let source = try ModelLoader.text(ofFile: path)
    let file: BudgetFile
    do {
      file = try BudgetFile(source, types: DataType.allCases.map(\.rawValue))
    } catch {
      throw Failure.data(error.phrase)
    }
    let titles = file.entries.map(\.title)
    for model in models where !titles.contains(model) {
      throw Failure.data("\(path): error: it has no network '\(model)'\(NearestWord.hint(for: model, among: titles))")
    }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    return try file.entries.filter { models.isEmpty || models.contains($0.title) }.map { entry in
      do {
        return try self.entry(entry, in: folder)
      } catch let failure as Failure {
        let place: Phrase = "  used from \(entry.location.description)"
        throw Failure(phrase: "\(failure.phrase)\n\(place)", code: failure.code)
      }
    }
  }

  private func entry(_ entry: BudgetFile.Entry, in folder: String) throws -> BudgetReport.Entry {
    var options = options
    if let input = entry.input { options.input = input }
    if let batch = entry.batch { options.batch = batch }
    if let mode = entry.mode { options.mode = mode }
    if let type = entry.type.flatMap(DataType.init(rawValue:)) { options.dataType = type }
    let given = limits.all
    let names = Set(given.map(\.name))
    func profile(_ model: String) throws -> Profile {
      try options.profile(BudgetCommand.path(model, in: folder), in: output.language)
    }
    return BudgetReport.Entry(
      title: entry.title, try profile(entry.model), limits: given + entry.limits.filter { !names.contains($0.name) },
      against: try entry.against.map(profile), tolerance: entry.tolerance ?? .none)
  }

  /// A name of the zoo as it is, a path from the folder of the file that it stands in.
  private static func path(_ model: String, in folder: String) -> String {
    guard Models.file(named: model) == nil, model.contains("/") || model.contains("."), !model.hasPrefix("/") else {
      return model
    }
    // What stands beside the file is a path, and no name of the zoo.
    return folder.isEmpty ? model : folder + model
  }
}
