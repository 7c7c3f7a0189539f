/// A checked network: layers in an order in which each comes after its inputs, all sizes known and fitting.
///
/// `NetworkBuilder` makes it.
public struct Network: Sendable {
  public let model: Model
  /// The layers; the inputs come first.
  public let layers: [Layer]
  /// How many of the layers are inputs, at least one.
  public let inputCount: Int
  /// Where auxiliary classifiers are part of it.
  public let mode: Mode
  /// Indices of layers that are results by their author's word, in ascending order.
  public let markedOutputs: [Int]

  init(model: Model, layers: [Layer], inputCount: Int, marked: [Int], mode: Mode) {
    self.model = model
    self.layers = layers
    self.inputCount = inputCount
    markedOutputs = marked
    self.mode = mode
  }

  /// Size of the image or signal, the first where there are several.
  public var input: Shape { layers[0].shape }

  /// Whether the input can be a picture: gray or in colour, with two axes. Maps of another layer are none.
  public var readsImage: Bool { input.extent.count == 2 && [1, 3].contains(input.channels) }

  /// The inputs, one in most networks.
  public var inputs: ArraySlice<Layer> { layers.prefix(inputCount) }

  /// The layers without the inputs: what tables list.
  public var body: ArraySlice<Layer> { layers.dropFirst(inputCount) }

  /// For each layer, the indices of the layers that read it.
  public var consumers: [[Int]] {
    var consumers: [[Int]] = Array(repeating: [], count: layers.count)
    for (index, layer) in layers.enumerated() {
      for input in layer.inputs { consumers[input].append(index) }
    }
    return consumers
  }

  /// For each layer, how often others read it: the counts of `consumers`, without a list for each.
  public var readerCounts: [Int] {
    var counts = Array(repeating: 0, count: layers.count)
    for layer in layers {
      for input in layer.inputs { counts[input] += 1 }
    }
    return counts
  }

  /// Indices of the results: the layers that no one reads, and those that were marked as outputs.
  public var outputs: [Int] {
    let readers = readerCounts
    let marked = Set(markedOutputs)
    return layers.indices.filter { readers[$0] == 0 || marked.contains($0) }
  }

  /// Indices of the layers of the main path that no one reads and that are neither marked as outputs nor the last one:
  /// most likely forgotten.
  public var unread: [Int] {
    let last = layers.lastIndex { $0.auxiliary == nil }
    return outputs.filter { $0 != last && layers[$0].auxiliary == nil && !markedOutputs.contains($0) }
  }

  /// The network in a mode: for inference auxiliary classifiers are left out.
  public func network(for mode: Mode) -> Network {
    guard mode == .inference, self.mode == .training else { return self }
    return keeping(layers.indices.filter { layers[$0].auxiliary == nil }, mode: .inference)
  }

  /// The part of the network that a layer depends on, which then is its last one.
  ///
  /// - Parameter layer: the layer's index.
  public func part(upTo layer: Int) -> Network { part(upTo: [layer]) }

  /// The part of the network that some layers depend on.
  ///
  /// - Parameter wanted: the layers' indices.
  public func part(upTo wanted: [Int]) -> Network {
    var needed: Set<Int> = Set(0..<inputCount).union(wanted)
    for index in stride(from: wanted.max() ?? 0, to: 0, by: -1) where needed.contains(index) {
      needed.formUnion(layers[index].inputs)
    }
    return keeping(needed.sorted(), mode: mode)
  }

  /// The layers of those indices, which are in ascending order and have all that they read, and all inputs.
  private func keeping(_ kept: [Int], mode: Mode) -> Network {
    var index: [Int?] = Array(repeating: nil, count: layers.count)
    var placed: [Layer] = []
    placed.reserveCapacity(kept.count)
    for old in kept {
      index[old] = placed.count
      let inputs = layers[old].inputs.compactMap { index[$0] }
      placed.append(inputs == layers[old].inputs ? layers[old] : Layer(layers[old], inputs: inputs))
    }
    return Network(
      model: model, layers: placed, inputCount: inputCount, marked: markedOutputs.compactMap { index[$0] }, mode: mode)
  }

  /// The same network, with the same weights, on an input of another size. Of several inputs those change that are as
  /// large as the first.
  ///
  /// - Throws: `ResizeError` where a layer does not fit, or where its weights would need another shape.
  public func resized(to input: Shape) throws(ResizeError) -> Network {
    var resized: [Layer] = []
    resized.reserveCapacity(layers.count)
    var totals = NetworkTotals()
    for layer in layers {
      let shapes = layer.inputs.map { resized[$0].shape }
      let kind: any LayerKind = layer.inputs.isEmpty && layer.shape == self.input ? Input(shape: input) : layer.kind
      let next: Layer
      do {
        next = try Layer(layer, kind: kind, inputShapes: shapes)
        try totals.add(next)
      } catch {
        throw ResizeError(layer: layer, reason: .size(error))
      }
      guard next.parameters == layer.parameters else {
        throw ResizeError(layer: layer, reason: .weights(arriving: shapes[0]))
      }
      resized.append(next)
    }
    return Network(model: model, layers: resized, inputCount: inputCount, marked: markedOutputs, mode: mode)
  }
}

/// Why a network does not take an input of another size.
public struct ResizeError: Error, Sendable {
  /// The first layer that does not fit, as it was made.
  public let layer: Layer
  public let reason: Reason

  public enum Reason: Sendable {
    /// Its sizes do not go together.
    case size(SizeError)
    /// Its weights were made for inputs of another size than the one arriving.
    case weights(arriving: Shape)
  }
}
