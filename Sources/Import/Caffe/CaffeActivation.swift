import Architecture

extension CaffeOperations {
  static let activation: [String: Operation] = [
    "ReLU": .kind { layer in
      let slope = Double(written: layer.reluParam.negativeSlope)
      return slope == 0 ? ReLU() : LeakyReLU(slope: slope)
    },
    "PReLU": .kind { PReLU(isShared: $0.preluParam.channelShared) },
    "ELU": .kind { ELU(alpha: Double(written: $0.eluParam.alpha)) },
    "Sigmoid": .kind { _ in Sigmoid() },
    "TanH": .kind { _ in Tanh(amplitude: 1, slope: 1) },
    "BNLL": .kind { _ in Softplus() },
    "Dropout": .kind { Dropout(rate: Double(written: $0.dropoutParam.dropoutRatio)) },
    "Softmax": softmax, "AbsVal": .kind { _ in ElementwiseFunction(.abs) },
    "Power": power, "Exp": .unknown(), "Log": .unknown(), "Threshold": .unknown(),
    // Of forks.
    "ReLU6": .kind { _ in ReLU6() },
  ]

  private static let softmax = Operation { layer, inputs, caffe in
    guard let axis = caffe.axis(Int(layer.softmaxParam.axis), of: inputs[0]) else { return [] }
    return [caffe.add(Softmax(axis: axis), reading: inputs)]
  }

  /// (shift + scale·x)^power
  private static let power = Operation { layer, inputs, caffe in
    let parameters = layer.powerParam
    let line = Affine(scale: [Double(written: parameters.scale)], shift: [Double(written: parameters.shift)])
    guard parameters.power != 1 else { return [caffe.add(line, reading: inputs)] }
    let isPlain = parameters.scale == 1 && parameters.shift == 0
    guard let base = isPlain ? inputs[0] : caffe.add(line, suffix: "_base", reading: inputs) else { return [] }
    if parameters.power == 2 { return [caffe.add(Multiplication(), reading: [base, base])] }
    return [caffe.add(Power(exponent: Double(written: parameters.power)), reading: [base])]
  }
}
