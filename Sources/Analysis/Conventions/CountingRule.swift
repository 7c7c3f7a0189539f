import Architecture

/// How one tool counts the operations of a layer.
protocol CountingRule {
  static var unit: Convention.Unit { get }
  /// What is counted, in one sentence.
  static var summary: String { get }

  /// Kinds of layers that the tool does not know count nothing.
  static func operations(of layer: Layer, in network: Network, batch: Int) -> Int
}

extension Layer {
  /// Elements of the first input, for one image.
  var inputCount: Int { inputShapes[0].count }

  /// Multiply–adds of a convolution or a fully connected layer, for one image; 0 for the others.
  var multiplyAdds: Int { arithmetic(.inference).multiplyAdds }

  /// One operation per output of a convolution or a fully connected layer with a bias; 0 for the others.
  var biasAdds: Int { kind is Convolution || kind is FullyConnected ? arithmetic(.inference).adds : 0 }

  /// Whether it averages regions of whatever size gives the asked-for output; PyTorch has one module for both kinds.
  var isAdaptivePooling: Bool { kind is AdaptiveAveragePooling || kind is GlobalAveragePooling }

  var isPooling: Bool { kind is MaxPooling || kind is AveragePooling || isAdaptivePooling }

  /// Cells of the window.
  var windowCount: Int { windows.map(\.kernel).reduce(1, *) }
}

extension LocalResponseNormalization {
  /// As PyTorch's `local_response_norm` is counted: square, scale and divide on every element, and an average pooling
  /// over the channels padded by n − 1.
  func functionalCount(_ shape: Shape) -> Int { 3 * shape.count + (shape.channels + size - 1) * shape.area }
}
