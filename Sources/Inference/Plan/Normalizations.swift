import Architecture
import OneDNN

extension Planner {
  /// A normalization of rows of neighbours in the row-major value.
  ///
  /// - Parameters:
  ///   - count: numbers of a row.
  ///   - span: neighbours that share a factor and a summand.
  func rowNormalization(
    _ context: LoweringContext, count: Int, epsilon: Double, isAffine: Bool, span: Int
  ) throws -> Int {
    let value = try plain(context.input)
    let kernel = RowNormalization(
      rows: layout(value).dimensions.reduce(1, *) / count, count: count, epsilon: epsilon,
      scale: isAffine ? try context.numbers("weight") : [], shift: isAffine ? try context.numbers("bias") : [],
      span: span, engine: engine)
    return inPlace(.kernel(kernel), context.index, value)
  }

  /// A normalization over the channels at each position.
  func channelNormalization(_ function: ChannelNormalization.Function, _ context: LoweringContext) throws -> Int {
    let shape = context.layer.inputShapes[0]
    let kernel = ChannelNormalization(
      function: function, images: batch, channels: shape.channels, area: shape.area, engine: engine)
    return inPlace(.kernel(kernel), context.index, try plain(context.input))
  }
}
