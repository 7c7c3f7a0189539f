import Architecture
import HDF5

/// What the user says of a stranger's file before it is read.
public struct ImportOptions: Sendable {
  /// Sizes of the input where the file leaves them open: C, H, W, or one size for a square; empty where nothing is said.
  public var input: [Int] = []
  /// Whether auxiliary classifiers and what exists in training alone is read.
  public var mode = Mode.inference
  /// A second file: the `.caffemodel` of a prototxt, the weights of a configuration; nil for the one beside it, if any.
  public var weights: String?
  /// The command that starts a worker for HDF5.
  public var worker: [String] = HDF5Worker.command

  public init() {}
}
