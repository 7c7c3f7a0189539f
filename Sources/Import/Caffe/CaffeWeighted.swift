import Architecture
import PlainText

extension CaffeOperations {
  /// Layers with weights that multiply: convolutions and inner products.
  static let weighted: [String: Operation] = [
    "Convolution": convolution, "Deconvolution": deconvolution, "InnerProduct": innerProduct,
    // Of forks: a group for each channel.
    "DepthwiseConvolution": depthwise, "ConvolutionDepthwise": depthwise,
  ]

  private static let convolution = Operation { layer, inputs, caffe in
    [caffe.addConvolution(layer.convolutionParam, groups: Int(layer.convolutionParam.group), inputs)]
  }

  private static let depthwise = Operation { layer, inputs, caffe in
    [caffe.addConvolution(layer.convolutionParam, groups: caffe.dimensions(of: inputs[0])[0], inputs)]
  }

  private static let deconvolution = Operation { layer, inputs, caffe in
    let parameters = layer.convolutionParam
    guard let window = caffe.window(of: parameters, inputs[0]) else { return [] }
    return [
      caffe.add(
        TransposedConvolution(
          channels: Int(parameters.numOutput), window: window, groups: Int(parameters.group),
          hasBias: parameters.biasTerm),
        reading: inputs)
    ]
  }

  /// The axes from `axis` on are multiplied as one; those before it stay.
  private static let innerProduct = Operation { layer, inputs, caffe in
    let parameters = layer.innerProductParam
    guard let axis = caffe.axis(Int(parameters.axis), of: inputs[0]) else { return [] }
    let sizes = caffe.dimensions(of: inputs[0])
    var input = inputs[0]
    if axis > 0, axis < sizes.count - 1 {
      let flat = Reshape(sizes: Array(sizes[..<axis]) + [-1])
      guard let reshaped = caffe.add(flat, suffix: "_flat", reading: inputs) else { return [] }
      input = reshaped
    }
    let kind = FullyConnected(
      outputs: Int(parameters.numOutput), hasBias: parameters.biasTerm, flattens: axis == 0)
    return [caffe.add(kind, reading: [input])]
  }
}

extension CaffeAssembly {
  fileprivate mutating func addConvolution(_ parameters: CaffeConvolutionParameter, groups: Int, _ inputs: [Int])
    -> Int?
  {
    guard let window = window(of: parameters, inputs[0]) else { return nil }
    return add(
      Convolution(
        channels: Int(parameters.numOutput), window: window, groups: groups, hasBias: parameters.biasTerm),
      reading: inputs)
  }

  /// The window of a convolution; nil where it is not stated, which is noted.
  fileprivate mutating func window(of parameters: CaffeConvolutionParameter, _ input: Int) -> WindowArguments? {
    guard let axis = axis(Int(parameters.axis), of: input) else { return nil }
    guard axis == 0 else {
      note("its channels are on axis \(parameters.axis), and a convolution has them on axis 1 here")
      return nil
    }
    return window(
      kernel: parameters.kernelSize, height: parameters.kernelH, width: parameters.kernelW,
      stride: parameters.stride, height: parameters.strideH, width: parameters.strideW,
      pad: parameters.pad, height: parameters.padH, width: parameters.padW, dilation: parameters.dilation,
      rounding: .floor)
  }

  /// Kernel, stride and padding as Caffe states them: one number, one for each axis, or a height and a width.
  mutating func window(
    kernel: [UInt32], height kernelHeight: UInt32, width kernelWidth: UInt32, stride: [UInt32],
    height strideHeight: UInt32, width strideWidth: UInt32, pad: [UInt32], height padHeight: UInt32,
    width padWidth: UInt32, dilation: [UInt32], rounding: Window.Rounding
  ) -> WindowArguments? {
    func numbers(_ list: [UInt32], _ height: UInt32, _ width: UInt32, _ standIn: Int) -> [Int] {
      if height > 0 || width > 0 { return [Int(height), Int(width)] }
      return list.isEmpty ? [standIn] : list.map { Int($0) }
    }
    let sizes = numbers(kernel, kernelHeight, kernelWidth, 0)
    guard sizes != [0] else {
      note("has no kernel_size")
      return nil
    }
    let cells = numbers(pad, padHeight, padWidth, 0).map { WindowArguments.Padding.Pair(before: $0, after: $0) }
    return WindowArguments(
      kernel: sizes, stride: numbers(stride, strideHeight, strideWidth, 1), padding: .cells(cells),
      dilation: numbers(dilation, 0, 0, 1), rounding: rounding)
  }
}
