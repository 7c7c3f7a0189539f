import Architecture
import OneDNN

/// How a layer can be computed in the step of the layer before it.
enum Fusion: Sendable {
  /// There is nothing to compute.
  case identity
  /// The axes in this order.
  case transposition([Int])
  /// The channels of so many groups in turn.
  case shuffle(groups: Int)
  /// A factor and a summand for each channel, which go into the weights.
  case channels(@Sendable (Layer, WeightReader) throws -> ChannelTransform)
  /// The sum with another tensor, where there is one more and it has the same sizes.
  case addition
  /// A function of each number before it is written.
  case activation(Elementwise)
}

/// x·scale + shift, channel by channel.
struct ChannelTransform: Sendable {
  let scale: [Double]
  let shift: [Double]
}
