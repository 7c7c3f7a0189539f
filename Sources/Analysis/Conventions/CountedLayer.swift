import Architecture

/// A layer as a counting rule looks at it. Numbers are for one image.
struct CountedLayer {
  let layer: Layer
  let mode: Mode
  /// Images at a time.
  let batch: Amount
  /// The layer that it reads first.
  let source: Layer
  /// Whether that layer's output is a result of the network, or read by other layers too.
  let isSourceReadElsewhere: Bool
  /// Whether amounts keep how they were worked out.
  var isTraced = false

  private func quantity(_ name: CountedTerm.Quantity, _ number: Int) -> Amount {
    Amount(number, isTraced ? .quantity(name, number) : nil)
  }

  /// A product that has a name of its own.
  private func quantity(_ name: CountedTerm.Quantity, _ amount: Amount) -> Amount {
    if case .number(let number) = amount.value { quantity(name, number) } else { amount }
  }

  /// Elements of the first input.
  var input: Amount { quantity(.inputs, layer.inputShapes[0].count) }
  /// Elements of the output.
  var output: Amount { quantity(.outputs, layer.shape.count) }
  /// Positions of the output.
  var positions: Amount { quantity(.positions, layer.shape.area) }
  var channels: Amount { quantity(.channels, layer.shape.channels) }
  /// Spatial axes of the output.
  var axes: Int { layer.shape.extent.count }

  var multiplyAdds: Amount { quantity(.multiplyAdds, layer.arithmetic(.inference).multiplyAdds) }
  /// One addition per output of a convolution or fully connected layer with a bias.
  var bias: Amount { quantity(.biases, layer.arithmetic(.inference).adds) }

  var parameters: Amount { quantity(.parameters, ParameterCount(of: layer).total) }
  var hasParameters: Bool { layer.hasParameters }

  /// Whether the reference has a module for it, which some tools count otherwise than the call of a function.
  var isModule: Bool { layer.module != nil }

  /// Cells of the window.
  var windowCells: Amount { quantity(.cells, layer.windows.reduce(1) { $0 * Amount($1.kernel) }) }
  /// The strides multiplied.
  var strides: Amount { quantity(.strides, layer.windows.reduce(1) { $0 * Amount($1.stride) }) }

  /// Branches of a join, less one.
  var joins: Amount { quantity(.joins, layer.inputs.count - 1) }
}
