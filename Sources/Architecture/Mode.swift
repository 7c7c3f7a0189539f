/// What the network is run for.
public enum Mode: String, CaseIterable, Hashable, Sendable {
  /// Auxiliary classifiers are left out, dropout is the identity, batch normalization uses its running statistics.
  case inference
  /// Auxiliary classifiers, dropout and batch statistics are there, and activations are kept for the gradients.
  case training
}
