/// One tensor of numbers that a layer keeps: declared here, filled by a weight file.
public struct Parameter: Hashable, Sendable {
  /// Its name within the layer: `weight`, `bias`, `running_mean` …
  public let name: String
  /// Sizes in PyTorch's and Caffe's order: OIHW for a kernel, (out, in) for a fully connected layer.
  public let shape: [Int]
  public let role: Role
  /// Numbers in it: the product of the shape, less what a connection table leaves out.
  public let count: Int

  public enum Role: String, Hashable, Sendable {
    /// Multiplies an input.
    case weight
    /// Is added to an output.
    case bias
    /// Given by the designer and not learned: the code words of LeNet-5's output.
    case fixed
    /// Gathered in training, not learned: batch normalization's running mean and variance. Stored in weight files, but
    /// by every tool's convention not a parameter.
    case statistic
  }

  public init(_ name: String, _ shape: [Int], _ role: Role, count: Int? = nil) {
    self.name = name
    self.shape = shape
    self.role = role
    self.count = count ?? shape.reduce(1, *)
  }

  /// Changed by training.
  public var isTrainable: Bool { role == .weight || role == .bias }
}
