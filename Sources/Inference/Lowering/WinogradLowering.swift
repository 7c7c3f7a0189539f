import Architecture
import OneDNN

/// A convolution by Winograd's algorithm.
struct WinogradLowering {
  private let context: LoweringContext
  private let folded: ChannelTransform?
  private let change: WeightReader.Change
  private let shape: WinogradConvolution.Shape
  private let source: TensorLayout
  private let destination: TensorLayout
  private let product: WinogradProduct

  /// Nil where it cannot be computed so, or not faster.
  ///
  /// - Parameter descriptor: the direct convolution, whose blocks the neighbours have too: eight channels, or sixteen where the
  ///   processor's registers are wider.
  init?(
    _ context: LoweringContext, _ folded: ChannelTransform?, _ change: WeightReader.Change, _ window: SlidingWindow,
    insteadOf descriptor: PrimitiveDescriptor
  ) throws {
    let activation = context.group.activation
    let choice = context.planner.winograd
    guard let tile = Winograd.tile(for: context.layer, choice), activation == nil || activation == .relu,
      let block = try choice.block ?? context.planner.commonBlock(descriptor.source(), descriptor.destination)
    else { return nil }
    guard block % 8 == 0, context.inputSizes[1] % block == 0, context.outputSizes[1] % block == 0 else { return nil }
    shape = WinogradConvolution.Shape(
      tile: tile, input: context.inputSizes, output: context.outputSizes, block: block,
      before: window.before, hasReLU: activation == .relu)
    let order = TensorLayout.Order.blocks(block, axis: 1)
    (source, destination) = (try TensorLayout(shape.input, order), try TensorLayout(shape.output, order))
    let mustBeFast = choice.block == nil
    guard let product = try WinogradProduct(shape, mustBeFast: mustBeFast, context.engine) else { return nil }
    self.product = product
    self.context = context
    self.folded = folded
    self.change = change
  }

  func steps() throws -> Int {
    let planner = context.planner
    let matrices = try planner.weights.winogradWeight(
      context.layer, product.weights, shape.tile, change: change, planner.constants)
    let kernel = try WinogradConvolution(
      shape, product, kernels: matrices,
      bias: try planner.constants.place(try planner.bias(context.layer, folded)), context.engine, planner.scratchpad)
    let input = try planner.arranged(context.input, source)
    guard let addition = context.group.addition, let addend = context.addend else {
      return planner.step(.kernel(kernel), [input], writing: destination)
    }
    return try planner.accumulating(
      .kernel(kernel), input, onto: try planner.arranged(addend, destination), addition.layer)
  }
}

extension Planner {
  /// Channels side by side at each position of two layouts; nil where they do not lie in the same blocks.
  fileprivate func commonBlock(_ one: TensorLayout, _ other: TensorLayout) throws -> Int? {
    guard case .blocks(let block, axis: 1)? = try channelOrder(one), try channelOrder(other) == .blocks(block, axis: 1)
    else { return nil }
    return block
  }
}
