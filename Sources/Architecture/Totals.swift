/// What a network amounts to while it is built, held below `Limits` so that later sums cannot overflow.
struct Totals {
  private var flops = 0
  private var parameters = 0
  private var elements = 0
  private var isPast = false

  /// - Throws: `Misfit` where the network as a whole passes a limit; once, since nothing is added up past it.
  mutating func add(_ layer: Layer) throws(Misfit) {
    guard !isPast else { return }
    flops += layer.arithmetic(.training).flops
    parameters += layer.parameters.reduce(0) { $0 + $1.count }
    elements += layer.shape.count
    for (total, what) in [(flops, "operations"), (parameters, "parameters"), (elements, "elements")]
    where total > Limits.operations {
      isPast = true
      throw Misfit("up to here the network has more than 2^53 \(what)")
    }
  }
}
