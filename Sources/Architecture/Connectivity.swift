/// Which cells of its inputs a cell of a layer's output depends on. Channels are not looked at: every output may depend on
/// all channels of the positions that it reads.
public enum Connectivity: Hashable, Sendable {
  /// The same position of every input; an axis on which an input has one cell is read there by all. Of a flattened
  /// vector the positions are those of the maps in it.
  case pointwise
  /// For each spatial axis of the output, what it reads of the same axis of every input.
  case axes([AxisReading])
  /// All of every input, and the output has no positions of its own: fully connected layers and global pooling.
  case whole
  /// Something of its inputs, and nobody said which cells: reshaped tokens, operations that nobody described.
  case unknown

  /// What the cells of one axis read.
  public enum AxisReading: Hashable, Sendable {
    case cells(AxisMap)
    /// Every cell of the axis, whatever the position: layer normalization over a map.
    case all
  }

  /// Sliding windows, one per axis.
  public static func windows(_ windows: [Window]) -> Connectivity { .axes(windows.map { .cells(AxisMap($0)) }) }
}
