internal import COneDNN
import PlainText

extension PrimitiveDescriptor {
  /// The gradient of a convolution with respect to its source.
  ///
  /// - Parameters:
  ///   - source, destination: N×C×H×W or N×C×D×H×W, of the convolution and of the gradients alike.
  ///   - weights: O×I×H×W, or G×O×I×H×W with groups; likewise with a depth.
  public static func convolutionBackwardData(
    _ engine: Engine, source: TensorLayout, weights: TensorLayout, destination: TensorLayout, _ window: SlidingWindow
  ) throws(OneDNNError) -> PrimitiveDescriptor {
    let title: Phrase = "a gradient of a convolution of \(text(source)) with \(text(weights))"
    let forward = try convolution(
      engine, source: source, weights: weights, hasBias: false, destination: destination, window, activation: nil)
    var descriptor = dnnl_convolution_desc_t()
    try check(title) {
      with(source, weights, destination) { source, weights, destination in
        engine.functions.dilated_convolution_backward_data_desc_init(
          &descriptor, dnnl_convolution_direct, source, weights, destination, numbers(window.stride),
          numbers(window.dilation.map { $0 - 1 }), numbers(window.before), numbers(window.after))
      }
    }
    return try PrimitiveDescriptor(title, engine, operation: descriptor, forward: forward)
  }

  /// The gradient of a convolution with respect to its weights, summed over the batch.
  public static func convolutionBackwardWeights(
    _ engine: Engine, source: TensorLayout, weights: TensorLayout, destination: TensorLayout, _ window: SlidingWindow
  ) throws(OneDNNError) -> PrimitiveDescriptor {
    let title: Phrase = "a gradient of the weights \(text(weights)) on \(text(source))"
    let forward = try convolution(
      engine, source: source, weights: weights, hasBias: false, destination: destination, window, activation: nil)
    var descriptor = dnnl_convolution_desc_t()
    try check(title) {
      with(source, weights, destination) { source, weights, destination in
        engine.functions.dilated_convolution_backward_weights_desc_init(
          &descriptor, dnnl_convolution_direct, source, weights, nil, destination, numbers(window.stride),
          numbers(window.dilation.map { $0 - 1 }), numbers(window.before), numbers(window.after))
      }
    }
    return try PrimitiveDescriptor(title, engine, operation: descriptor, forward: forward)
  }
}
