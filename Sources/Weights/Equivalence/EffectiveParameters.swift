import Architecture
import TensorFiles

/// The numbers that an operation multiplies by and adds, with the factors and summands of its channels in them: what a batch
/// normalization after a convolution makes of its kernels and its bias.
///
/// For each channel c: weight'[c] = weight[c]·scale[c], bias'[c] = bias[c]·scale[c] + shift[c], in double precision.
struct EffectiveParameters {
  /// The kernels; nil for an operation of factors and summands alone.
  let weight: OrderedNumbers?
  /// Factor of each channel.
  private(set) var scale: [Double]
  private(set) var bias: [Double]
  /// The largest magnitude that was added up to each bias: rounding is relative to it.
  private(set) var magnitude: [Double]
  /// Whether anything was folded into the numbers.
  let isFolded: Bool
  /// Whether a program may have folded a batch normalization into the stored numbers: a convolution with a bias, nothing after.
  let mayBeFolded: Bool
  /// Whether numbers are divided by a factor that their file has: Caffe's means and variances.
  let isDivided: Bool
  /// Unit roundoff of the coarsest type that any of the numbers is stored in.
  let roundoff: Double

  /// - Throws: `WeightError` where a tensor is missing or cannot be read.
  init(
    of node: Computation.Node, in network: Network, _ parameters: [String: NetworkParameter], _ source: ParameterSource
  )
    throws(WeightError)
  {
    let layer = network.layers[node.layer]
    var roundoff = 0.0
    var isDivided = false
    func numbers(_ layer: Layer, _ name: String) throws(WeightError) -> OrderedNumbers? {
      guard let parameter = parameters["\(layer.name)/\(name)"] else { return nil }
      let numbers = try source.numbers(of: parameter, order: Array(parameter.axes.indices))
      roundoff = max(roundoff, numbers.type.roundoff)
      isDivided = isDivided || numbers.divisor != 1
      return numbers
    }
    let isChannelwise = node.channelwise.first == node.layer
    let channels = layer.shape.channels
    weight = isChannelwise ? nil : try numbers(layer, "weight")
    scale = Array(repeating: 1, count: channels)
    bias = Array(repeating: 0, count: channels)
    magnitude = bias
    if !isChannelwise, let own = try numbers(layer, "bias") {
      bias = try own.all()
      magnitude = bias.map(abs)
    }
    for index in node.channelwise {
      let after = network.layers[index]
      let (factor, summand) = try EffectiveParameters.channelwise(after, channels) { name throws(WeightError) in
        try numbers(after, name)?.all()
      }
      for channel in 0..<channels {
        scale[channel] *= factor[channel]
        bias[channel] = bias[channel] * factor[channel] + summand.value[channel]
        magnitude[channel] = magnitude[channel] * abs(factor[channel]) + summand.magnitude[channel]
      }
    }
    isFolded = !isChannelwise && !node.channelwise.isEmpty
    mayBeFolded = layer.kind is Convolution && node.channelwise.isEmpty && parameters["\(layer.name)/bias"] != nil
    self.roundoff = roundoff
    self.isDivided = isDivided
  }

  /// What a layer multiplies each channel by and adds.
  private static func channelwise(
    _ layer: Layer, _ channels: Int, _ numbers: (String) throws(WeightError) -> [Double]?
  ) throws(WeightError) -> (factor: [Double], summand: (value: [Double], magnitude: [Double])) {
    /// One for all channels, or one for each.
    func each(_ list: [Double]) -> [Double] {
      list.count == channels ? list : Array(repeating: list[0], count: channels)
    }
    let weight = try numbers("weight") ?? Array(repeating: 1, count: channels)
    let bias = try numbers("bias") ?? Array(repeating: 0, count: channels)
    switch layer.kind {
    case let kind as BatchNormalization:
      let mean = try numbers("running_mean") ?? Array(repeating: 0, count: channels)
      let variance = try numbers("running_var") ?? Array(repeating: 1, count: channels)
      // y = (x − mean)/√(variance + ε)·weight + bias
      let factor = (0..<channels).map { weight[$0] / (variance[$0] + kind.epsilon).squareRoot() }
      return (
        factor,
        (
          (0..<channels).map { bias[$0] - mean[$0] * factor[$0] },
          (0..<channels).map { abs(bias[$0]) + abs(mean[$0] * factor[$0]) }
        )
      )
    case let kind as Affine:
      return (each(kind.scale), (each(kind.shift), each(kind.shift).map(abs)))
    default: return (each(weight), (each(bias), each(bias).map(abs)))
    }
  }
}

extension ElementType {
  /// Half of the distance between neighbouring numbers, relative to them; 0 where whole numbers are exact.
  var roundoff: Double {
    switch self {
    case .float16: 0x1p-11
    case .bfloat16: 0x1p-8
    case .float32: 0x1p-24
    case .float64: 0x1p-53
    case .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .uint64, .bool: 0
    }
  }
}

extension OrderedNumbers {
  /// All numbers in double precision: of a vector.
  func all() throws(WeightError) -> [Double] {
    var numbers = [Double](repeating: 0, count: parameter.count)
    let box = parameter.axes.map { 0..<$0 }
    let reader = Reader<Double>(self)
    var failure: WeightError?
    numbers.withUnsafeMutableBufferPointer { buffer in
      do throws(WeightError) { _ = try reader.read(box, into: buffer) } catch { failure = error }
    }
    if let failure { throw failure }
    return divisor == 1 ? numbers : numbers.map { $0 / divisor }
  }
}
