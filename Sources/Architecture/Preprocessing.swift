/// What is done to a picture before it is a network's input.
///
/// The picture is brought to the order of `channels`, resized, and cut to the input's size about its centre (where it is
/// smaller, black is put around it). Then every number, 0 to 255, becomes
///
///     (pixel/divisor − mean)/deviation
///
/// with the mean and the deviation of its channel.
public struct Preprocessing: Hashable, Sendable {
  /// Whose weights want it, such as `torchvision`; nil where all weights of the network do.
  public let implementation: String?
  public let channels: Channels
  /// What the pixels, 0 to 255, are divided by: 255 for 0 to 1.
  public let divisor: Double
  /// One number per channel, in the order of `channels`.
  public let mean: [Double]
  /// One number per channel, in the order of `channels`.
  public let deviation: [Double]
  /// Nil where only a picture of the input's own size is taken.
  public let resizing: Resizing?
  public let interpolation: Interpolation

  /// The planes of the input, in their order.
  public enum Channels: String, CaseIterable, Sendable {
    case rgb, bgr, gray

    /// Planes.
    public var count: Int { self == .gray ? 1 : 3 }
    /// `RGB`, `BGR`, `gray`.
    public var title: String { self == .gray ? "gray" : rawValue.uppercased() }
  }

  /// The size that a picture is given first.
  public enum Resizing: Hashable, Sendable {
    /// The shorter side; the other keeps the proportions.
    case shorterSide(Int)
    /// Both sides, whatever the proportions were.
    case exactly(height: Int, width: Int)
  }

  /// How far around it a pixel of the resized picture looks: at the two nearest along an axis, or at four; at as many more as
  /// the picture is made smaller.
  public enum Interpolation: String, CaseIterable, Sendable {
    case bilinear, bicubic
  }

  public init(
    implementation: String? = nil, channels: Channels, divisor: Double, mean: [Double]? = nil,
    deviation: [Double]? = nil, resizing: Resizing? = nil, interpolation: Interpolation = .bilinear
  ) {
    self.implementation = implementation
    self.channels = channels
    self.divisor = divisor
    self.mean = mean ?? Array(repeating: 0, count: channels.count)
    self.deviation = deviation ?? Array(repeating: 1, count: channels.count)
    self.resizing = resizing
    self.interpolation = interpolation
  }

  /// The same for the pictures of published weights, which may be resized otherwise.
  ///
  /// - Parameter input: the network's input. Weights whose pictures were of another size say nothing of it.
  public func adapted(to weights: PublishedWeights, for input: Shape) -> Preprocessing {
    guard input.extent.allSatisfy({ $0 == weights.size ?? $0 }) else { return self }
    return Preprocessing(
      implementation: implementation, channels: channels, divisor: divisor, mean: mean, deviation: deviation,
      resizing: weights.resize.map { .shorterSide($0) } ?? resizing,
      interpolation: weights.interpolation ?? interpolation)
  }

  /// What is taken for a network whose model file says nothing: 0 to 1, RGB or gray. Nil for an input that is no picture.
  public static func unstated(for input: Shape) -> Preprocessing? {
    guard input.extent.count == 2, let channels = Channels.allCases.first(where: { $0.count == input.channels }) else {
      return nil
    }
    return Preprocessing(channels: channels, divisor: 255)
  }
}

extension Model {
  /// The preprocessing for weights of one of these implementations, the likeliest first; else what is stated for all
  /// weights, else the first that is stated. Nil where the model file states none.
  public func preprocessing(for implementations: [String]) -> Preprocessing? {
    for implementation in implementations {
      if let match = preprocessings.first(where: { $0.implementation == implementation }) { return match }
    }
    return preprocessings.first { $0.implementation == nil } ?? preprocessings.first
  }
}
