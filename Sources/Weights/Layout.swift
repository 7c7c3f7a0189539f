/// In which order a framework stores the axes of a kernel.
public enum Layout: String, Sendable {
  /// PyTorch, Caffe, ONNX: OIHW, (out, in), flattened as C·H·W.
  case channelsFirst = "OIHW"
  /// Keras, TensorFlow: HWIO, (in, out), flattened as H·W·C; depthwise kernels H×W×C×M, M output channels for each of C, which
  /// lie as those of HWIO do.
  case channelsLast = "HWIO"
  /// Keras 0.x and 1.x on Theano: OIHW for true convolution, kernels rotated by 180°; (in, out), flattened as C·H·W.
  case theano = "OIHW rotated"

  /// Shapes in which a parameter may be stored, the usual one first: the kernel as such, or flattened to two axes last.
  func shapes(of parameter: NetworkParameter) -> [[Int]] {
    guard parameter.isKernel else { return [parameter.axes] }
    let axes = parameter.axes
    let inputs = axes.dropFirst().reduce(1, *)
    switch self {
    case .channelsFirst: return [axes, [axes[0], inputs]]
    case .channelsLast:
      let whole = order(axes.count).map { axes[$0] }
      let depthwise = parameter.multiplier.map { Array(whole.dropLast(2)) + [axes[0] / $0, $0] }
      return (depthwise.map { [$0] } ?? []) + [whole, [inputs, axes[0]]]
    case .theano: return [axes, [inputs, axes[0]]]
    }
  }

  /// The shape in which the framework itself stores the parameter's layer.
  func shape(of parameter: NetworkParameter) -> [Int] {
    let isFlat = parameter.isKernel && parameter.declaration.shape.count == 2
    let shapes = shapes(of: parameter)
    return shapes[isFlat ? shapes.count - 1 : 0]
  }

  /// A stored tensor of `shape` seen along the parameter's axes.
  func view(of parameter: NetworkParameter, storedAs shape: [Int]) -> StridedView {
    guard parameter.isKernel else { return StridedView(rowMajor: parameter.axes) }
    let count = parameter.axes.count
    switch self {
    case .channelsFirst: return StridedView(rowMajor: parameter.axes)
    case .channelsLast: return Layout.stored(parameter.axes, in: order(count))
    case .theano where shape.count == 2: return Layout.stored(parameter.axes, in: Array(1..<count) + [0])
    case .theano: return (2..<count).reduce(StridedView(rowMajor: parameter.axes)) { $0.reversed(axis: $1) }
    }
  }

  /// The parameter's axes in the order in which the framework stores a kernel.
  func order(_ count: Int) -> [Int] {
    switch self {
    case .channelsFirst, .theano: Array(0..<count)
    case .channelsLast: Array(2..<count) + [1, 0]
    }
  }

  /// A tensor stored row-major with its axes in another order, seen in their own order.
  private static func stored(_ axes: [Int], in order: [Int]) -> StridedView {
    let inverse = axes.indices.map { axis in order.firstIndex(of: axis) ?? axis }
    return StridedView(rowMajor: order.map { axes[$0] }).permuted(inverse)
  }
}

extension Layout {
  /// The tensor seen along the parameter's axes, or nil where its shape does not fit.
  ///
  /// Leading axes of size 1 too many do not count: Caffe's first files have four axes for everything. Nor do those behind a
  /// vector: ConvNeXt's layer scale is C×1×1 in PyTorch.
  func view(of parameter: NetworkParameter, holding tensor: WeightTensor) -> StridedView? {
    let fitting = shapes(of: parameter) + (parameter.count == 1 && !parameter.isKernel ? [[]] : [])
    var shape = tensor.shape[...]
    if !parameter.isKernel { while shape.count > 1, shape.last == 1 { shape.removeLast() } }
    while !fitting.contains(Array(shape)) {
      guard shape.first == 1 else { return nil }
      shape.removeFirst()
    }
    let view = view(of: parameter, storedAs: Array(shape))
    return tensor.strides == nil ? view : view.placed(in: tensor.view)
  }
}
