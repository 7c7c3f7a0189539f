internal import COneDNN
import PlainText

/// A window that slides over the spatial axes, depth or height first.
public struct SlidingWindow: Hashable, Sendable {
  public var kernel: [Int]
  public var stride: [Int]
  public var before: [Int]
  public var after: [Int]
  /// Cells from one looked-at cell to the next; 1 is a dense window.
  public var dilation: [Int]

  public init(kernel: [Int], stride: [Int], before: [Int], after: [Int], dilation: [Int]) {
    self.kernel = kernel
    self.stride = stride
    self.before = before
    self.after = after
    self.dilation = dilation
  }
}

extension PrimitiveDescriptor {
  /// Convolution.
  ///
  /// - Parameters:
  ///   - source, destination: N×C×H×W, or N×C×D×H×W.
  ///   - weights: O×I×H×W, or G×O×I×H×W with groups; likewise with a depth.
  public static func convolution(
    _ engine: Engine, source: TensorLayout, weights: TensorLayout, hasBias: Bool, destination: TensorLayout,
    _ window: SlidingWindow, activation: Elementwise?
  ) throws(OneDNNError) -> PrimitiveDescriptor {
    let title: Phrase = "a convolution of \(text(source)) with \(text(weights))"
    let bias = try TensorLayout([destination.dimensions[1]], .any)
    var descriptor = dnnl_convolution_desc_t()
    try check(title) {
      with(source, weights, bias, destination) { source, weights, bias, destination in
        engine.functions.dilated_convolution_forward_desc_init(
          &descriptor, dnnl_forward_inference, dnnl_convolution_direct, source, weights, hasBias ? bias : nil,
          destination, numbers(window.stride), numbers(window.dilation.map { $0 - 1 }), numbers(window.before),
          numbers(window.after))
      }
    }
    return try PrimitiveDescriptor(title, engine, activation: activation, operation: descriptor)
  }

  /// Transposed convolution: every input is spread over a window of the output.
  ///
  /// - Parameters:
  ///   - source, destination: N×C×H×W, or N×C×D×H×W.
  ///   - weights: O×I×H×W, or G×O×I×H×W with groups, O being the output's channels; likewise with a depth.
  ///   - window: of the convolution whose transpose it is. Outputs that no window reaches are the bias.
  public static func transposedConvolution(
    _ engine: Engine, source: TensorLayout, weights: TensorLayout, hasBias: Bool, destination: TensorLayout,
    _ window: SlidingWindow, activation: Elementwise?
  ) throws(OneDNNError) -> PrimitiveDescriptor {
    let title: Phrase = "a transposed convolution of \(text(source)) with \(text(weights))"
    let bias = try TensorLayout([destination.dimensions[1]], .any)
    var descriptor = dnnl_deconvolution_desc_t()
    try check(title) {
      with(source, weights, bias, destination) { source, weights, bias, destination in
        engine.functions.dilated_deconvolution_forward_desc_init(
          &descriptor, dnnl_forward_inference, dnnl_deconvolution_direct, source, weights, hasBias ? bias : nil,
          destination, numbers(window.stride), numbers(window.dilation.map { $0 - 1 }), numbers(window.before),
          numbers(window.after))
      }
    }
    return try PrimitiveDescriptor(title, engine, activation: activation, operation: descriptor)
  }
}
