import Architecture
import ArgumentParser
import Inference
import PlainText
import Report
import RunReports

/// `zoo verify`: whether a network computes what the reference implementation recorded.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Whether a network is the same as the reference, layer by layer; else the first that differs, and why.",
    discussion: """
      The reference is a file of the input and of the layers' outputs as PyTorch, Keras or Caffe computed them: \
      a script in zoo's source code records it, and 'zoo run --layers all' writes one of zoo's own. Every layer that both have is compared; of the first that differs the \
      likely cause is found by computing it again with each of the usual faults: kernels transposed or rotated, another \
      flatten order, BGR for RGB, a mean not subtracted, another epsilon, other constants of the local response \
      normalization, floor for ceil in pooling, a missing ReLU, and others.

      A layer is the same where it is within 0.0001 of the largest number that the reference has for it, or within twice the \
      distance of the reference's numbers from those of double precision, where the file says how far that is: both \
      programs round. With --tolerance that alone counts.

      Exit codes: 0 the same, 1 different, 65 weights or a reference that do not fit, 66 no such file.
      """)

  @OptionGroup var running: RunningOptions

  @Option(help: ArgumentHelp("What the reference implementation computed.", valueName: "file"), completion: .file())
  var reference: String

  @Option(
    help: ArgumentHelp(
      "The largest difference, relative to a layer's largest number, that counts as the same; 0.0001 and the reference's "
        + "own rounding, unless given.", valueName: "relative"))
  var tolerance: Double?

  @Option(help: "What to write.")
  var format = Format.table

  @Flag(help: "Show every layer, and not only those about the first that differs.")
  var all = false

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard tolerance.map({ $0 >= 0 }) ?? true else { throw misuse("--tolerance is at least 0") }
  }

  func run() throws {
    try reportingFailures {
      let runnable = try running.load(in: output.language)
      let report = try runningNetworks {
        let file = try ActivationFile(reference)
        let options = Verification.Options(tolerance: tolerance, threads: running.threads)
        var bars = VerificationBars()
        let verification = try Verification(
          of: runnable.network, weights: runnable.weights, with: file, options: options
        ) {
          bars.show($0)
        }
        bars.finish()
        return (
          VerificationReport(
            verification, of: runnable.network.model, weights: runnable.path, file: file, showsAll: all),
          verification.isSame
        )
      }
      try output.write(report.0.text(format, in: output.language, canvas: output.canvas))
      if !report.1 { throw ExitCode(1) }
    }
  }
}

/// One bar for running the network, and one for looking for a cause.
private struct VerificationBars {
  private var bar: Progress?
  private var isDiagnosing = false
  private var done = 0

  mutating func show(_ progress: Verification.Progress) {
    switch progress {
    case .running(let now, let all): advance(isDiagnosing: false, now, all)
    case .diagnosing(let now, let all): advance(isDiagnosing: true, now, all)
    }
  }

  private mutating func advance(isDiagnosing: Bool, _ now: Int, _ all: Int) {
    if bar == nil || isDiagnosing != self.isDiagnosing {
      bar?.finish()
      bar = isDiagnosing ? Progress("looking for the cause", total: all) : Progress("running", total: all)
      (self.isDiagnosing, done) = (isDiagnosing, 0)
    }
    bar?.advance(now - done)
    done = now
  }

  func finish() { bar?.finish() }
}
