/// Which cells of its inputs a cell of a layer's output depends on.
public enum Connectivity: Hashable, Sendable {
  /// The same cell of every input: activations, normalizations, concatenation.
  case pointwise
  /// A sliding window, one per spatial axis.
  case windows([Window])
  /// A window for each of `outputs` cells, from ⌊i·in/out⌋ to ⌈(i + 1)·in/out⌉, one number per axis: adaptive pooling.
  case regions(outputs: [Int])
  /// All of the input: fully connected layers and global pooling.
  case whole
}
