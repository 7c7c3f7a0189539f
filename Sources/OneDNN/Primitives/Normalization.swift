internal import COneDNN
import PlainText

extension PrimitiveDescriptor {
  /// Local response normalization across channels: x·(k + α/size · Σ x²)^−β; the window is symmetrical, and its size odd.
  public static func localResponseNormalization(
    _ engine: Engine, _ layout: TensorLayout, size: Int, alpha: Float, beta: Float, k: Float
  ) throws(OneDNNError) -> PrimitiveDescriptor {
    let title: Phrase = "a local response normalization of \(text(layout))"
    var descriptor = dnnl_lrn_desc_t()
    try check(title) {
      with(layout) {
        engine.functions.lrn_forward_desc_init(
          &descriptor, dnnl_forward_inference, dnnl_lrn_across_channels, $0, Int64(size), alpha, beta, k)
      }
    }
    return try PrimitiveDescriptor(title, engine, operation: descriptor)
  }

  /// Batch normalization with given statistics.
  ///
  /// - Parameters:
  ///   - hasScale: whether a scale follows.
  ///   - hasShift: whether a shift follows.
  public static func batchNormalization(
    _ engine: Engine, _ layout: TensorLayout, epsilon: Float, hasScale: Bool, hasShift: Bool
  ) throws(OneDNNError) -> PrimitiveDescriptor {
    let title: Phrase = "a batch normalization of \(text(layout))"
    let affine = (hasScale ? dnnl_use_scale.rawValue : 0) | (hasShift ? dnnl_use_shift.rawValue : 0)
    var descriptor = dnnl_batch_normalization_desc_t()
    try check(title) {
      with(layout) {
        engine.functions.batch_normalization_forward_desc_init(
          &descriptor, dnnl_forward_inference, $0, epsilon, dnnl_use_global_stats.rawValue | affine)
      }
    }
    return try PrimitiveDescriptor(title, engine, operation: descriptor)
  }

  /// Softmax along an axis, at each index of the others.
  ///
  /// - Parameter isLogarithm: whether its logarithm is taken.
  public static func softmax(
    _ engine: Engine, _ layout: TensorLayout, axis: Int = 1, isLogarithm: Bool = false
  ) throws(OneDNNError) -> PrimitiveDescriptor {
    let title: Phrase = "a softmax of \(text(layout))"
    var descriptor = dnnl_softmax_v2_desc_t()
    try check(title) {
      with(layout) {
        engine.functions.softmax_v2_forward_desc_init(
          &descriptor, dnnl_forward_inference, isLogarithm ? dnnl_softmax_log : dnnl_softmax_accurate, $0, $0,
          Int32(clamping: axis))
      }
    }
    return try PrimitiveDescriptor(title, engine, operation: descriptor)
  }
}
