/// What the backward step of a layer needs of its forward step, beside the gradient with respect to its output and its parameters.
///
/// It is what the derivative can be computed from: a ReLU's from its output, which is 0 where it let nothing through. Frameworks keep
/// that much or more.
public enum Kept: Hashable, Sendable {
  /// The function is linear: its derivative does not depend on the numbers.
  case nothing
  /// All inputs: from them everything can be computed again.
  case inputs
  /// The output.
  case output
  /// For each number of the output which of the inputs it is.
  case indices
  /// For each number of the output whether it was let through.
  case mask

  /// Bytes of its own for each number of the output: an index of 32 bits, a byte of a mask.
  public var ownBytes: Int {
    switch self {
    case .nothing, .inputs, .output: 0
    case .indices: 4
    case .mask: 1
    }
  }
}
