import Analysis
import Architecture
import ArgumentParser
import Inference
import PlainText
import Report
import RunReports
import Weights

/// `zoo benchmark`: how long a network takes to run.
struct Benchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark",
    abstract: "How long a network takes to run on this machine, step by step, and the least that each could take.",
    discussion: """
      Steps are layers, or several that are computed together, and the bringing of numbers into another order. Beside each stands \
      what computes it, with the instructions that it uses (jit:avx2 are oneDNN's for AVX2), and the least time it could take \
      on a machine of the given peak and bandwidth: the larger of its operations by the peak, and of its bytes, each moved \
      once, by the bandwidth. Winograd's algorithm multiplies less than a convolution is defined to, and may be below it.

      Times are medians. Weights do not change them: without --weights they are synthetic.
      """)

  @Argument(help: "A network of the zoo, or a model file.", completion: modelCompletion)
  var model: String

  @Option(help: ArgumentHelp("A weight file; synthetic weights without.", valueName: "file"), completion: .file())
  var weights: String?

  @Option(help: "Images at a time.")
  var batch = 1

  @Option(help: "Threads that compute.")
  var threads: Int?

  @Option(help: "Runs that are timed, after one that is not.")
  var repetitions = 20

  @OptionGroup var machine: MachineOptions

  @Option(help: "What to write.")
  var format = BenchmarkFormat.table

  @Flag(help: "Stay ready: for each number that arrives on standard input, run so often and write the times.")
  var served = false

  @OptionGroup var language: LanguageOption

  enum BenchmarkFormat: String, CaseIterable, ExpressibleByArgument {
    case table, json
  }

  func validate() throws {
    guard batch >= 1, repetitions >= 1, threads ?? 1 >= 1 else {
      throw misuse("--batch, --threads and --repetitions are at least 1")
    }
  }

  func run() throws {
    try reportingFailures {
      let clock = ContinuousClock()
      let start = clock.now
      // This program computes in float32.
      let machine = try machine.machine(for: .float32)
      let network = try ModelLoader.network(model).network(for: .inference)
      let source = try readingWeights { () -> ParameterSource in
        guard let weights else { return .generator(Generator(seed: 0, scheme: .he)) }
        let file = try WeightFile(weights)
        return .file(file, Mapping(of: file, onto: network))
      }
      do {
        let options = Executor.Options(batch: batch, threads: threads)
        let executor = try Executor(network, weights: source, options: options)
        // A batch that cannot be is refused by now.
        let input = (0..<(batch * network.input.count)).map { Float($0 % 255) / 255 - 0.5 }
        _ = try executor.run(input)
        let first = (clock.now - start) / .seconds(1)
        func times(_ count: Int) throws -> [Double] {
          try (0..<count).map { _ in try clock.measure { _ = try executor.run(input) } / .seconds(1) }
        }
        if served {
          Files.write(JSON.object([("first", .real(first))]).compactText + "\n", to: 1)
          while let line = readLine(), let count = Int(line), count > 0 {
            Files.write(JSON.array(try times(count).map(JSON.real)).compactText + "\n", to: 1)
          }
          return
        }
        let all = try times(repetitions)
        let steps = try executor.timings(input, repetitions: repetitions)
        let report = TimingReport(
          executor, first: first, runs: all, steps: steps,
          machine: machine)
        Files.write(
          format == .json ? report.document.json.text : report.table(in: language.language, Terminal.canvas), to: 1)
      } catch let error as InferenceError {
        throw Failure.data(error.phrase)
      }
    }
  }
}
