/// The registry of layer kinds.
public enum LayerKinds {
  /// Every kind that stands in a list of layers, in the order of the documentation.
  public static let all: [any LayerKind.Type] = [
    Convolution.self, FullyConnected.self,
    MaxPooling.self, AveragePooling.self, AdaptiveAveragePooling.self, GlobalAveragePooling.self,
    Subsampling.self, RadialBasis.self,
    LocalResponseNormalization.self, BatchNormalization.self,
    ReLU.self, Tanh.self, Sigmoid.self, Softmax.self,
    Dropout.self, Flatten.self, Concatenation.self, Addition.self,
  ]
}
