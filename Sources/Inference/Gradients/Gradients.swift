/// The gradients of an objective for a batch of inputs.
public struct Gradients: Sendable {
  /// The objective's value.
  public let value: Double
  /// The value of each of its terms, without their weights.
  public let terms: [Double]
  /// With respect to the inputs and the layers' outputs that were asked for, in the order of the network: as large as those. A layer
  /// on which the objective does not depend is not among them.
  public let layers: Activations
  /// With respect to parameters, summed over the batch, by `layer/part`: row-major in the order of `Parameter.shape`. Those on
  /// which the objective does not depend are not among them, nor are running statistics.
  public let parameters: [String: [Float]]
  /// What the layers gave on the way there, in the order of the network, the inputs not among them.
  public let activations: Activations
}
