import ArgumentParser
import DataSets
import PlainText

extension NumberArray.Layout: ExpressibleByArgument {}

/// How arrays of numbers are read: what run and evaluate share.
struct ArrayOptions: ParsableArguments {
  @Option(help: "The axes of an array: N×C×H×W, or N×H×W×C.")
  var layout = NumberArray.Layout.nchw
}

/// Runs a command's work on examples, whose errors become failures.
func readingExamples<Result>(_ work: () throws -> Result) throws -> Result {
  do {
    return try work()
  } catch let error as DataSetError {
    throw error.isAbsent ? Failure.noInput(error.phrase) : Failure.data(error.phrase)
  }
}
