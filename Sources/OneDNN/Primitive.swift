internal import COneDNN
import PlainText

/// A compiled primitive bound to its tensors, ready to run any number of times.
public final class Primitive {
  /// The part that a tensor plays.
  public enum Argument: Hashable, Sendable {
    case source
    /// One of several inputs.
    case sources(Int)
    case destination
    case weights
    case bias
    case mean
    case variance
    case scale
    case shift
    case scratchpad
    /// Gradients with respect to the source, the destination and the weights.
    case sourceGradient
    case destinationGradient
    case weightsGradient

    var number: Int32 {
      switch self {
      case .source: Self.number(conednn_arg_src)
      case .sources(let index): Self.number(conednn_arg_multiple_src) + Int32(clamping: index)
      case .destination: Self.number(conednn_arg_dst)
      case .weights: Self.number(conednn_arg_weights)
      case .bias: Self.number(conednn_arg_bias)
      case .mean: Self.number(conednn_arg_mean)
      case .variance: Self.number(conednn_arg_variance)
      case .scale: Self.number(conednn_arg_scale)
      case .shift: Self.number(conednn_arg_shift)
      case .scratchpad: Self.number(conednn_arg_scratchpad)
      case .sourceGradient: Self.number(conednn_arg_diff_src)
      case .destinationGradient: Self.number(conednn_arg_diff_dst)
      case .weightsGradient: Self.number(conednn_arg_diff_weights)
      }
    }

    private static func number(_ index: conednn_argument_index) -> Int32 { Int32(bitPattern: index.rawValue) }
  }

  private let title: Phrase
  private let engine: Engine
  private let primitive: Handle
  private let memories: [TensorMemory]
  private let arguments: UnsafeMutableBufferPointer<conednn_argument>

  /// Compiles the primitive.
  public init(_ descriptor: PrimitiveDescriptor, _ tensors: [(Argument, TensorMemory)]) throws(OneDNNError) {
    title = descriptor.title
    engine = descriptor.engine
    let functions = descriptor.engine.functions
    primitive = try Handle("prepare \(descriptor.title)", destroy: { _ = functions.primitive_destroy($0) }) {
      functions.primitive_create($0, descriptor.handle.pointer)
    }
    memories = tensors.map(\.1)
    arguments = .allocate(capacity: tensors.count)
    for (index, tensor) in tensors.enumerated() {
      arguments[index] = conednn_argument(index: tensor.0.number, memory: tensor.1.handle.pointer)
    }
  }

  deinit { arguments.deallocate() }

  public func run() throws(OneDNNError) {
    let status = engine.functions.primitive_execute(
      primitive.pointer, engine.stream.pointer, Int32(arguments.count), arguments.baseAddress)
    guard status == conednn_success else { throw OneDNNError("run \(title)", status) }
  }
}
