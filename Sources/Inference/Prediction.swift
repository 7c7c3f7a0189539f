import Architecture
import PlainText

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The likeliest classes of one input.
public struct Prediction: Sendable {
  /// What a class is ranked by.
  public enum Measure: String, Sendable {
    /// Larger is likelier; those of all classes add up to 1.
    case probability
    /// Smaller is likelier: the squared distance from a class's code word (LeNet-5).
    case distance

    /// What a network's last layer gives.
    init(of network: Network) {
      self = network.layers[network.layers.count - 1].kind is RadialBasis ? .distance : .probability
    }
  }

  public struct Candidate: Hashable, Sendable {
    /// The output, counted from 0.
    public let index: Int
    public let value: Double
  }

  public let measure: Measure
  /// The best first; of equal ones the first output.
  public let best: [Candidate]
  /// Of every output.
  public let values: [Double]

  /// - Parameters:
  ///   - output: what the network's last layer gave for one input.
  ///   - count: how many classes are wanted.
  /// - Throws: `InferenceError` where a number is not finite.
  public init(_ output: some Collection<Float>, of network: Network, count: Int) throws(InferenceError) {
    guard output.allSatisfy(\.isFinite) else {
      throw InferenceError("the outputs are not all finite numbers: 'zoo weights check' looks for NaN in the weights")
    }
    let kind = network.layers[network.layers.count - 1].kind
    let measure = Measure(of: network)
    let values = kind is RadialBasis || kind is Softmax ? output.map(Double.init) : Prediction.softmax(output)
    let sign = measure == .distance ? -1.0 : 1.0
    (self.measure, self.values) = (measure, values)
    best = values.enumerated().map { Candidate(index: $0, value: $1) }
      .sorted { (sign * $0.value, $1.index) > (sign * $1.value, $0.index) }.prefix(count).map { $0 }
  }

  /// exp(x − max) over the sum of all.
  private static func softmax(_ scores: some Collection<Float>) -> [Double] {
    let most = Double(scores.max() ?? 0)
    let powers = scores.map { exp(Double($0) - most) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }
}
