import Architecture

/// A layer's size that is not the one that comes out of plain loops.
public struct WrongSize: Error {
  public let message: String
}

/// Runs a network in plain nested loops in double precision, written from the definitions of the layers and without the
/// windows that the analyses use.
public struct ReferenceExecutor {
  public let network: Network
  /// Of each layer.
  private let functions: [ReferenceKind.Function]

  /// - Parameter parameters: row-major in PyTorch's order, by `layer/part`; parts that are missing are zero.
  /// - Precondition: every layer's kind is among `ReferenceKind.all`.
  public init(_ network: Network, parameters: [String: [Double]]) {
    self.network = network
    functions = network.layers.map { layer in
      ReferenceKind.function(of: ReferenceLayer(layer, parameters: parameters))
    }
  }

  /// The outputs of all layers.
  ///
  /// - Parameter image: the numbers of the only input; a signal may come as an image of height 1.
  /// - Throws: `WrongSize` where a layer's size is not the one that comes out here.
  public func outputs(_ image: Maps) throws(WrongSize) -> [Maps] { try outputs(inputs: [image]) }

  /// The outputs of all layers.
  ///
  /// - Parameters:
  ///   - inputs: the numbers of each input.
  ///   - known: by a layer's name, numbers that the layers which read it get in place of its output.
  public func outputs(inputs: [Maps], known: [String: [Double]] = [:]) throws(WrongSize) -> [Maps] {
    var outputs = zip(inputs, network.inputs).map { $0.reshaped($1.shape.dimensions) }
    for (index, layer) in network.layers.enumerated().dropFirst(network.inputCount) {
      let maps = functions[index](
        layer.inputs.map { input in
          var maps = outputs[input]
          if let values = known[network.layers[input].name] { maps.values = values }
          return maps
        })
      guard layer.shape.dimensions == maps.sizes, maps.values.count == layer.shape.count else {
        let sizes = maps.sizes.map(String.init).joined(separator: "×")
        throw WrongSize(message: "\(layer.name) is \(layer.shape), and should be \(sizes)")
      }
      outputs.append(maps)
    }
    return outputs
  }
}

/// A layer as the reference sees it: its sizes, and its parameters in double precision.
struct ReferenceLayer {
  let layer: Layer
  private let parameters: [String: [Double]]

  init(_ layer: Layer, parameters: [String: [Double]]) {
    self.layer = layer
    self.parameters = parameters
  }

  /// Sizes of the first input, channels first.
  var input: [Int] { layer.inputShapes[0].dimensions }
  /// Sizes of the output.
  var output: [Int] { layer.shape.dimensions }

  /// The numbers of a parameter; zeros where there are none.
  func parameter(_ name: String) -> [Double] {
    let count = layer.parameters.first { $0.name == name }?.shape.reduce(1, *) ?? layer.shape.channels
    return parameters["\(layer.name)/\(name)"] ?? Array(repeating: 0, count: count)
  }
}
