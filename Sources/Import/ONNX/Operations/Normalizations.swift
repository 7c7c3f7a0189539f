import Architecture
import PlainText
import Weights

extension GraphReader {
  static let normalizations: [String: Operation] = [
    "BatchNormalization": { (reader, node) throws(NodeError) in try reader.batchNormalization(node) },
    "InstanceNormalization": { (reader, node) throws(NodeError) in
      let value = try reader.image(try reader.activation(node, 0))
      let kind = InstanceNormalization(epsilon: node.number("epsilon", else: 1e-5), isAffine: true)
      return [.activation(try reader.apply(kind, value, try reader.affine(node, [reader.shape(value).channels])))]
    },
    "GroupNormalization": { (reader, node) throws(NodeError) in try reader.groupNormalization(node) },
    "LayerNormalization": { (reader, node) throws(NodeError) in try reader.layerNormalization(node) },
    "LRN": { (reader, node) throws(NodeError) in
      guard let size = node.integer("size") else { throw .wrong("has no size") }
      let kind = LocalResponseNormalization(
        size: size, alpha: node.number("alpha", else: 1e-4), beta: node.number("beta", else: 0.75),
        k: node.number("bias", else: 1))
      return [.activation(try reader.apply(kind, try reader.image(try reader.activation(node, 0))))]
    },
    "LpNormalization": { (reader, node) throws(NodeError) in
      let input = try reader.activation(node, 0)
      let (value, axis) = try reader.along(input, node.integer("axis", else: -1))
      switch node.integer("p", else: 2) {
      case 2: return [.activation(try reader.onChannels(value, axis, L2Normalization()))]
      case 1:
        // The mean of the magnitudes times how many there are.
        let mean = try reader.apply(
          Mean(Reduction(axes: [axis], keepsAxes: true)), try reader.magnitude(value, to: 1))
        let count = Double(reader.shape(value).dimensions[axis])
        let sum = try reader.apply(Affine(scale: [count]), mean)
        return [.activation(try reader.joined(Division(), [value, sum]))]
      case let p: throw .wrong("has p \(p)")
      }
    },
    "MeanVarianceNormalization": { (reader, node) throws(NodeError) in
      let value = try reader.activation(node, 0)
      guard node.integers("axes") ?? [0, 2, 3] == [0, 2, 3], reader.fixedBatch == 1 else {
        throw .noKind(dimensions: [value.dimensions])
      }
      let kind = InstanceNormalization(epsilon: 1e-9, isAffine: false)
      return [.activation(try reader.apply(kind, try reader.image(value, [value.dimensions])))]
    },
  ]

  /// Inputs 1 and 2: a factor and a term for each of `sizes`.
  private func affine(_ node: ONNXNode, _ sizes: [Int]) throws(NodeError) -> [WeightTensor.Part: ONNXTensor] {
    let (weight, bias) = (try needed(node, 1), try needed(node, 2))
    guard weight.shape == sizes else {
      throw .wrong("has \(Folding.text(weight.shape)) factors for \(Folding.text(sizes)) channels")
    }
    guard bias.shape == sizes else {
      throw .wrong("has \(Folding.text(bias.shape)) terms for \(Folding.text(sizes)) channels")
    }
    return [.weight: weight, .bias: bias]
  }

  private mutating func batchNormalization(_ node: ONNXNode) throws(NodeError) -> [ONNXValue] {
    let input = try activation(node, 0)
    let isPerPosition = node.integer("spatial", else: 1) == 0 && input.dimensions.count > 2
    let isTraining = node.integer("training_mode", else: 0) != 0
    guard !isPerPosition, !isTraining else { throw .noKind(dimensions: [input.dimensions]) }
    let value = try image(input, [input.dimensions])
    let channels = [shape(value).channels]
    var parameters = try affine(node, channels)
    let (mean, variance) = (try needed(node, 3), try needed(node, 4))
    for statistics in [mean, variance] where statistics.shape != channels {
      throw .wrong("has statistics of \(Folding.text(statistics.shape)) for \(channels[0]) channels")
    }
    parameters[.runningMean] = mean
    parameters[.runningVariance] = variance
    let kind = BatchNormalization(epsilon: node.number("epsilon", else: 1e-5), isAffine: true)
    return [.activation(try apply(kind, value, parameters))]
  }

  /// Up to version 20 there is a factor for each group, which stands for those of its channels.
  private mutating func groupNormalization(_ node: ONNXNode) throws(NodeError) -> [ONNXValue] {
    let value = try image(try activation(node, 0))
    let channels = shape(value).channels
    guard let groups = node.integer("num_groups"), groups > 0, channels % groups == 0 else {
      throw .wrong("has no groups that divide \(channels) channels")
    }
    let kind = GroupNormalization(groups: groups, epsilon: node.number("epsilon", else: 1e-5), isAffine: true)
    let (weight, bias) = (try needed(node, 1), try needed(node, 2))
    guard weight.shape == [groups], groups != channels else {
      return [.activation(try apply(kind, value, try affine(node, [channels])))]
    }
    var parameters: [WeightTensor.Part: ONNXTensor] = [:]
    for (part, tensor) in [(WeightTensor.Part.weight, weight), (.bias, bias)] {
      let numbers = try constants.numbers(tensor)
      let repeated = numbers.flatMap { Array(repeating: $0, count: channels / groups) }
      parameters[part] = ONNXTensor(name: tensor.name, repeated)
    }
    return [.activation(try apply(kind, value, parameters))]
  }

  private mutating func layerNormalization(_ node: ONNXNode) throws(NodeError) -> [ONNXValue] {
    let value = try activation(node, 0)
    guard !isRead(node, from: 1) else { throw .noKind(dimensions: [value.dimensions]) }
    let (whole, axis) = try along(value, node.integer("axis", else: -1))
    let dimensions = shape(whole).dimensions
    let span: LayerNormalization.Span
    if axis == dimensions.count - 1 {
      span = .last
    } else if axis == 0 {
      span = .all
    } else {
      throw .noKind(dimensions: [value.dimensions])
    }
    let sizes = Array(dimensions[axis...])
    let weight = try needed(node, 1)
    // A normalization without a term is one whose terms are zero.
    let bias = try constant(node, 2) ?? ONNXTensor(name: "zero", shape: sizes, type: .float32, .filled(0))
    guard let weight = weight.reshaped(sizes), let bias = bias.reshaped(sizes) else {
      throw .noKind(dimensions: [value.dimensions])
    }
    let kind = LayerNormalization(over: span, epsilon: node.number("epsilon", else: 1e-5), isAffine: true)
    return [.activation(try apply(kind, whole, [.weight: weight, .bias: bias]))]
  }

  /// A layer that works on the channels, on another axis: it is moved to the front and back.
  mutating func onChannels(
    _ value: ONNXActivation, _ axis: Int, _ kind: any LayerKind
  ) throws(NodeError) -> ONNXActivation {
    let count = shape(value).dimensions.count
    if axis == 0 { return try apply(kind, value) }
    let order = [axis] + (0..<count).filter { $0 != axis }
    let moved = try add(Transposition(order: order), [value.draft])
    let made = try add(kind, [moved])
    var result = value
    result.draft = try add(Transposition(order: (0..<count).map { order.firstIndex(of: $0) ?? $0 }), [made])
    return result
  }
}
