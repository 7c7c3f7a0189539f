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
    let names = WritingPlan.names(layers, network.model, dialect)
    var classes = KerasClasses()
    let slots = Dictionary(grouping: ParameterSlot.slots(of: network)) { $0.layer.name }
    for (layer, name) in zip(layers, names) {
      let folder = dialect == .keras3 ? classes.folder(for: layer) : name
      let present = (slots[layer.name] ?? []).filter { source.contains($0) }
      for slot in present {
        guard let part = WeightTensor.Part(rawValue: slot.parameter.name) else { continue }
        let order = slot.isKernel ? dialect.layout.order(slot.axes.count) : Array(slot.axes.indices)
        add(name, part, layer, folder, shape: dialect.layout.shape(of: slot), .slot(slot, order: order))
      }
      if layer.kind is BatchNormalization, !present.isEmpty {
        if dialect == .caffe { add(name, .scaleFactor, layer, folder, shape: [1], .number(1, .float32)) }
        if dialect == .pytorch || dialect == .safetensors {
          add(name, .batchCount, layer, folder, shape: [], .number(0, .int64))
        }
      }
    }
  }

  private mutating func add(
    _ name: String, _ part: WeightTensor.Part, _ layer: Layer, _ folder: String, shape: [Int], _ content: Content
  ) {
    let isScale = dialect == .caffe && layer.kind is BatchNormalization && (part == .weight || part == .bias)
    let name = isScale ? LayerNames.scale(of: name) : name
    let path =
      switch dialect {
      case .caffe: "data/\(name)/\(WritingPlan.blob(part))"
      case .keras: "\(name)/\(name)/\(WritingPlan.kerasName(part, layer)):0"
      case .keras3: "layers/\(folder)/vars/\(WritingPlan.kerasNumber(part, layer))"
      case .pytorch, .safetensors, .torch: "\(name).\(part.rawValue)"
      case .zoo, .theano: "\(name)/\(part.rawValue)"
      }
    items.append(Item(layer: name, part: part, path: path, shape: shape, content: content))
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

  static func kerasName(_ part: WeightTensor.Part, _ layer: Layer) -> String {
    switch part {
    case .weight: layer.kind is BatchNormalization ? "gamma" : "kernel"
    case .bias: layer.kind is BatchNormalization ? "beta" : "bias"
    case .runningMean: "moving_mean"
    case .runningVariance: "moving_variance"
    case .scaleFactor, .batchCount: part.rawValue
    }
  }

  /// The place among a layer's tensors: batch normalization without scale and shift begins with its mean.
  static func kerasNumber(_ part: WeightTensor.Part, _ layer: Layer) -> Int {
    let isAffine = layer.parameters.contains { $0.role == .weight }
    return switch part {
    case .weight, .batchCount, .scaleFactor: 0
    case .bias: layer.parameters.contains { $0.name == "weight" } ? 1 : 0
    case .runningMean: isAffine ? 2 : 0
    case .runningVariance: isAffine ? 3 : 1
    }
  }

  /// The layers' names in the target: those that the model file lists for it, else their own.
  private static func names(_ layers: [Layer], _ model: Model, _ dialect: Dialect) -> [String] {
    for implementation in dialect.implementations {
      if let names = model.names[implementation], names.count == layers.count { return names }
    }
    let isKeras = dialect == .keras || dialect == .keras3
    return layers.map { isKeras ? LayerNames.keras($0.name) : $0.name }
  }
}

/// The names of groups in Keras 3's files: the layer's class, numbered from the second one on.
private struct KerasClasses {
  private var counts: [String: Int] = [:]

  mutating func folder(for layer: Layer) -> String {
    let name =
      switch layer.kind {
      case is Convolution: layer.inputShapes[0].extent.count == 1 ? "conv1d" : "conv2d"
      case is FullyConnected: "dense"
      case is BatchNormalization: "batch_normalization"
      default: layer.kind.name
      }
    let count = counts[name, default: 0]
    counts[name] = count + 1
    return count == 0 ? name : "\(name)_\(count)"
  }
}
