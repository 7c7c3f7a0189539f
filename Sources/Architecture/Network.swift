/// A checked convolutional network: layers in an order in which each comes after its inputs, all sizes known and fitting.
public struct Network: Sendable {
  public let model: Model
  /// The layers; the first is the `Input`.
  public let layers: [Layer]
  /// Where auxiliary classifiers are part of it.
  public let mode: Mode

  /// Size of the image or signal.
  public var input: Shape { layers[0].shape }

  /// The layers without the input: what tables list.
  public var body: ArraySlice<Layer> { layers.dropFirst() }

  /// For each layer, the indices of the layers that read it.
  public var consumers: [[Int]] {
    var consumers: [[Int]] = Array(repeating: [], count: layers.count)
    for (index, layer) in layers.enumerated() {
      for input in layer.inputs { consumers[input].append(index) }
    }
    return consumers
  }

  /// Indices of the layers that no one reads: the classifiers.
  public var outputs: [Int] {
    let consumers = consumers
    return consumers.indices.filter { consumers[$0].isEmpty }
  }

  /// The network in a mode: for inference auxiliary classifiers are left out.
  public func network(for mode: Mode) -> Network {
    guard mode == .inference, self.mode == .training else { return self }
    var index: [Int] = []
    var kept: [Layer] = []
    for layer in layers {
      index.append(kept.count)
      guard layer.auxiliary == nil else { continue }
      let inputs = layer.inputs.map { index[$0] }
      kept.append(inputs == layer.inputs ? layer : Layer(layer, inputs: inputs))
    }
    return Network(model: model, layers: kept, mode: .inference)
  }

  /// The part of the network that a layer depends on, which then is its last one.
  ///
  /// - Parameter layer: the layer's index.
  public func part(upTo layer: Int) -> Network {
    var needed: Set<Int> = [0, layer]
    for index in stride(from: layer, to: 0, by: -1) where needed.contains(index) {
      needed.formUnion(layers[index].inputs)
    }
    var index: [Int: Int] = [:]
    var kept: [Layer] = []
    for position in needed.sorted() {
      index[position] = kept.count
      kept.append(Layer(layers[position], inputs: layers[position].inputs.compactMap { index[$0] }))
    }
    return Network(model: model, layers: kept, mode: mode)
  }

  /// The same network, with the same weights, on an input of another size.
  ///
  /// - Throws: `ResizeError` where a layer does not fit, or where its weights would need another shape.
  public func resized(to input: Shape) throws(ResizeError) -> Network {
    var resized: [Layer] = []
    resized.reserveCapacity(layers.count)
    var totals = Totals()
    for layer in layers {
      let shapes = layer.inputs.map { resized[$0].shape }
      let kind: any LayerKind = resized.isEmpty ? Input(shape: input) : layer.kind
      let next: Layer
      do {
        next = try Layer(layer, kind: kind, inputs: layer.inputs, inputShapes: shapes)
        try totals.add(next)
      } catch {
        throw ResizeError(layer: layer, reason: .misfit(error))
      }
      guard next.parameters == layer.parameters else {
        throw ResizeError(layer: layer, reason: .weights(arriving: shapes[0]))
      }
      resized.append(next)
    }
    return Network(model: model, layers: resized, mode: mode)
  }
}

/// Why a network does not take an input of another size.
public struct ResizeError: Error, Sendable {
  /// The first layer that does not fit, as it was made.
  public let layer: Layer
  public let reason: Reason

  public enum Reason: Sendable {
    /// Its sizes do not go together.
    case misfit(Misfit)
    /// Its weights were made for inputs of another size than the one arriving.
    case weights(arriving: Shape)
  }
}
