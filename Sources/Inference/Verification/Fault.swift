import Architecture

/// What makes a layer fit the reference: how the reference and the network differ there.
public struct Cause: Sendable, Hashable {
  public let fault: Fault
  /// The layer that has it.
  public let layer: String
  /// How far the layer is from the reference with the fault put right, relative to the reference's largest number.
  public let remaining: Double
}

/// The usual differences between two implementations of one network.
public enum Fault: Sendable, Hashable {
  /// Kernels have height and width exchanged.
  case kernelTransposed
  /// Kernels are rotated by 180°: convolution in the one, cross-correlation in the other.
  case kernelRotated
  /// Weights have outputs and inputs exchanged.
  case matrixTransposed
  /// Feature maps were flattened in the other order: H·W·C for C·H·W.
  case flattenOrder
  /// The reference adds no bias.
  case biasMissing
  /// The reference adds another number per channel.
  case otherBias
  /// The first layer's input channels are in the reverse order: BGR for RGB.
  case channelsReversed
  /// The reference's first layer sees scale·x + shift, one of each per channel; channels reversed where stated.
  case inputScaled(scale: [Double], shift: [Double], reversed: Bool)
  /// The reference's batch normalization has this epsilon.
  case epsilon(Double)
  /// The reference normalizes with the batch's own statistics: it runs in training mode.
  case batchStatistics
  /// The reference's local response normalization has this k, and this α before it is divided by the window's size.
  case normalization(k: Double, alpha: Double)
  /// The reference rounds the number of windows so.
  case rounding(Window.Rounding)
  /// Whether the reference counts the padding in the divisor of an average.
  case paddingCounted(Bool)
  /// The reference pads as TensorFlow's `same`: the odd cell after.
  case samePadding
  /// The reference takes the average where the network takes the largest, or the reverse.
  case otherPooling
  /// What the reference recorded for this layer is the output of that one, which follows: an activation within the layer.
  case recordedAfter(String)
  /// The reference applies a ReLU to this layer's output.
  case reluAdded
  /// The reference applies a ReLU before this layer.
  case reluBefore
  /// The reference has no activation here.
  case activationMissing
  /// The reference's hyperbolic tangent has these factors.
  case tangent(amplitude: Double, slope: Double)
  /// The reference computes GELU so.
  case approximation(GELU.Approximation)
  /// The reference's leaky ReLU has this slope below 0.
  case slope(Double)
  /// The reference applies the activation of this name.
  case otherActivation(String)
  /// The reference lays the cells of a resized map on each other so.
  case coordinates(Resize.Coordinates)
  /// The reference shuffles channels in so many groups.
  case shuffle(groups: Int)
  /// The reference drops values: it runs in training mode.
  case dropoutActive
  /// The reference's branches stand in this order, counted from 0.
  case branchOrder([Int])
  /// The reference's output is this many times the network's.
  case scaled(Double)
  /// The layer fits when it reads what the reference recorded before it: small differences have grown.
  case grown
}
