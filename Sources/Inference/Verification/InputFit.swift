import Architecture

/// Finds out what the reference does to the image before the first layer, where that layer is linear: any scale and any
/// shift of each channel.
///
/// The layer's output for scale·x + shift is the sum over the channels c of scale_c·A_c + shift_c·B_c, and its bias: A_c is
/// what it gives for channel c alone, B_c for ones in channel c alone, both without bias. So least squares finds all scales
/// and shifts at once, whatever mean was subtracted and whatever range divided by.
enum InputFit {
  /// More channels than an image has are no image.
  private static let mostChannels = 4

  static func hypotheses(for segment: Segment, _ recorded: [Float]) throws(InferenceError) -> [Hypothesis] {
    let channels = segment.shape.channels
    guard segment.startsAtInput, segment.layers.count == 1, let first = segment.layers.first,
      first.kind is Convolution || first.kind is FullyConnected, channels <= mostChannels, !segment.shape.isVector
    else { return [] }
    var all: [Hypothesis] = []
    for reversed in channels > 1 ? [false, true] : [false] {
      var unbiased = segment
      if reversed {
        unbiased.input = Rearrangement.channelsReversed(segment.input, channels: channels, area: segment.shape.area)
      }
      let bias = "\(first.name)/bias"
      unbiased.weights[bias] = segment.weights[bias].map { $0.map { _ in 0 } }
      guard let target = try withoutBias(recorded, segment, bias, first.name),
        let columns = try columns(unbiased, first.name), let factors = LinearFit.solve(columns, target)
      else { continue }
      let (scale, shift) = (Array(factors[..<channels]), Array(factors[channels...]))
      // The channels' order alone is a hypothesis of its own.
      guard !isIdentity(scale, shift) else { continue }
      all.append(
        Hypothesis(fault: .inputScaled(scale: scale, shift: shift, reversed: reversed), layer: first.name) { trial in
          if reversed {
            trial.input = Rearrangement.channelsReversed(trial.input, channels: channels, area: trial.shape.area)
          }
          trial.scaleInput(scale, shift)
        })
    }
    return all
  }

  /// Whether the image stays as it is, but for rounding.
  private static func isIdentity(_ scale: [Double], _ shift: [Double]) -> Bool {
    scale.allSatisfy { ($0 - 1).magnitude < 1e-4 } && shift.allSatisfy { $0.magnitude < 1e-4 }
  }

  /// The recorded output less the layer's bias, which is what the layer gives for an input of zeros.
  private static func withoutBias(
    _ recorded: [Float], _ segment: Segment, _ bias: String, _ name: String
  ) throws(InferenceError) -> [Float]? {
    guard segment.weights[bias] != nil else { return recorded }
    var empty = segment
    empty.input = segment.input.map { _ in 0 }
    guard let zero = try empty.run()?[name]?.values, zero.count == recorded.count else { return nil }
    return zip(recorded, zero).map { $0 - $1 }
  }

  /// The outputs for each channel alone, then for ones in each channel alone.
  private static func columns(_ segment: Segment, _ name: String) throws(InferenceError) -> [[Float]]? {
    let (channels, area) = (segment.shape.channels, segment.shape.area)
    var columns: [[Float]] = []
    for isConstant in [false, true] {
      for channel in 0..<channels {
        var alone = segment
        for index in alone.input.indices {
          let isOwn = index / area % channels == channel
          alone.input[index] = !isOwn ? 0 : isConstant ? 1 : segment.input[index]
        }
        guard let values = try alone.run()?[name]?.values else { return nil }
        columns.append(values)
      }
    }
    return columns
  }
}
