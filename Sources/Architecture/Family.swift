/// What a layer is for, in the words of the field: tables group by it, totals are kept by it, diagrams colour by it.
public enum Family: String, CaseIterable, Hashable, Sendable {
  /// The image or signal that enters.
  case input
  /// Weights that slide over positions.
  case convolution
  /// Weights of their own for every input: fully connected layers, products of tokens.
  case fullyConnected = "fully_connected"
  /// Fewer positions, or one number of many.
  case pooling
  case normalization
  case activation
  /// Numbers are left out in training: dropout.
  case regularization
  /// How far the input is from given code words.
  case distance
  /// Several branches become one.
  case join
  /// The numbers stay what they are and lie elsewhere: flatten, reshape, slice, padding, resize.
  case shape
  /// A factor and a term per channel.
  case scaling
  /// Nobody described it.
  case unknown

  /// Whether it counts in a network's depth: what a paper calls the layers with weights.
  public var isWeighted: Bool { self == .convolution || self == .fullyConnected }
}
