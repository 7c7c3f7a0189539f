import ArgumentParser

/// The command line.
struct Zoo: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "zoo",
    abstract: "What a convolutional network is: sizes, parameters, operations, receptive fields and memory, exactly.",
    discussion: """
      A MODEL is a network of the zoo (see 'zoo list'), or the path of a model file or of another program's network.

      'zoo --version --verbose' says what confines the processes that read strangers' HDF5 files and pictures.

      Exit codes: 0 done, 1 not the same (of a check or a verification), 64 wrong usage, 65 a model or size that does \
      not fit, 66 no such file, 74 a file that cannot be written.
      """,
    version: "0.1.0",
    subcommands: [
      List.self, ShowCommand.self, Analyze.self, Explain.self, Compare.self, BudgetCommand.self, SweepCommand.self,
      DiagramCommand.self,
      ReportCommand.self, OpenCommand.self,
      GuideCommand.self,
      ExamplesCommand.self, FormatsCommand.self, LayersCommand.self, MachinesCommand.self, ImportModel.self, Fetch.self,
      Run.self, Verify.self, Predict.self, Evaluate.self, Filters.self, Features.self, ReceptiveFieldCommand.self,
      GradientCommand.self, GradientNormsCommand.self, Convolve.self, Identify.self, WeightsCommand.self,
      Benchmark.self, ManualCommand.self,
    ],
    defaultSubcommand: nil)
}
