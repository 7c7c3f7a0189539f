import Architecture
import TensorFiles

/// What a dialect writes for a network: tensors with their names, shapes and the order of their axes.
struct WritingPlan {
  struct Item {
    /// Layer in the target's naming, and the part.
    let layer: String
    let part: WeightTensor.Part
    /// The name or path in the file.
    let path: String
    let shape: [Int]
    let content: Content

    /// The type of its numbers, where weights have `type`.
    func type(_ type: ElementType) -> ElementType {
      if case .number(_, let own) = content { return own }
      return type
    }
  }

  enum Content {
    /// A slot's numbers, its axes in this order.
    case slot(ParameterSlot, order: [Int])
    /// One number of a type of its own, for what the network does not have but the dialect wants.
    case number(Int, ElementType)
  }

  let dialect: Dialect
  /// In the order in which they are written.
  private(set) var items: [Item] = []

  /// - Parameter source: slots without numbers there are left out.
  init(_ network: Network, _ dialect: Dialect, source: SlotSource) {
    self.dialect = dialect
    let layers = network.layers.filter { !$0.parameters.isEmpty }
    let (names, areGiven) = WritingPlan.names(layers, network.model, dialect)
    let isKeras = dialect == .keras || dialect == .keras3
    let separable = isKeras ? SeparableConvolutions(layers, names: names, in: network) : nil
    var classes = KerasClasses()
    let slots = Dictionary(grouping: ParameterSlot.slots(of: network)) { $0.layer.name }
    for (layer, name) in zip(layers, names) {
      let half = separable?.half(of: name)
      let whole = half?.whole ?? name
      let target = isKeras && !areGiven ? LayerNames.keras(whole) : whole
      let folder = dialect == .keras3 ? classes.folder(for: layer, half) : target
      let present = (slots[layer.name] ?? []).filter { source.contains($0) }
      for slot in present {
        guard let part = WeightTensor.Part(rawValue: slot.parameter.name) else { continue }
        let order = slot.isKernel ? dialect.layout.order(slot.axes.count) : Array(slot.axes.indices)
        let isScale = dialect == .caffe && layer.kind is BatchNormalization && (part == .weight || part == .bias)
        let path =
          switch dialect {
          case .keras: "\(target)/\(target)/\(WritingPlan.kerasName(part, slot, half)):0"
          case .keras3: "layers/\(folder)/vars/\(WritingPlan.kerasNumber(part, layer, half))"
          default: path(isScale ? LayerNames.scale(of: target) : target, part)
          }
        items.append(
          Item(
            layer: isScale ? LayerNames.scale(of: target) : target, part: part, path: path,
            shape: dialect.layout.shape(of: slot), content: .slot(slot, order: order)))
      }
      if layer.kind is BatchNormalization, !present.isEmpty {
        if dialect == .caffe { add(target, .scaleFactor, shape: [1], .number(1, .float32)) }
        if dialect == .pytorch || dialect == .safetensors { add(target, .batchCount, shape: [], .number(0, .int64)) }
      }
    }
  }

  private mutating func add(_ name: String, _ part: WeightTensor.Part, shape: [Int], _ content: Content) {
    items.append(Item(layer: name, part: part, path: path(name, part), shape: shape, content: content))
  }

  /// The path of a tensor where the layer's name and the part are all that it depends on.
  private func path(_ name: String, _ part: WeightTensor.Part) -> String {
    switch dialect {
    case .caffe: "data/\(name)/\(WritingPlan.blob(part))"
    case .pytorch, .safetensors, .torch: "\(name).\(part.rawValue)"
    case .zoo, .theano, .keras, .keras3: "\(name)/\(part.rawValue)"
    }
  }

  /// The bytes of a number that is written beside the weights.
  static func bytes(of number: Int, _ type: ElementType) -> [UInt8] {
    let bits = type == .float32 ? UInt64(Float(number).bitPattern) : UInt64(bitPattern: Int64(number))
    return (0..<type.bytes).map { UInt8(truncatingIfNeeded: bits >> UInt64(8 * $0)) }
  }

  static func blob(_ part: WeightTensor.Part) -> Int {
    switch part {
    case .weight, .runningMean, .batchCount: 0
    case .bias, .runningVariance: 1
    case .scaleFactor: 2
    }
  }

  static func kerasName(
    _ part: WeightTensor.Part, _ slot: ParameterSlot, _ half: SeparableConvolutions.Half?
  ) -> String {
    let isNormalization = slot.layer.kind is BatchNormalization
    return switch part {
    case .weight where isNormalization: "gamma"
    case .weight where half?.isDepthwise == false: "pointwise_kernel"
    case .weight: slot.multiplier == nil ? "kernel" : "depthwise_kernel"
    case .bias: isNormalization ? "beta" : "bias"
    case .runningMean: "moving_mean"
    case .runningVariance: "moving_variance"
    case .scaleFactor, .batchCount: part.rawValue
    }
  }

  /// The place among a layer's tensors: batch normalization without scale and shift begins with its mean, and the second
  /// half of a separable convolution comes after the first.
  static func kerasNumber(_ part: WeightTensor.Part, _ layer: Layer, _ half: SeparableConvolutions.Half?) -> Int {
    let isAffine = layer.parameters.contains { $0.role == .weight }
    let first = half?.isDepthwise == false ? 1 : 0
    return switch part {
    case .weight, .batchCount, .scaleFactor: first
    case .bias: layer.parameters.contains { $0.name == "weight" } ? first + 1 : first
    case .runningMean: isAffine ? 2 : 0
    case .runningVariance: isAffine ? 3 : 1
    }
  }

  /// The layers' names in the target: those that the model file lists for it, which are given as they are, else their own.
  private static func names(
    _ layers: [Layer], _ model: Model, _ dialect: Dialect
  ) -> (names: [String], areGiven: Bool) {
    for implementation in dialect.implementations {
      if let names = model.names[implementation], names.count == layers.count { return (names, true) }
    }
    return (layers.map(\.name), false)
  }
}

/// The names of groups in Keras 3's files: the layer's class, numbered from the second one on.
private struct KerasClasses {
  private var counts: [String: Int] = [:]

  mutating func folder(for layer: Layer, _ half: SeparableConvolutions.Half?) -> String {
    let axes = "\(layer.inputShapes[0].extent.count)d"
    let isDepthwise = SeparableConvolutions.kernel(of: layer)?.multiplier != nil
    let name =
      switch layer.kind {
      case is Convolution where half != nil: "separable_conv" + axes
      case is Convolution where isDepthwise: "depthwise_conv" + axes
      case is Convolution: "conv" + axes
      case is FullyConnected: "dense"
      case is BatchNormalization: "batch_normalization"
      default: layer.kind.name
      }
    // Both halves of one layer lie in its group.
    let count = counts[name, default: 0] - (half?.isDepthwise == false ? 1 : 0)
    counts[name] = count + 1
    return count == 0 ? name : "\(name)_\(count)"
  }
}
