import Architecture

/// The backward pass of one kind of layer: from the gradient with respect to its output to those with respect to its inputs and
/// its parameters.
struct GradientRule: Sendable {
  let kind: any LayerKind.Type
  let backward: @Sendable (any LayerKind, BackwardPass) throws -> Void

  init<Kind: LayerKind>(_ kind: Kind.Type, _ backward: @escaping @Sendable (Kind, BackwardPass) throws -> Void) {
    self.kind = kind
    self.backward = { layer, pass in
      guard let layer = layer as? Kind else { throw InferenceError.cannotRun(pass.layer) }
      try backward(layer, pass)
    }
  }

  /// A kind that changes each number by itself.
  ///
  /// - Parameter derivative: of the function at a number.
  init<Kind: LayerKind>(_ kind: Kind.Type, derivative: @escaping @Sendable (Kind, Double) -> Double) {
    self.init(kind) { kind, pass in pass.addEach { derivative(kind, Double(pass.inputs[0][$0])) } }
  }
}
