import Architecture

/// How Keras names layers, in both of its formats.
enum KerasNames {
  /// A name as Keras takes it: none of its layers may have a slash, nor on PyTorch a dot.
  static func plain(_ name: String) -> String { String(name.map { $0 == "/" || $0 == "." ? "_" : $0 }) }

  /// A layer as Keras has it: its name there, and which half of a separable convolution it is, where it is one.
  static func targets(
    of layers: [WritingPlan.Layer], in network: Network
  ) -> [(written: WritingPlan.Layer, name: String, half: SeparableConvolutions.Half?)] {
    let separable = SeparableConvolutions(layers.map(\.layer), names: layers.map(\.name), in: network)
    return layers.map { layer in
      let half = separable.half(of: layer.name)
      let name = half?.whole ?? layer.name
      return (layer, layer.isGiven ? name : plain(name), half)
    }
  }
}
