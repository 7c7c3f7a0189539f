internal import COneDNN
import PlainText

extension PrimitiveDescriptor {
  public enum Pooling: Sendable {
    case maximum
    /// The mean of the cells inside the image.
    case average
    /// The sum over all cells of the kernel, zero in the padding, divided by their number.
    case averageWithPadding

    fileprivate var algorithm: conednn_algorithm {
      switch self {
      case .maximum: conednn_pooling_max
      case .average: conednn_pooling_avg_exclude_padding
      case .averageWithPadding: conednn_pooling_avg_include_padding
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
    try PrimitiveDescriptor("a pooling of \(text(source))", engine) { made, attributes in
      engine.functions.pooling_forward_primitive_desc_create(
        made, engine.pointer, conednn_forward_inference, kind.algorithm, source.description,
        destination.description, numbers(window.stride), numbers(window.kernel), window.skipped,
        numbers(window.before), numbers(window.after), attributes)
    }
  }
}
