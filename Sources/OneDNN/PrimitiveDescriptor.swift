internal import COneDNN
import PlainText

/// A computation on tensors of given sizes, for which oneDNN has chosen an implementation and the layouts that suit it.
public final class PrimitiveDescriptor {
  /// What it is and on what, for messages.
  public let title: Phrase
  /// oneDNN's name of the implementation: `jit:avx2`.
  public let implementation: String
  /// Whether it is compiled for just these sizes, and not made of a matrix product or plain loops.
  public var isCompiled: Bool { implementation.hasPrefix("jit") }
  let engine: Engine
  let handle: Handle

  /// - Parameters:
  ///   - activation: what happens to each number before it is written.
  ///   - create: makes it with the attributes, and puts it where the pointer says.
  init(
    _ title: Phrase, _ engine: Engine, activation: Elementwise? = nil,
    create: (UnsafeMutablePointer<OpaquePointer?>, OpaquePointer) -> dnnl_status_t
  ) throws(OneDNNError) {
    self.title = title
    self.engine = engine
    let functions = engine.functions
    let attributes = try Attributes(engine, activation)
    handle = try Handle(title, destroy: { _ = functions.primitive_desc_destroy($0) }) {
      create($0, attributes.handle.pointer)
    }
    var name: UnsafePointer<CChar>?
    let status = functions.primitive_desc_query(handle.pointer, dnnl_query_impl_info_str, 0, &name)
    implementation = status == dnnl_success ? name.map { String(cString: $0) } ?? "" : ""
  }

  /// A primitive by oneDNN's descriptor of the operation, of the type that C expects under the untyped pointer.
  ///
  /// - Parameter forward: of a backward pass, the primitive whose gradient it is.
  convenience init<Descriptor>(
    _ title: Phrase, _ engine: Engine, activation: Elementwise? = nil, operation descriptor: Descriptor,
    forward: PrimitiveDescriptor? = nil
  ) throws(OneDNNError) {
    try self.init(
      title, engine, activation: activation,
      create: { made, attributes in
        withUnsafePointer(to: descriptor) {
          engine.functions.primitive_desc_create(made, $0, attributes, engine.engine.pointer, forward?.handle.pointer)
        }
      })
  }

  /// Layout of input `index`.
  public func source(_ index: Int = 0) -> TensorLayout { layout(dnnl_query_src_md, index) }
  /// Layout of the result.
  public var destination: TensorLayout { layout(dnnl_query_dst_md, 0) }
  /// Layout of the weights, 0, or the bias, 1.
  public func weights(_ index: Int = 0) -> TensorLayout { layout(dnnl_query_weights_md, index) }
  /// Layout of the gradient with respect to the source.
  public var sourceGradient: TensorLayout { layout(dnnl_query_diff_src_md, 0) }
  /// Layout of the gradient with respect to the result.
  public var destinationGradient: TensorLayout { layout(dnnl_query_diff_dst_md, 0) }
  /// Layout of the gradient with respect to the weights.
  public var weightsGradient: TensorLayout { layout(dnnl_query_diff_weights_md, 0) }
  /// The memory that the primitive needs while it runs.
  public var scratchpad: TensorLayout { layout(dnnl_query_scratchpad_md, 0) }

  private func layout(_ query: dnnl_query_t, _ index: Int) -> TensorLayout {
    let found = engine.functions.primitive_desc_query_md(handle.pointer, query, Int32(index))
    return TensorLayout(found?.pointee ?? dnnl_memory_desc_t(), engine.functions)
  }
}
