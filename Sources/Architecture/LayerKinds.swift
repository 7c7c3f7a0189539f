/// The registry of layer kinds.
public enum LayerKinds {
  /// Every kind that stands in a list of layers, in the order of the documentation.
  public static let all: [any LayerKind.Type] = [
    Convolution.self, TransposedConvolution.self, FullyConnected.self, MatrixProduct.self,
    MaxPooling.self, AveragePooling.self, AdaptiveAveragePooling.self, GlobalAveragePooling.self, GlobalMaxPooling.self,
    Mean.self, Max.self, Subsampling.self, RadialBasis.self,
    LocalResponseNormalization.self, BatchNormalization.self, LayerNormalization.self, GroupNormalization.self,
    InstanceNormalization.self, L2Normalization.self, Scale.self, Affine.self,
    ReLU.self, ReLU6.self, LeakyReLU.self, PReLU.self, ELU.self, SiLU.self, HardSwish.self, Mish.self, GELU.self,
    Softplus.self, Tanh.self, Sigmoid.self, HardSigmoid.self, Clip.self, ElementwiseFunction.self, Power.self,
    Softmax.self, LogSoftmax.self,
    Dropout.self, Flatten.self, Reshape.self, Transposition.self, Slice.self, ChannelShuffle.self, Padding.self,
    Resize.self,
    Concatenation.self, Addition.self, Subtraction.self, Multiplication.self, Division.self, Exponentiation.self,
    Maximum.self, Minimum.self,
  ]
}
