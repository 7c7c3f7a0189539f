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
    consumers.indices.filter { consumers[$0].isEmpty }
  }

  /// The network in a mode: for inference auxiliary classifiers are left out.
  public func network(for mode: Mode) -> Network {
    guard mode == .inference, self.mode == .training else { return self }
    var index: [Int] = []
    var kept: [Layer] = []
    for layer in layers {
      index.append(kept.count)
      guard layer.auxiliary == nil else { continue }
      kept.append(
        Layer(
          name: layer.name, isNamed: layer.isNamed, kind: layer.kind, inputs: layer.inputs.map { index[$0] },
          auxiliary: nil, inputShapes: layer.inputShapes, shape: layer.shape, parameters: layer.parameters,
          connectivity: layer.connectivity, location: layer.location))
    }
    return Network(model: model, layers: kept, mode: .inference)
  }

  /// The same network, with the same weights, on an input of another size.
  ///
  /// - Throws: `ResizeError` where a layer does not fit, or where its weights would need another shape.
  public func resized(to input: Shape) throws(ResizeError) -> Network {
    var resized: [Layer] = []
    resized.reserveCapacity(layers.count)
    for layer in layers {
      let shapes = layer.inputs.map { resized[$0].shape }
      do {
        let kind: any LayerKind = resized.isEmpty ? Input(shape: input) : layer.kind
        let next = try Layer(placing: kind, on: shapes, as: layer)
        guard next.parameters == layer.parameters else {
          throw ResizeError(layer: layer, reason: .weights(arriving: shapes[0]))
        }
        resized.append(next)
      } catch let error as Misfit {
        throw ResizeError(layer: layer, reason: .misfit(error))
      } catch let error as ResizeError {
        throw error
      } catch {
        preconditionFailure("a layer throws misfits alone: \(error)")
      }
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

extension Layer {
  /// Puts a kind on inputs of known sizes, under the name and wiring of another layer.
  init(placing kind: any LayerKind, on inputs: [Shape], as layer: Layer) throws(Misfit) {
    try self.init(
      name: layer.name, isNamed: layer.isNamed, kind: kind, inputs: layer.inputs, auxiliary: layer.auxiliary,
      inputShapes: inputs, location: layer.location)
  }

  /// - Throws: `Misfit` where the kind does not fit its inputs.
  init(
    name: String, isNamed: Bool, kind: any LayerKind, inputs: [Int], auxiliary: String?, inputShapes: [Shape],
    location: Location?
  ) throws(Misfit) {
    let shape = try kind.output(of: inputShapes)
    self.init(
      name: name, isNamed: isNamed, kind: kind, inputs: inputs, auxiliary: auxiliary, inputShapes: inputShapes,
      shape: shape, parameters: kind.parameters(for: inputShapes),
      connectivity: kind.connectivity(inputs: inputShapes, output: shape), location: location)
  }
}
