import Architecture

/// Keras's separable convolutions: one layer there, with two kernels, and two layers of a network of the zoo, `sep/depthwise`
/// and `sep/pointwise`.
struct SeparableConvolutions {
  static let depthwise = "depthwise"
  static let pointwise = "pointwise"

  /// What a layer is of a separable convolution.
  struct Half {
    /// The separable convolution's name.
    let whole: String
    let isDepthwise: Bool
  }

  /// By the layers' names in the target.
  private var halves: [String: Half] = [:]

  /// - Parameter names: the layers' names in the target, as long as `layers`.
  init(_ layers: [Layer], names: [String], in network: Network) {
    for ((first, second), (name, next)) in zip(
      zip(layers, layers.dropFirst()), zip(names, names.dropFirst()))
    {
      guard let whole = Self.whole(name, Self.depthwise), whole == Self.whole(next, Self.pointwise),
        Self.isPair(first, second, in: network)
      else { continue }
      halves[name] = Half(whole: whole, isDepthwise: true)
      halves[next] = Half(whole: whole, isDepthwise: false)
    }
  }

  /// Which half the layer of a name is; nil for any other layer.
  func half(of name: String) -> Half? { halves[name] }

  /// `sep` of `sep/depthwise` and of `sep/pointwise`; any other name as it is.
  static func wholeName(of name: String) -> String { whole(name, depthwise) ?? whole(name, pointwise) ?? name }

  /// `sep` of `sep/depthwise` or `sep.depthwise`.
  private static func whole(_ name: String, _ half: String) -> String? {
    for mark in ["/", "."] where name.hasSuffix(mark + half) && name.count > half.count + 1 {
      return String(name.dropLast(half.count + 1))
    }
    return nil
  }

  /// Whether the second is a 1×1 convolution of what the first, depthwise and without bias, gives.
  private static func isPair(_ first: Layer, _ second: Layer, in network: Network) -> Bool {
    guard let kernel = Self.kernel(of: first), let next = Self.kernel(of: second), first.parameters.count == 1,
      kernel.multiplier != nil, second.inputs.count == 1, network.layers[second.inputs[0]] === first
    else { return false }
    return next.axes.count == kernel.axes.count && next.axes[1] == first.shape.channels
      && next.axes[2...].allSatisfy { $0 == 1 }
  }

  /// The kernels of a layer that has windows.
  static func kernel(of layer: Layer) -> NetworkParameter? {
    layer.parameters.first { $0.name == "weight" && $0.shape.count > 2 }.map {
      NetworkParameter(layer: layer, declaration: $0, axes: $0.shape)
    }
  }
}
