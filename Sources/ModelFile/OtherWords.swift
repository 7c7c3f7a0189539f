/// What other programs call layers and arguments, with the words of a model file.
enum OtherWords {
  /// The kind of layer that a word of Keras, PyTorch, Caffe or ONNX means; nil for a word of none.
  static func kind(_ word: String) -> String? {
    let plain = plain(word, withoutAxes: true)
    return kinds[plain] ?? ReadableKinds.words.first { $0.filter { $0 != "_" } == plain }
  }

  /// The argument that a word of theirs means; nil for a word of none.
  static func argument(_ word: String) -> String? { arguments[plain(word, withoutAxes: false)] }

  /// Whether an argument asks for an activation, which is a layer of its own here.
  static func isActivation(_ word: String) -> Bool {
    ["activation", "act", "nonlinearity"].contains(word.lowercased())
  }

  private static let kinds: [String: String] = [
    "dense": "fc", "linear": "fc", "fullyconnected": "fc", "innerproduct": "fc", "gemm": "fc", "lineal": "fc",
    "convolution": "conv", "depthwiseconv": "conv", "separableconv": "conv",
    "convtranspose": "transposed_conv", "deconv": "transposed_conv", "deconvolution": "transposed_conv",
    "maxpooling": "maxpool", "averagepool": "avgpool", "averagepooling": "avgpool", "avgpooling": "avgpool",
    "adaptiveaveragepool": "adaptive_avgpool", "globalaveragepool": "global_avgpool",
    "globalaveragepooling": "global_avgpool", "gap": "global_avgpool", "globalmaxpooling": "global_maxpool",
    "batchnormalization": "batchnorm", "bn": "batchnorm", "layernormalization": "layernorm", "ln": "layernorm",
    "groupnormalization": "groupnorm", "instancenormalization": "instancenorm", "localresponsenorm": "lrn",
    "localresponsenormalization": "lrn", "swish": "silu", "leaky": "leaky_relu", "lrelu": "leaky_relu",
    "activation": "relu", "concatenate": "concat", "cat": "concat", "merge": "concat", "sum": "add",
    "addition": "add", "eltwise": "add", "mul": "multiply", "zeropadding": "pad", "zeropad": "pad", "padding": "pad",
    "upsample": "resize", "upsampling": "resize", "interpolate": "resize", "permute": "transpose", "view": "reshape",
    "channelshuffle": "shuffle",
  ]

  private static let arguments: [String: String] = [
    "filters": "channels", "outchannels": "channels", "numoutput": "channels", "kernelsize": "kernel",
    "poolsize": "kernel", "kernelshape": "kernel", "strides": "stride", "padding": "pad", "pads": "pad",
    "dilations": "dilation", "dilationrate": "dilation", "group": "groups", "usebias": "bias", "biasterm": "bias",
    "units": "outputs", "outfeatures": "outputs", "eps": "epsilon", "negativeslope": "slope", "dim": "axis",
    "outputpadding": "output_pad", "ceilmode": "rounding",
  ]

  /// Small letters without underscores, and without `2d` at the end.
  private static func plain(_ word: String, withoutAxes: Bool) -> String {
    let letters = word.prefix(60).lowercased().filter { $0 != "_" }
    guard withoutAxes, let axes = ["1d", "2d", "3d"].first(where: letters.hasSuffix) else { return letters }
    return String(letters.dropLast(axes.count))
  }
}
