import Architecture

/// A tensor that a network needs: a parameter in its layer, with the axes that layouts rearrange.
public struct NetworkParameter: Sendable {
  public let layer: Layer
  /// What its kind says of it.
  public let declaration: Parameter
  /// The tensor's axes in the order out, in, then spatial; one axis for all but weights.
  ///
  /// For a fully connected layer that reads feature maps, `in` are their channels and the spatial axes are the maps'
  /// size, so that it looks like a convolution whose kernel covers the whole map, which it is.
  public let axes: [Int]

  /// `conv1/weight`.
  public var name: String { "\(layer.name)/\(declaration.name)" }
  public var count: Int { axes.reduce(1, *) }
  /// Whether the axes are out, in and spatial.
  public var isKernel: Bool { axes.count > 1 }

  /// How many output channels each input channel of a depthwise convolution has, a kernel of its own for each; nil for what
  /// is none. The output channels of an input channel follow each other.
  var multiplier: Int? {
    let shape = declaration.shape
    guard isKernel, shape.count > 2, shape[1] == 1, layer.inputShapes[0].channels > 1 else { return nil }
    return shape[0] / layer.inputShapes[0].channels
  }

  /// Every tensor of a network, in its order.
  public static func all(of network: Network) -> [NetworkParameter] {
    network.layers.flatMap { layer in
      layer.parameters.map { parameter in
        NetworkParameter(layer: layer, declaration: parameter, axes: axes(of: parameter, layer, network))
      }
    }
  }

  private static func axes(of parameter: Parameter, _ layer: Layer, _ network: Network) -> [Int] {
    guard parameter.shape.count == 2, parameter.name == "weight" else { return parameter.shape }
    let maps = maps(before: layer, network)
    return maps.count == parameter.shape[1] ? [parameter.shape[0]] + maps.dimensions : parameter.shape
  }

  /// The feature maps that a fully connected layer reads, through a flatten and what leaves values in their places.
  private static func maps(before layer: Layer, _ network: Network) -> Shape {
    var shape = layer.inputShapes[0]
    var current = layer
    while shape.isVector, let input = current.inputs.first, input > 0 {
      current = network.layers[input]
      guard current.connectivity == .pointwise, current.inputs.count == 1 else { break }
      shape = current.inputShapes[0]
    }
    return shape
  }
}
