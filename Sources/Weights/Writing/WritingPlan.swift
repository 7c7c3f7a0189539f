import Architecture
import TensorFiles

/// What is written for a network in a format: tensors with their names, shapes and the order of their axes.
struct WritingPlan {
  struct Item {
    /// Layer in the target's naming.
    let layer: String
    /// The name or path in the file.
    let path: String
    let shape: [Int]
    let content: Content

    /// One number of a type of its own.
    init(_ layer: String, path: String, shape: [Int], number: Int, _ type: ElementType) {
      (self.layer, self.path, self.shape) = (layer, path, shape)
      content = .number(number, type)
    }

    /// A parameter's numbers, as the layout of a format has them.
    init(_ layer: String, path: String, _ parameter: NetworkParameter, _ layout: Layout) {
      (self.layer, self.path) = (layer, path)
      shape = layout.shape(of: parameter)
      content = .parameter(
        parameter, order: parameter.isKernel ? layout.order(parameter.axes.count) : Array(parameter.axes.indices))
    }

    /// The type of its numbers, where weights have `type`.
    func type(_ type: ElementType) -> ElementType {
      if case .number(_, let own) = content { return own }
      return type
    }
  }

  enum Content {
    /// A parameter's numbers, its axes in this order.
    case parameter(NetworkParameter, order: [Int])
    /// One number of a type of its own, for what the network does not have but the format wants.
    case number(Int, ElementType)
  }

  /// A layer that has tensors to be written.
  struct Layer {
    let layer: Architecture.Layer
    /// Its name in the target where the model file gives one, else its own.
    let name: String
    /// Whether the model file gives the name, which stays as it is then.
    let isGiven: Bool
    /// Those of its tensors that there are numbers for.
    let parameters: [(parameter: NetworkParameter, part: WeightTensor.Part)]

    var isNormalization: Bool { layer.kind is BatchNormalization }
  }

  let format: WeightFormat
  /// In the order in which they are written.
  let items: [Item]

  /// - Parameter source: parameters without numbers there are left out.
  init(_ network: Network, _ format: WeightFormat, source: ParameterSource) {
    self.format = format
    let layers = network.layers.filter { !$0.parameters.isEmpty }
    let given = format.implementations.lazy.compactMap { network.model.names[$0] }.first { $0.count == layers.count }
    let parameters = Dictionary(grouping: NetworkParameter.all(of: network)) { $0.layer.name }
    let written = zip(layers, given ?? layers.map(\.name)).map { layer, name in
      Layer(
        layer: layer, name: name, isGiven: given != nil,
        parameters: (parameters[layer.name] ?? []).compactMap { parameter in
          guard source.contains(parameter) else { return nil }
          return WeightTensor.Part(rawValue: parameter.declaration.name).map { (parameter, $0) }
        })
    }
    items = (format.description as? any WritableFormat.Type)?.items(of: written, in: network) ?? []
  }

  /// Whether every tensor has a path of its own and every layer a name of its own: Keras 3 would keep two layers of one name in
  /// two groups, and no reader could tell them apart.
  var hasDistinctNames: Bool {
    let groups = Set(items.map { [$0.layer, String($0.path[..<($0.path.lastIndex(of: "/") ?? $0.path.startIndex)])] })
    return Set(items.map(\.path)).count == items.count && groups.count == Set(items.map(\.layer)).count
  }

  /// The items of each layer together, in the order of the network.
  var layers: [(name: String, items: [Item])] {
    var layers: [(name: String, items: [Item])] = []
    for item in items {
      if layers.last?.name == item.layer {
        layers[layers.count - 1].items.append(item)
      } else {
        layers.append((item.layer, [item]))
      }
    }
    return layers
  }

  /// The bytes of a number that is written beside the weights.
  static func bytes(of number: Int, _ type: ElementType) -> [UInt8] {
    let bits = type == .float32 ? UInt64(Float(number).bitPattern) : UInt64(bitPattern: Int64(number))
    return (0..<type.bytes).map { UInt8(truncatingIfNeeded: bits >> UInt64(8 * $0)) }
  }
}
