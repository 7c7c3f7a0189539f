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

  /// Cells that are left out between one and the next: oneDNN's dilation.
  var skipped: [Int64] { dilation.map { Int64($0 - 1) } }
}

extension PrimitiveDescriptor {
  /// Convolution.
  ///
  /// - Parameters:
  ///   - source, destination: N×C×H×W, or N×C×D×H×W.
  ///   - weights: O×I×H×W, or G×O×I×H×W with groups; likewise with a depth.
  ///   - addsToResult: what is in the place of the result is added before the activation.
  public static func convolution(
    _ engine: Engine, source: TensorLayout, weights: TensorLayout, hasBias: Bool, destination: TensorLayout,
    _ window: SlidingWindow, addsToResult: Bool = false, activation: Elementwise?
  ) throws(OneDNNError) -> PrimitiveDescriptor {
    let bias = try bias(hasBias, for: destination)
    return try PrimitiveDescriptor(
      "a convolution of \(text(source)) with \(text(weights))", engine,
      Epilogue(addsToResult: addsToResult, activation: activation)
    ) { made, attributes in
      engine.functions.convolution_forward_primitive_desc_create(
        made, engine.pointer, conednn_forward_inference, conednn_convolution_direct, source.description,
        weights.description, bias?.description, destination.description, numbers(window.stride),
        window.skipped, numbers(window.before), numbers(window.after), attributes)
    }
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
    let bias = try bias(hasBias, for: destination)
    return try PrimitiveDescriptor(
      "a transposed convolution of \(text(source)) with \(text(weights))", engine, Epilogue(activation: activation)
    ) { made, attributes in
      engine.functions.deconvolution_forward_primitive_desc_create(
        made, engine.pointer, conednn_forward_inference, conednn_deconvolution_direct, source.description,
        weights.description, bias?.description, destination.description, numbers(window.stride),
        window.skipped, numbers(window.before), numbers(window.after), attributes)
    }
  }
}
