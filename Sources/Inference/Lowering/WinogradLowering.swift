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
  /// - Parameter descriptor: the direct convolution. Where it prefers blocks of another size the processor has wider registers,
  ///   for which the transforms are not written.
  init?(
    _ context: LoweringContext, _ folded: ChannelTransform?, _ change: WeightReader.Change, _ window: SlidingWindow,
    insteadOf descriptor: PrimitiveDescriptor
  ) throws {
    let activation = context.group.activation
    guard Winograd.pays(for: context.layer, leastWork: context.planner.leastWinogradWork),
      activation == nil || activation == .relu
    else { return nil }
    shape = WinogradConvolution.Shape(
      input: context.inputSizes, output: context.outputSizes, before: window.before, hasReLU: activation == .relu)
    (source, destination) = (try TensorLayout(shape.input, .blocks8), try TensorLayout(shape.output, .blocks8))
    guard descriptor.source() == source, descriptor.destination == destination,
      let product = try WinogradProduct(shape, context.engine)
    else { return nil }
    self.product = product
    self.context = context
    self.folded = folded
    self.change = change
  }

  func steps() throws -> Int {
    let planner = context.planner
    let matrices = try planner.weights.winogradWeight(
      context.layer, product.weights, change: change, planner.constants)
    let kernel = try WinogradConvolution(
      shape, product, kernels: matrices,
      bias: try planner.constants.place(try planner.bias(context.layer, folded)), context.engine, planner.scratchpad)
    return planner.step(.kernel(kernel), [try planner.arranged(context.input, source)], writing: destination)
  }
}
