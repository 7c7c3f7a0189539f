import Architecture
import PlainText

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

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
    "Power": power, "Exp": exponential, "Log": logarithm, "Threshold": .unknown(),
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
    let (scale, shift) = (Double(written: parameters.scale), Double(written: parameters.shift))
    guard parameters.power != 1 else {
      return [caffe.add(Affine(scale: [scale], shift: [shift]), reading: inputs)]
    }
    guard let base = line(scale, shift, "_base", inputs[0], &caffe) else { return [] }
    if parameters.power == 2 { return [caffe.add(Multiplication(), reading: [base, base])] }
    return [caffe.add(Power(exponent: Double(written: parameters.power)), reading: [base])]
  }

  /// base^(shift + scale·x) = e^(ln base·(shift + scale·x))
  private static let exponential = Operation { layer, inputs, caffe in
    let parameters = layer.expParam
    guard let factor = naturalLogarithm(ofBase: Double(written: parameters.base), &caffe),
      let exponent = line(
        factor * Double(written: parameters.scale), factor * Double(written: parameters.shift), "_exponent", inputs[0],
        &caffe)
    else { return [] }
    return [caffe.add(ElementwiseFunction(.exp), reading: [exponent])]
  }

  /// log_base(shift + scale·x) = ln(shift + scale·x)/ln base
  private static let logarithm = Operation { layer, inputs, caffe in
    let parameters = layer.logParam
    guard let divisor = naturalLogarithm(ofBase: Double(written: parameters.base), &caffe) else { return [] }
    guard divisor != 0 else {
      caffe.note("has a logarithm of base 1, which there is not")
      return []
    }
    let function = ElementwiseFunction(.log)
    guard
      let argument = line(
        Double(written: parameters.scale), Double(written: parameters.shift), "_argument", inputs[0], &caffe)
    else { return [] }
    guard divisor != 1 else { return [caffe.add(function, reading: [argument])] }
    guard let natural = caffe.add(function, suffix: "_natural", reading: [argument]) else { return [] }
    return [caffe.add(Affine(scale: [1 / divisor]), reading: [natural])]
  }

  /// 1 for Caffe's −1, which stands for e; nil where the base is no number above 0, which is noted.
  private static func naturalLogarithm(ofBase base: Double, _ caffe: inout CaffeAssembly) -> Double? {
    guard base != -1 else { return 1 }
    guard base > 0, base.isFinite else {
      caffe.note("has a base of \(base), which must be above 0, or -1 for e")
      return nil
    }
    return log(base)
  }

  /// scale·x + shift, a layer of its own where it changes something.
  private static func line(
    _ scale: Double, _ shift: Double, _ suffix: String, _ input: Int, _ caffe: inout CaffeAssembly
  ) -> Int? {
    if scale == 1, shift == 0 { return input }
    return caffe.add(Affine(scale: [scale], shift: [shift]), suffix: suffix, reading: [input])
  }
}
