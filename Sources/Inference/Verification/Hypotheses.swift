import Architecture

/// A fault in a layer, and the change to a segment that puts it right.
struct Hypothesis {
  let fault: Fault
  let layer: String
  let change: (inout Segment) -> Void
}

/// What may be different in the reference, the cheapest and likeliest first.
enum Hypotheses {
  /// Every change that can be made to one layer or between two.
  ///
  /// - Parameter outputs: what the segment gives as it is.
  static func all(for segment: Segment, _ outputs: Activations) -> [Hypothesis] {
    var all: [Hypothesis] = []
    if segment.startsAtInput, let first = segment.layers.first {
      all += ofInput(segment, first.name)
    }
    // The layer itself first, then those before it that the reference did not record.
    for position in segment.layers.indices.reversed() {
      let (name, kind) = segment.layers[position]
      all += ofKind(kind, name, position, segment, segment.arriving(at: position, outputs))
      all += ofBranches(kind, name, segment)
      all += ofWeights(kind, name, segment)
      let isRectified = position + 1 < segment.layers.count && segment.layers[position + 1].kind is ReLU
      if !(kind is ReLU), !isRectified {
        all.append(
          Hypothesis(fault: .reluAdded, layer: name) { $0.layers.insert(("\(name) relu", ReLU()), at: position + 1) })
      }
    }
    if let first = segment.layers.first, !(first.kind is ReLU) {
      all.append(
        Hypothesis(fault: .reluBefore, layer: first.name) { segment in
          for index in segment.input.indices { segment.input[index] = max(segment.input[index], 0) }
        })
    }
    return all
  }

  private static func ofKind(
    _ kind: any LayerKind, _ name: String, _ position: Int, _ segment: Segment,
    _ arriving: (values: [Float], shape: Shape)
  ) -> [Hypothesis] {
    func replaced(_ fault: Fault, _ kind: any LayerKind) -> Hypothesis {
      Hypothesis(fault: fault, layer: name) { $0.layers[position].kind = kind }
    }
    let removed = Hypothesis(fault: .activationMissing, layer: name) { $0.layers.remove(at: position) }
    switch kind {
    case let kind as GELU:
      let other = kind.approximation == .none ? GELU.Approximation.tanh : .none
      return [removed, replaced(.approximation(other), GELU(approximation: other))]
    case let kind as LeakyReLU:
      return [removed] + slopes.filter { $0 != kind.slope }.map { replaced(.slope($0), LeakyReLU(slope: $0)) }
    case is SiLU: return [removed, replaced(.otherActivation(HardSwish.name), HardSwish())]
    case is HardSwish: return [removed, replaced(.otherActivation(SiLU.name), SiLU())]
    case is ReLU: return [removed, replaced(.otherActivation(ReLU6.name), ReLU6())]
    case is ReLU6: return [removed, replaced(.otherActivation(ReLU.name), ReLU())]
    case is Sigmoid: return [removed, replaced(.otherActivation(HardSigmoid.name), HardSigmoid())]
    case is HardSigmoid: return [removed, replaced(.otherActivation(Sigmoid.name), Sigmoid())]
    case let kind as Tanh:
      // LeNet-5's, and the plain one.
      let (amplitude, slope) = kind.amplitude == 1 && kind.slope == 1 ? (1.7159, 2.0 / 3) : (1, 1)
      return [
        removed,
        replaced(.tangent(amplitude: amplitude, slope: slope), Tanh(amplitude: amplitude, slope: slope)),
      ]
    case let kind as MaxPooling:
      let rounding = kind.window.rounding.other
      return [
        replaced(.rounding(rounding), MaxPooling(window: kind.window.rounded(rounding))),
        replaced(.samePadding, MaxPooling(window: kind.window.padded(.same))),
        replaced(.otherPooling, AveragePooling(window: kind.window, countsPadding: true)),
      ]
    case let kind as AveragePooling:
      let rounding = kind.window.rounding.other
      return [
        replaced(
          .paddingCounted(!kind.countsPadding), AveragePooling(window: kind.window, countsPadding: !kind.countsPadding)),
        replaced(
          .rounding(rounding), AveragePooling(window: kind.window.rounded(rounding), countsPadding: kind.countsPadding)),
        replaced(.otherPooling, MaxPooling(window: kind.window)),
      ]
    case let kind as LocalResponseNormalization:
      let n = Double(kind.size)
      return [
        (3 - kind.k, kind.alpha), (kind.k, kind.alpha * n), (3 - kind.k, kind.alpha * n), (kind.k, kind.alpha / n),
      ]
      .filter { $0.0 > 0 }
      .map { k, alpha in
        replaced(
          .normalization(k: k, alpha: alpha),
          LocalResponseNormalization(size: kind.size, alpha: alpha, beta: kind.beta, k: k))
      }
    case let kind as BatchNormalization:
      return epsilons.filter { $0 != kind.epsilon }.map {
        replaced(.epsilon($0), BatchNormalization(epsilon: $0, isAffine: kind.isAffine, hasScale: kind.hasScale))
      } + [
        Hypothesis(fault: .batchStatistics, layer: name) { segment in
          let statistics = batchStatistics(arriving.values, arriving.shape)
          segment.weights["\(name)/running_mean"] = statistics.mean
          segment.weights["\(name)/running_var"] = statistics.variance
        }
      ]
    case let kind as LayerNormalization:
      return epsilons.filter { $0 != kind.epsilon }.map {
        replaced(.epsilon($0), LayerNormalization(over: kind.span, epsilon: $0, isAffine: kind.isAffine))
      }
    case let kind as GroupNormalization:
      return epsilons.filter { $0 != kind.epsilon }.map {
        replaced(.epsilon($0), GroupNormalization(groups: kind.groups, epsilon: $0, isAffine: kind.isAffine))
      }
    case let kind as InstanceNormalization:
      return epsilons.filter { $0 != kind.epsilon }.map {
        replaced(.epsilon($0), InstanceNormalization(epsilon: $0, isAffine: kind.isAffine))
      }
    case let kind as Resize:
      return Resize.Coordinates.allCases.filter { $0 != kind.coordinates }.map {
        replaced(.coordinates($0), Resize(kind.size, interpolation: kind.interpolation, coordinates: $0))
      }
    case let kind as ChannelShuffle:
      // The transposed of the transposition: read by rows of as many groups as the columns had.
      let groups = arriving.shape.channels / max(1, kind.groups)
      return groups == kind.groups ? [] : [replaced(.shuffle(groups: groups), ChannelShuffle(groups: groups))]
    case let kind as Convolution where kind.window.padding != .same:
      let padded = Convolution(
        channels: kind.channels, window: kind.window.padded(.same), groups: kind.groups, hasBias: kind.hasBias,
        connections: kind.connections)
      return [replaced(.samePadding, padded)]
    default: return kind.family == .activation ? [removed] : []
    }
  }

  /// Those of PyTorch and Caffe, of Keras and torchvision's GoogLeNet, of ConvNeXt, and of others.
  private static let epsilons = [1e-5, 1e-3, 1e-6, 1e-4, 2e-5, 1e-8]

  /// Those of PyTorch, of Keras's layer and of its function, of Darknet and of generators of images.
  private static let slopes = [0.01, 0.3, 0.2, 0.1]

  /// The branches of a joint in every other order, where the order counts. More than five have too many.
  private static func ofBranches(_ kind: any LayerKind, _ name: String, _ segment: Segment) -> [Hypothesis] {
    let count = segment.shapes.count
    guard type(of: kind).arity.joins, !type(of: kind).isCommutative, (2...5).contains(count) else { return [] }
    return orders(of: count).dropFirst().map { order in
      Hypothesis(fault: .branchOrder(order), layer: name) { $0.reorder(order) }
    }
  }

  /// All orders of so many things, as they are first.
  private static func orders(of count: Int) -> [[Int]] {
    guard count > 0 else { return [[]] }
    return orders(of: count - 1).flatMap { rest in
      (0..<count).reversed().map { place in
        var order = rest
        order.insert(count - 1, at: place)
        return order
      }
    }
  }

  private static func ofWeights(_ kind: any LayerKind, _ name: String, _ segment: Segment) -> [Hypothesis] {
    let isConvolution = kind is Convolution || kind is TransposedConvolution
    guard isConvolution || kind is FullyConnected || kind is RadialBasis else { return [] }
    let parameter = "\(name)/weight"
    guard let axes = segment.axes[parameter] else { return [] }
    func rearranged(_ fault: Fault, _ change: @escaping ([Float]) -> [Float]) -> Hypothesis {
      Hypothesis(fault: fault, layer: name) { segment in
        segment.weights[parameter] = segment.weights[parameter].map(change)
      }
    }
    var all: [Hypothesis] = []
    let area = axes.dropFirst(2).reduce(1, *)
    if isConvolution, area > 1 {
      if axes.count == 4, axes[2] == axes[3] {
        all.append(rearranged(.kernelTransposed) { Rearrangement.exchange($0, shape: axes, 2, 3) })
      }
      all.append(rearranged(.kernelRotated) { Rearrangement.reversed($0, runs: area) })
    }
    let inputs = axes.dropFirst().reduce(1, *)
    if isConvolution ? axes[0] == axes[1] : axes[0] == inputs, axes[0] > 1 {
      let matrix = isConvolution ? [axes[0], axes[1], area] : [axes[0], inputs, 1]
      all.append(rearranged(.matrixTransposed) { Rearrangement.exchange($0, shape: matrix, 0, 1) })
    }
    if kind is FullyConnected, area > 1, axes[1] > 1 {
      // The weights' inputs are read as if they were in the one order while they are in the other, and the reverse.
      all.append(rearranged(.flattenOrder) { Rearrangement.permuted($0, shape: [axes[0], area, axes[1]], [0, 2, 1]) })
      all.append(rearranged(.flattenOrder) { Rearrangement.permuted($0, shape: [axes[0], axes[1], area], [0, 2, 1]) })
    }
    if let bias = segment.weights["\(name)/bias"], bias.contains(where: { $0 != 0 }) {
      all.append(
        Hypothesis(fault: .biasMissing, layer: name) { $0.weights["\(name)/bias"] = bias.map { _ in 0 } })
    }
    return all
  }

  /// Preprocessings that people forget or do twice, as changes to the network's input.
  private static func ofInput(_ segment: Segment, _ name: String) -> [Hypothesis] {
    let channels = segment.shape.channels
    guard !segment.shape.isVector else { return [] }
    var all: [Hypothesis] = []
    func reverse(_ segment: inout Segment) {
      segment.input = Rearrangement.channelsReversed(
        segment.input, channels: segment.shape.channels, area: segment.shape.area)
    }
    if channels > 1 { all.append(Hypothesis(fault: .channelsReversed, layer: name, change: reverse)) }
    for (scale, shift) in Preprocessings.known(segment.model.preprocessings, channels: channels) {
      for reversed in channels > 1 ? [false, true] : [false] {
        all.append(
          Hypothesis(fault: .inputScaled(scale: scale, shift: shift, reversed: reversed), layer: name) { segment in
            if reversed { reverse(&segment) }
            segment.scaleInput(scale, shift)
          })
      }
    }
    return all
  }

  /// Mean and variance of each channel over the batch.
  private static func batchStatistics(_ values: [Float], _ shape: Shape) -> (mean: [Float], variance: [Float]) {
    let (channels, area) = (shape.channels, shape.area)
    var sums = Array(repeating: 0.0, count: channels)
    var squares = sums
    let images = values.count / shape.count
    for index in values.indices {
      let channel = index / area % channels
      sums[channel] += Double(values[index])
      squares[channel] += Double(values[index]) * Double(values[index])
    }
    let count = Double(images * area)
    let mean = sums.map { $0 / count }
    return (mean.map(Float.init), zip(squares, mean).map { Float($0 / count - $1 * $1) })
  }
}

extension Segment {
  /// Makes scale·x + shift of the input, channel by channel.
  mutating func scaleInput(_ scale: [Double], _ shift: [Double]) {
    let (channels, area) = (shape.channels, shape.area)
    for index in input.indices {
      let channel = index / area % channels
      input[index] = Float(scale[channel] * Double(input[index]) + shift[channel])
    }
  }
}

extension Window.Rounding {
  fileprivate var other: Window.Rounding { self == .floor ? .ceil : .floor }
}
