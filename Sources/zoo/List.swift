import Architecture
import ArgumentParser
import Models
import PlainText
import Report

/// `zoo list`: the networks of the zoo.
struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "The networks of the zoo.",
    discussion: """
      By family, with the size of the input, parameters, multiply–adds, the receptive field of the last layer with positions \
      (without gates), and the accuracy on ImageNet of the best weights published for it, in percent.

      Filters narrow the list: zoo list --max-macs 1G --min-field 224.
      """)

  @Option(help: ArgumentHelp("One family: ResNet, MobileNet …", valueName: "name"))
  var family: String?

  @Option(help: ArgumentHelp("At most so many parameters, as 5M.", valueName: "count"))
  var maxParameters: CountArgument?

  @Option(help: ArgumentHelp("At most so many multiply–adds, as 1G.", valueName: "count"))
  var maxMacs: CountArgument?

  @Option(help: ArgumentHelp("A receptive field of so many pixels on a side or more.", valueName: "pixels"))
  var minField: CountArgument?

  @Option(help: ArgumentHelp("Published weights that get so many percent right or more.", valueName: "percent"))
  var minTop1: Double?

  @Option(help: "What to write.")
  var format = Format.table

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard let family else { return }
    let names = Models.families.map(\.name)
    guard !names.contains(where: { $0.lowercased() == family.lowercased() }) else { return }
    throw misuse("no family is called '\(family.visible)'; there are \(names.joined(separator: ", "))")
  }

  func run() throws {
    try reportingFailures {
      var filter = ListFilter()
      filter.family = family
      filter.mostParameters = maxParameters?.value
      filter.mostMACs = maxMacs?.value
      filter.leastField = minField?.value
      filter.leastTop1 = minTop1
      let models = try ModelIndex.models().filter { filter.accepts($0) }
      try output.write(ModelList(models).text(format, in: output.language, canvas: output.canvas))
    }
  }
}
