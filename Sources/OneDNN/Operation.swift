internal import COneDNN

/// An operation on tensors of given sizes, for which oneDNN has chosen an implementation and the layouts that suit it.
public final class Operation {
  /// What it is and on what, for messages.
  public let title: String
  /// oneDNN's name of the implementation: `jit:avx2`.
  public let implementation: String
  /// Whether it is compiled for just these sizes, and not made of a matrix product or plain loops.
  public var isCompiled: Bool { implementation.hasPrefix("jit") }
  let engine: Engine
  let description: Handle

  private init(_ title: String, _ engine: Engine, _ description: Handle) {
    self.title = title
    self.engine = engine
    self.description = description
    var name: UnsafePointer<CChar>?
    let status = engine.functions.primitive_desc_query(description.pointer, dnnl_query_impl_info_str, 0, &name)
    implementation = status == dnnl_success ? name.map { String(cString: $0) } ?? "" : ""
  }

  /// An operation by its descriptor, of the type that C expects under the untyped pointer.
  convenience init<Descriptor>(
    _ title: String, _ engine: Engine, activation: Elementwise? = nil, _ descriptor: Descriptor
  ) throws(OneDNNError) {
    let attributes = try Attributes(engine, activation)
    try self.init(title, engine, attributes) { made in
      withUnsafePointer(to: descriptor) {
        engine.functions.primitive_desc_create(made, $0, attributes.handle.pointer, engine.engine.pointer, nil)
      }
    }
  }

  convenience init(
    _ title: String, _ engine: Engine, _ attributes: Attributes,
    _ create: (UnsafeMutablePointer<OpaquePointer?>) -> dnnl_status_t
  ) throws(OneDNNError) {
    let functions = engine.functions
    let handle = try Handle(title, destroy: { _ = functions.primitive_desc_destroy($0) }, create: create)
    self.init(title, engine, handle)
  }

  /// TensorLayout of input `index`.
  public func source(_ index: Int = 0) -> TensorLayout { layout(dnnl_query_src_md, index) }
  public var destination: TensorLayout { layout(dnnl_query_dst_md, 0) }
  /// TensorLayout of the weights, 0, or the bias, 1.
  public func weights(_ index: Int = 0) -> TensorLayout { layout(dnnl_query_weights_md, index) }
  /// TensorMemory that the operation needs while it runs.
  public var scratchpad: TensorLayout { layout(dnnl_query_scratchpad_md, 0) }

  private func layout(_ query: dnnl_query_t, _ index: Int) -> TensorLayout {
    let found = engine.functions.primitive_desc_query_md(description.pointer, query, Int32(index))
    return TensorLayout(found?.pointee ?? dnnl_memory_desc_t(), engine.functions)
  }
}
