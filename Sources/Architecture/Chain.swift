extension Network {
  /// Layers one after the other as a network of their own: a part of another one, or a part with something changed.
  ///
  /// - Parameters:
  ///   - layers: names and kinds; the first reads the input, each further one the one before it.
  ///   - input: what arrives at the first layer.
  ///   - model: what the network is called in messages.
  /// - Throws: `Misfit` where a kind does not fit what arrives at it.
  public init(chain layers: [(name: String, kind: any LayerKind)], on input: Shape, of model: Model) throws(Misfit) {
    var placed: [Layer] = []
    var totals = Totals()
    for (name, kind) in [("input", Input(shape: input) as any LayerKind)] + layers {
      let inputs = placed.isEmpty ? [] : [placed.count - 1]
      let layer = try Layer(
        name: name, isNamed: true, kind: kind, inputs: inputs, auxiliary: nil,
        inputShapes: inputs.map { placed[$0].shape },
        location: nil)
      try totals.add(layer)
      placed.append(layer)
    }
    self.init(model: model, layers: placed, mode: .inference)
  }
}
