internal import COneDNN
import PlainText

extension PrimitiveDescriptor {
  public enum Pooling: Sendable {
    case maximum
    /// The mean of the cells inside the image.
    case average
    /// The sum over all cells of the kernel, zero in the padding, divided by their number.
    case averageWithPadding

    fileprivate var algorithm: dnnl_alg_kind_t {
      switch self {
      case .maximum: dnnl_pooling_max
      case .average: dnnl_pooling_avg_exclude_padding
      case .averageWithPadding: dnnl_pooling_avg_include_padding
      }
    }
  }

  /// Pooling.
  ///
  /// - Parameters:
  ///   - source, destination: N×C×H×W, or N×C×D×H×W.
  public static func pooling(
    _ engine: Engine, _ kind: Pooling, source: TensorLayout, destination: TensorLayout, _ window: SlidingWindow
  ) throws(OneDNNError) -> PrimitiveDescriptor {
    let title: Phrase = "a pooling of \(text(source))"
    guard window.dilation.contains(where: { $0 > 1 }) else {
      var descriptor = dnnl_pooling_desc_t()
      try check(title) {
        with(source, destination) { source, destination in
          engine.functions.pooling_forward_desc_init(
            &descriptor, dnnl_forward_inference, kind.algorithm, source, destination, numbers(window.stride),
            numbers(window.kernel), numbers(window.before), numbers(window.after))
        }
      }
      return try PrimitiveDescriptor(title, engine, operation: descriptor)
    }
    var descriptor = dnnl_pooling_v2_desc_t()
    try check(title) {
      with(source, destination) { source, destination in
        engine.functions.pooling_v2_forward_desc_init(
          &descriptor, dnnl_forward_inference, kind.algorithm, source, destination, numbers(window.stride),
          numbers(window.kernel), numbers(window.dilation.map { $0 - 1 }), numbers(window.before),
          numbers(window.after))
      }
    }
    return try PrimitiveDescriptor(title, engine, operation: descriptor)
  }
}
