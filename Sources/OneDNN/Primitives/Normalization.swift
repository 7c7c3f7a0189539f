internal import COneDNN
import PlainText

extension PrimitiveDescriptor {
  /// Local response normalization across channels: x·(k + α/size · Σ x²)^−β; the window is symmetrical, and its size odd.
  public static func localResponseNormalization(
    _ engine: Engine, _ layout: TensorLayout, size: Int, alpha: Float, beta: Float, k: Float
  ) throws(OneDNNError) -> PrimitiveDescriptor {
    try PrimitiveDescriptor("a local response normalization of \(text(layout))", engine) { made, attributes in
      engine.functions.lrn_forward_primitive_desc_create(
        made, engine.pointer, conednn_forward_inference, conednn_lrn_across_channels, layout.description,
        layout.description, Int64(size), alpha, beta, k, attributes)
    }
  }

  /// Batch normalization with given statistics.
  ///
  /// - Parameters:
  ///   - hasScale: whether a scale follows.
  ///   - hasShift: whether a shift follows.
  ///   - hasReLU: whether a ReLU follows that.
  public static func batchNormalization(
    _ engine: Engine, _ layout: TensorLayout, epsilon: Float, hasScale: Bool, hasShift: Bool, hasReLU: Bool = false
  ) throws(OneDNNError) -> PrimitiveDescriptor {
    let affine = (hasScale ? conednn_use_scale.rawValue : 0) | (hasShift ? conednn_use_shift.rawValue : 0)
    return try PrimitiveDescriptor(
      "a batch normalization of \(text(layout))", engine, Epilogue(activation: hasReLU ? .relu : nil)
    ) { made, attributes in
      engine.functions.batch_normalization_forward_primitive_desc_create(
        made, engine.pointer, conednn_forward_inference, layout.description, layout.description, epsilon,
        conednn_use_global_stats.rawValue | affine, attributes)
    }
  }

  /// Softmax along an axis, at each index of the others.
  ///
  /// - Parameter isLogarithm: whether its logarithm is taken.
  public static func softmax(
    _ engine: Engine, _ layout: TensorLayout, axis: Int = 1, isLogarithm: Bool = false
  ) throws(OneDNNError) -> PrimitiveDescriptor {
    try PrimitiveDescriptor("a softmax of \(text(layout))", engine) { made, attributes in
      engine.functions.softmax_forward_primitive_desc_create(
        made, engine.pointer, conednn_forward_inference,
        isLogarithm ? conednn_softmax_log : conednn_softmax_accurate, layout.description, layout.description,
        Int32(clamping: axis), attributes)
    }
  }
}
