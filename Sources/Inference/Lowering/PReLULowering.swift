import Architecture
import OneDNN

extension Lowering {
  /// With a slope for each channel, or a leaky ReLU with a single one.
  static let prelu = Lowering(PReLU.self) { _, context in
    let slopes = try context.numbers("weight")
    guard slopes.count == 1 else { return try context.planner.channelReLU(slopes, context) }
    return try context.planner.activation(.leakyReLU(slope: slopes[0]), context)
  }
}
