import Architecture
import PlainText

extension CaffeOperations {
  static let pooling: [String: Operation] = ["Pooling": pool]

  private static let pool = Operation { layer, inputs, caffe in
    let parameters = layer.poolingParam
    if parameters.globalPooling {
      switch parameters.pool {
      case .max: return [caffe.add(GlobalMaxPooling(), reading: inputs)]
      case .ave: return [caffe.add(GlobalAveragePooling(), reading: inputs)]
      case .stochastic: break
      }
      caffe.note("stochastic pooling of a whole map is not known")
      return []
    }
    guard
      let window = caffe.window(
        kernel: parameters.kernelSize, height: parameters.kernelH, width: parameters.kernelW,
        stride: parameters.stride, height: parameters.strideH, width: parameters.strideW,
        pad: parameters.pad, height: parameters.padH, width: parameters.padW, dilation: [],
        rounding: parameters.ceilMode ? .ceil : .floor)
    else { return [] }
    switch parameters.pool {
    case .max: return [caffe.addPool(MaxPooling(window: window), window, inputs)]
    // The divisor counts the padding, and no cell beyond it.
    case .ave: return [caffe.addPool(AveragePooling(window: window, countsPadding: true), window, inputs)]
    case .stochastic:
      let shape = try? window.output(
        channels: caffe.dimensions(of: inputs[0])[0], for: caffe.assembly.shape(of: inputs[0]))
      guard let shape else { return [caffe.add(MaxPooling(window: window), reading: inputs)] }
      return [caffe.addUnknown("Pooling (STOCHASTIC)", reading: inputs, dimensions: shape.dimensions)]
    }
  }
}

extension CaffeAssembly {
  /// Adds a pooling, unless Caffe's has one output more: without padding it has a last window that lies outside the image
  /// where the stride passes the kernel, and what stands there is no number of the image.
  fileprivate mutating func addPool(_ kind: any LayerKind, _ window: WindowArguments, _ inputs: [Int]) -> Int? {
    let input = assembly.shape(of: inputs[0])
    if window.rounding == .ceil, let windows = try? window.windows(for: input), windows.allSatisfy({ $0.before == 0 }) {
      for (axis, window) in windows.enumerated()
      where window.stride > window.kernel && input.extent[axis] >= window.kernel {
        // ⌈(in − kernel)/stride⌉ · stride, where the last window begins
        let steps = (input.extent[axis] - window.kernel + window.stride - 1) / window.stride
        guard steps * window.stride < input.extent[axis] else {
          note(
            "its last window begins at \(steps * window.stride), beyond the \(input.extent[axis]) cells that it reads")
          return nil
        }
      }
    }
    return add(kind, reading: inputs)
  }
}
