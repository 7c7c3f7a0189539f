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
      case .source: DNNL_ARG_SRC_0
      case .sources(let index): DNNL_ARG_MULTIPLE_SRC + Int32(clamping: index)
      case .destination: DNNL_ARG_DST_0
      case .weights: DNNL_ARG_WEIGHTS_0
      case .bias: DNNL_ARG_BIAS
      case .mean: DNNL_ARG_MEAN
      case .variance: DNNL_ARG_VARIANCE
      case .scale: DNNL_ARG_SCALE
      case .shift: DNNL_ARG_SHIFT
      case .scratchpad: DNNL_ARG_SCRATCHPAD
      case .sourceGradient: DNNL_ARG_DIFF_SRC_0
      case .destinationGradient: DNNL_ARG_DIFF_DST_0
      case .weightsGradient: DNNL_ARG_DIFF_WEIGHTS_0
      }
    }
  }

  private let title: Phrase
  private let engine: Engine
  private let primitive: Handle
  private let memories: [TensorMemory]
  private let arguments: UnsafeMutableBufferPointer<dnnl_exec_arg_t>

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
      arguments[index] = dnnl_exec_arg_t(arg: tensor.0.number, memory: tensor.1.handle.pointer)
    }
  }

  deinit { arguments.deallocate() }

  public func run() throws(OneDNNError) {
    let status = engine.functions.primitive_execute(
      primitive.pointer, engine.stream.pointer, Int32(arguments.count), arguments.baseAddress)
    guard status == dnnl_success else { throw OneDNNError("run \(title)", status) }
  }
}
