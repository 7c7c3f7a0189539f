import Architecture

extension CountingRule {
  /// thop 0.1.1, which counts "multiplications only", of modules alone: `register_hooks`.
  static let thop = CountingRule(
    .macs, "multiply-adds without bias, 4 per element of batch normalization, average pooling, softmax"
  ) { rule in
    rule.count(Convolution.self, FullyConnected.self) { $0.multiplyAdds }
    // count_convNd takes it for a convolution: out·(in/groups)·kernel.
    rule.count(TransposedConvolution.self) { conv, layer in
      layer.output * Amount(layer.layer.inputShapes[0].channels / conv.groups) * layer.windowCells
    }
    // calculate_norm: 2 per element, and twice that where it is affine.
    rule.count(BatchNormalization.self) { norm, layer in (norm.isAffine ? 4 : 2) * layer.input }
    rule.count(InstanceNormalization.self) { norm, layer in
      layer.isModule ? (norm.isAffine ? 4 : 2) * layer.input : .unknown
    }
    // Over the channels it is a class of the network's own.
    rule.count(LayerNormalization.self) { norm, layer in
      layer.isModule && norm.span != .channels ? (norm.isAffine ? 4 : 2) * layer.input : .unknown
    }
    rule.count(PReLU.self) { $0.isModule ? $0.input : .unknown }
    // calculate_softmax: n exponentials, n − 1 additions, n divisions.
    rule.count(Softmax.self) { softmax, layer in
      guard layer.isModule else { return .unknown }
      let size = layer.layer.shape.dimensions[softmax.axis]
      return Amount(3 * size - 1) * Amount(layer.layer.shape.count / size)
    }
    rule.count(AveragePooling.self) { $0.isModule ? $0.output : .unknown }
    // calculate_adaptive_avg: (cells per output + 1)·out, the fraction cut off once for the batch.
    rule.countBatch(AdaptiveAveragePooling.self, GlobalAveragePooling.self) { layer in
      guard layer.isModule else { return .unknown }
      guard case .number(let outputs) = (layer.output * layer.batch).value else { return .tooLarge }
      let cells = zip(layer.layer.inputShapes[0].extent, layer.layer.shape.extent).reduce(1.0) {
        $0 * (Double($1.0) / Double($1.1))
      }
      return Amount(truncating: (cells + 1) * Double(outputs))
    }
    // calculate_upsample; of trilinear it warns.
    rule.count(Resize.self) { resize, layer in
      guard layer.isModule else { return .unknown }
      guard resize.interpolation == .linear else { return layer.output }
      switch layer.axes {
      case 1: return 5 * layer.output
      case 2: return 11 * layer.output
      default: return .unknown
      }
    }
    // nn.ZeroPad2d alone.
    rule.count(Padding.self) { padding, layer in
      layer.isModule && layer.axes == 2 && padding.filling == .constant && padding.value == 0 ? .zero : .unknown
    }
    rule.zeroAsModule(
      MaxPooling.self, GlobalMaxPooling.self, ReLU.self, ReLU6.self, LeakyReLU.self, Dropout.self)
    rule.unknown(MatrixProduct.self, Mean.self, Max.self, Subsampling.self, RadialBasis.self)
    rule.unknown(
      LocalResponseNormalization.self, GroupNormalization.self, L2Normalization.self, Scale.self, Affine.self)
    rule.unknown(
      ELU.self, SiLU.self, HardSwish.self, Mish.self, GELU.self, Softplus.self, Tanh.self, Sigmoid.self,
      HardSigmoid.self, Clip.self,
      ElementwiseFunction.self, Power.self, LogSoftmax.self)
    rule.unknown(
      Flatten.self, Reshape.self, Transposition.self, Slice.self, ChannelShuffle.self, Concatenation.self,
      Addition.self, Subtraction.self, Multiplication.self,
      Division.self, Exponentiation.self, Maximum.self, Minimum.self)
  }
}
