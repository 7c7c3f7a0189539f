import Architecture

/// How long one step of a run took. Layers that are computed together are one step; bringing a value into another layout is
/// a step too.
public struct StepTiming: Sendable {
  /// The layer, the first of those that the step computes.
  public let layer: Layer
  /// It only brings the layer's input into another layout.
  public let isReordering: Bool
  /// Floating-point operations of the layer for the whole batch; 0 where it only reorders.
  public let flops: Int
  /// oneDNN's name of what computed it: `jit:avx2`.
  public let implementation: String
  /// Seconds, the median of the repetitions.
  public let seconds: Double
}

extension Executor {
  /// Runs the network several times and takes the time of each step.
  public func timings(_ input: [Float], repetitions: Int) throws(InferenceError) -> [StepTiming] {
    var times: [[Duration]] = titles.map { _ in [] }
    let clock = ContinuousClock()
    for _ in 0..<max(1, repetitions) {
      var last = clock.now
      _ = try run(input) { step in
        let now = clock.now
        times[step].append(now - last)
        last = now
      }
    }
    return zip(titles, times).map { title, times in
      let layer = network.layers[title.layer]
      return StepTiming(
        layer: layer, isReordering: title.isReordering,
        flops: title.isReordering ? 0 : layer.arithmetic(.inference).flops * options.batch,
        implementation: title.implementation, seconds: times.sorted()[times.count / 2] / .seconds(1))
    }
  }
}
