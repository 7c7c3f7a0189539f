import ArgumentParser
import PlainText
import RunReports
import TensorFiles
import Weights

/// What import and export share: reading one file and writing another.
struct ConversionOptions: ParsableArguments {
  @Argument(help: "A network of the zoo, or a model file.", completion: modelCompletion)
  var model: String

  @Argument(help: "A weight file, or published weights (see zoo fetch).", completion: .file())
  var file: String

  @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "file"), completion: .file())
  var output: String

  @Option(name: .customLong("type"), help: "How numbers are written.")
  var type = WrittenType.float32

  @Flag(help: "Replace the file if it is there already.")
  var force = false

  @Flag(help: "Write what is there although tensors are missing; they are listed.")
  var allowMissing = false

  @OptionGroup var mapping: MappingOptions

  @OptionGroup var configuration: ConfigurationOptions

  @OptionGroup var language: LanguageOption

  func run(to format: WeightFormat) throws {
    try reportingFailures {
      let network = try ModelLoader.load(model, overrides: mapping.set).network
      let file = try openWeights(file, of: network.model)
      let progress = Progress("converting", total: file.tensors.reduce(0) { $0 + $1.byteCount })
      try readingWeights {
        let mapping = Mapping(of: file, onto: network, flipsChannels: mapping.flipChannels)
        // What does not fit is told with all that is wrong with the numbers; what fits is checked on its way.
        guard mapping.isUsable || allowMissing && mapping.isPartial else {
          let check = try Check(
            of: file, onto: network, flipsChannels: self.mapping.flipChannels, progress: progress.advance)
          progress.finish()
          throw Failure.data(
            "\(CheckReport(file, check, model: network.model.name).text(.table, in: language.language))\("nothing was written")"
          )
        }
        if let differences = configuration.differences(file, mapping, network), !differences.isEmpty {
          progress.finish()
          let report = CheckReport(
            file, Check(mapping: mapping), model: network.model.name, configuration: differences)
          let text = report.text(.table, in: language.language) + report.configurationNote(in: language.language)
          throw Failure.data("\(text)\n\("nothing was written")")
        }
        let outcome = try WeightWriter(network, format, type: type.element).write(
          .file(file, mapping), to: output, mayReplace: force, progress: progress.advance)
        progress.finish()
        guard let check = outcome.check else { return }
        let report = CheckReport(file, check, model: network.model.name)
        guard outcome.isWritten else {
          throw Failure.data("\(report.text(.table, in: language.language))\("nothing was written")")
        }
        if let warning = outcome.warning { Files.write(warning, to: 2) }
        // What was left out, or matched by its place alone, is said.
        if report.hasNotes { Files.write(report.text(.table, in: language.language), to: 2) }
      }
    }
  }
}
