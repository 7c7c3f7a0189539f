/// What a network amounts to while it is built, held below `Limits` so that later sums cannot overflow.
struct NetworkTotals {
  private var flops = 0
  private var parameters = 0
  private var elements = 0
  private var isPast = false

  /// - Throws: `SizeError.networkTooLarge` where the network as a whole passes a limit; once, since nothing is added up
  ///   past it.
  mutating func add(_ layer: Layer) throws(SizeError) {
    guard !isPast else { return }
    flops += layer.arithmetic(.training).flops
    parameters += layer.parameters.reduce(0) { $0 + $1.count }
    elements += layer.shape.count
    isPast = max(flops, parameters, elements) > Limits.operations
    guard isPast else { return }
    throw .networkTooLarge(
      flops > Limits.operations ? .operations : parameters > Limits.operations ? .parameters : .elements)
  }
}
