extension GraphReader {
  /// What becomes of each operator, by its name; those of other domains have theirs before it.
  static let operations: [String: Operation] = [
    convolutions, products, pools, normalizations, activations, joins, shapes, parts, resizings, reductions, quantized,
  ].reduce(into: [:]) { $0.merge($1) { $1 } }
}
