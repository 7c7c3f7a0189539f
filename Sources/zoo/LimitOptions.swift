import Architecture
import ArgumentParser

/// Limits as options: those of `QuantityLimit.kinds`.
struct LimitOptions: ParsableArguments {
  @Option(help: ArgumentHelp("At most so many parameters, as 26M.", valueName: "count"))
  var maxParameters: CountArgument?

  @Option(help: ArgumentHelp("At most so many multiply–adds, as 4.2G.", valueName: "count"))
  var maxMacs: CountArgument?

  @Option(help: ArgumentHelp("At most so many floating-point operations.", valueName: "count"))
  var maxFlops: CountArgument?

  @Option(help: ArgumentHelp("At most so many bytes of activations at once, as 60MB or 64MiB.", valueName: "bytes"))
  var maxPeak: BytesArgument?

  @Option(help: ArgumentHelp("At most so many bytes of activations in all.", valueName: "bytes"))
  var maxActivations: BytesArgument?

  @Option(help: ArgumentHelp("At most so many bytes of parameters.", valueName: "bytes"))
  var maxWeights: BytesArgument?

  @Option(help: ArgumentHelp("At most so many bytes of parameters and activations at once.", valueName: "bytes"))
  var maxMemory: BytesArgument?

  @Option(help: ArgumentHelp("At most so many layers.", valueName: "count"))
  var maxLayers: CountArgument?

  @Option(
    help: ArgumentHelp("At most so many convolutions and fully connected layers in a row.", valueName: "count"))
  var maxDepth: CountArgument?

  @Option(help: ArgumentHelp("At least so many of them.", valueName: "count"))
  var minDepth: CountArgument?

  @Option(help: ArgumentHelp("A receptive field of so many pixels on a side or fewer.", valueName: "pixels"))
  var maxField: CountArgument?

  @Option(help: ArgumentHelp("A receptive field of so many pixels on a side or more.", valueName: "pixels"))
  var minField: CountArgument?

  /// Those that are given.
  var all: [QuantityLimit] {
    let values: [(QuantityLimit.Bound, Quantity, Int?)] = [
      (.most, .parameters, maxParameters?.value), (.most, .macs, maxMacs?.value), (.most, .flops, maxFlops?.value),
      (.most, .peak, maxPeak?.value), (.most, .activations, maxActivations?.value),
      (.most, .weights, maxWeights?.value), (.most, .memory, maxMemory?.value), (.most, .layers, maxLayers?.value),
      (.most, .depth, maxDepth?.value), (.most, .field, maxField?.value), (.least, .depth, minDepth?.value),
      (.least, .field, minField?.value),
    ]
    return values.compactMap { bound, quantity, value in value.map { QuantityLimit(bound, quantity, $0) } }
  }
}
