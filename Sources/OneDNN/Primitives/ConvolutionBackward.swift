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
    let forward = try convolution(
      engine, source: source, weights: weights, hasBias: false, destination: destination, window, activation: nil)
    return try PrimitiveDescriptor(
      "a gradient of a convolution of \(text(source)) with \(text(weights))", engine
    ) { made, attributes in
      engine.functions.convolution_backward_data_primitive_desc_create(
        made, engine.pointer, conednn_convolution_direct, source.description, weights.description,
        destination.description, numbers(window.stride), window.skipped, numbers(window.before),
        numbers(window.after), forward.handle.pointer, attributes)
    }
  }

  /// The gradient of a convolution with respect to its weights, summed over the batch.
  public static func convolutionBackwardWeights(
    _ engine: Engine, source: TensorLayout, weights: TensorLayout, destination: TensorLayout, _ window: SlidingWindow
  ) throws(OneDNNError) -> PrimitiveDescriptor {
    let forward = try convolution(
      engine, source: source, weights: weights, hasBias: false, destination: destination, window, activation: nil)
    return try PrimitiveDescriptor(
      "a gradient of the weights \(text(weights)) on \(text(source))", engine
    ) { made, attributes in
      engine.functions.convolution_backward_weights_primitive_desc_create(
        made, engine.pointer, conednn_convolution_direct, source.description, weights.description, nil,
        destination.description, numbers(window.stride), window.skipped, numbers(window.before),
        numbers(window.after), forward.handle.pointer, attributes)
    }
  }
}
