import Analysis
import Inference
import Report

/// How long a network took to run, step by step.
public struct TimingReport {
  private let executor: Executor
  private let first: Double
  private let runs: [Double]
  private let steps: [StepTiming]
  private let machine: Roofline.Machine

  /// - Parameters:
  ///   - first: seconds until the first result was there, reading and preparing included.
  ///   - runs: seconds of each run after that.
  ///   - machine: on which the least times are told.
  public init(
    _ executor: Executor, first: Double, runs: [Double], steps: [StepTiming], machine: Roofline.Machine = .typical
  ) {
    self.machine = machine
    self.executor = executor
    self.first = first
    self.runs = runs.sorted()
    self.steps = steps
  }

  private var median: Double { runs.isEmpty ? 0 : runs[runs.count / 2] }

  public func table(in language: Language = .english, _ canvas: Canvas) -> String {
    let columns = [
      Table.Column("layer", language.text("columns.layer"), .left, importance: 3),
      Table.Column("kind", language.text("columns.kind"), .left),
      Table.Column("implementation", language.text("timing.implementation"), .left, importance: 1),
      Table.Column("time", language.text("timing.time"), importance: 3), Table.Column("rate", "GFLOP/s", importance: 2),
      Table.Column("bound", language.text("columns.time"), importance: 2),
    ]
    let rows = steps.map { step -> [Table.Cell] in
      let rate = Double(step.flops) / step.seconds / 1e9
      return [
        .text(step.layer.name), .text(kind(step)), .text(step.implementation), .seconds(step.seconds),
        rate < 0.05 || !rate.isFinite ? .blank : .real(rate, decimals: 1),
        least(step).map { .seconds($0) } ?? .blank,
      ]
    }
    let lines = TerminalTable.lines(Table(columns: columns, rows: rows), language, canvas)
    let summary = language.text(
      "timing.summary",
      [
        "median": language.seconds(median), "best": language.seconds(runs.first ?? 0),
        "first": language.seconds(first), "batch": String(executor.options.batch), "threads": String(executor.threads),
      ])
    return lines.joined(separator: "\n") + "\n\n  \(summary)\n"
  }

  public var document: TimingDocument {
    let network = executor.network
    return TimingDocument(
      first: first, median: median, best: runs.first ?? 0, batch: executor.options.batch, threads: executor.threads,
      weightBytes: Executor.weightBytes(of: network), activationBytes: executor.activationBytes,
      predictedPeakBytes: Memory(of: network, batch: executor.options.batch, dataType: .float32).peak,
      steps: steps.map {
        TimingDocument.Step(
          layer: $0.layer.name, kind: kind($0), implementation: $0.implementation, seconds: $0.seconds, flops: $0.flops,
          leastSeconds: least($0))
      })
  }

  /// Seconds that a step's own layer takes at least; nil for one that only reorders, which no network needs.
  private func least(_ step: StepTiming) -> Double? {
    if step.isReordering { return nil }
    let bytes = Roofline.bytes(
      of: step.layer, mode: .inference, batch: executor.options.batch, dataType: .float32)
    return Roofline(flops: step.flops, bytes: bytes, on: machine).seconds
  }

  private func kind(_ step: StepTiming) -> String { step.isReordering ? "reorder" : step.layer.kind.name }
}
