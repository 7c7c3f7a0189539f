/// In which order a framework stores the axes of a kernel.
public enum Layout: String, Sendable {
  /// PyTorch, Caffe, ONNX: OIHW, (out, in), flattened as C·H·W.
  case channelsFirst = "OIHW"
  /// Keras, TensorFlow: HWIO, (in, out), flattened as H·W·C; depthwise kernels H×W×C×M, M output channels for each of C, which
  /// lie as those of HWIO do.
  case channelsLast = "HWIO"
  /// Keras 0.x and 1.x on Theano: OIHW for true convolution, kernels rotated by 180°; (in, out), flattened as C·H·W.
  case theano = "OIHW rotated"

  /// Shapes in which a slot may be stored, the usual one first: the kernel as such, or flattened to two axes last.
  func shapes(of slot: ParameterSlot) -> [[Int]] {
    guard slot.isKernel else { return [slot.axes] }
    let axes = slot.axes
    let inputs = axes.dropFirst().reduce(1, *)
    switch self {
    case .channelsFirst: return [axes, [axes[0], inputs]]
    case .channelsLast:
      let whole = order(axes.count).map { axes[$0] }
      let depthwise = slot.multiplier.map { Array(whole.dropLast(2)) + [axes[0] / $0, $0] }
      return (depthwise.map { [$0] } ?? []) + [whole, [inputs, axes[0]]]
    case .theano: return [axes, [inputs, axes[0]]]
    }
  }

  /// The shape in which the framework itself stores the slot's layer.
  func shape(of slot: ParameterSlot) -> [Int] {
    let isFlat = slot.isKernel && slot.parameter.shape.count == 2
    let shapes = shapes(of: slot)
    return shapes[isFlat ? shapes.count - 1 : 0]
  }

  /// A stored tensor of `shape` seen along the slot's axes.
  func view(of slot: ParameterSlot, storedAs shape: [Int]) -> StridedView {
    guard slot.isKernel else { return StridedView(rowMajor: slot.axes) }
    let count = slot.axes.count
    switch self {
    case .channelsFirst: return StridedView(rowMajor: slot.axes)
    case .channelsLast: return Layout.stored(slot.axes, in: order(count))
    case .theano where shape.count == 2: return Layout.stored(slot.axes, in: Array(1..<count) + [0])
    case .theano: return (2..<count).reduce(StridedView(rowMajor: slot.axes)) { $0.reversed(axis: $1) }
    }
  }

  /// The slot's axes in the order in which the framework stores a kernel.
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
  /// The tensor seen along the slot's axes, or nil where its shape does not fit.
  ///
  /// Leading axes of size 1 too many do not count: Caffe's first files have four axes for everything. Nor do those behind a
  /// vector: ConvNeXt's layer scale is C×1×1 in PyTorch.
  func view(of slot: ParameterSlot, holding tensor: WeightTensor) -> StridedView? {
    let fitting = shapes(of: slot) + (slot.count == 1 && !slot.isKernel ? [[]] : [])
    var shape = tensor.shape[...]
    if !slot.isKernel { while shape.count > 1, shape.last == 1 { shape.removeLast() } }
    while !fitting.contains(Array(shape)) {
      guard shape.first == 1 else { return nil }
      shape.removeFirst()
    }
    let view = view(of: slot, storedAs: Array(shape))
    return tensor.strides == nil ? view : view.placed(in: tensor.view)
  }
}
