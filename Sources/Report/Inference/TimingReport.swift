import Analysis
import Inference

/// How long a network took to run, step by step.
public struct TimingReport {
  private let executor: Executor
  private let first: Double
  private let runs: [Double]
  private let steps: [StepTiming]

  /// - Parameters:
  ///   - first: seconds until the first result was there, reading and preparing included.
  ///   - runs: seconds of each run after that.
  public init(_ executor: Executor, first: Double, runs: [Double], steps: [StepTiming]) {
    self.executor = executor
    self.first = first
    self.runs = runs.sorted()
    self.steps = steps
  }

  private var median: Double { runs.isEmpty ? 0 : runs[runs.count / 2] }

  public func table(_ canvas: Canvas) -> String {
    let columns = [
      Table.Column("layer", "layer", .left, importance: 3), Table.Column("kind", "kind", .left),
      Table.Column("implementation", "computed by", .left, importance: 1), Table.Column("time", "time", importance: 3),
      Table.Column("rate", "GFLOP/s", importance: 2),
    ]
    let rows = steps.map { step -> [Table.Cell] in
      let rate = Double(step.flops) / step.seconds / 1e9
      return [
        .text(step.layer.name), .text(kind(step)), .text(step.implementation), .text(Numbers.seconds(step.seconds)),
        rate < 0.05 || !rate.isFinite ? .blank : .real(rate, decimals: 1),
      ]
    }
    let lines = TerminalTable.lines(Table(columns: columns, rows: rows), canvas)
    let summary =
      "\(Numbers.seconds(median)) (best \(Numbers.seconds(runs.first ?? 0))), first result after "
      + "\(Numbers.seconds(first)), batch \(executor.options.batch), threads: \(executor.threads)"
    return lines.joined(separator: "\n") + "\n\n  \(summary)\n"
  }

  public var json: JSON {
    let network = executor.network
    let predicted = Memory(of: network, batch: executor.options.batch, dataType: .float32).peak
    return .object([
      ("first", .real(first)), ("median", .real(median)), ("best", .real(runs.first ?? 0)),
      ("batch", .integer(executor.options.batch)), ("threads", .integer(executor.threads)),
      ("weight_bytes", .integer(Executor.weightBytes(of: network))),
      ("activation_bytes", .integer(executor.activationBytes)), ("predicted_peak_bytes", .integer(predicted)),
      (
        "steps",
        .array(
          steps.map { step in
            .object([
              ("layer", .string(step.layer.name)), ("kind", .string(kind(step))),
              ("implementation", .string(step.implementation)), ("seconds", .real(step.seconds)),
              ("flops", .integer(step.flops)),
            ])
          })
      ),
    ])
  }

  private func kind(_ step: StepTiming) -> String { step.isReordering ? "reorder" : step.layer.kind.name }
}
