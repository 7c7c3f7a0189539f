internal import COneDNN
import PlainText

/// A computation on tensors of given sizes, for which oneDNN has chosen an implementation and the layouts that suit it.
public final class PrimitiveDescriptor {
  /// What it is and on what, for messages.
  public let title: Phrase
  /// oneDNN's name of the implementation: `jit:avx2`.
  public let implementation: String
  /// Whether it is compiled for just these sizes, and not made of a matrix product of the whole or plain loops.
  public var isCompiled: Bool { implementation.hasPrefix("jit") || implementation.hasPrefix("brg") }
  let engine: Engine
  let handle: Handle
  /// The layout of a tensor that it does not have.
  private let nothing: TensorLayout

  /// - Parameters:
  ///   - epilogue: what happens to each number before it is written.
  ///   - create: makes it with the attributes, and puts it where the pointer says.
  init(
    _ title: Phrase, _ engine: Engine, _ epilogue: Epilogue = Epilogue(),
    create: (UnsafeMutablePointer<OpaquePointer?>, OpaquePointer) -> conednn_status
  ) throws(OneDNNError) {
    self.title = title
    self.engine = engine
    let functions = engine.functions
    nothing = try TensorLayout.nothing()
    let attributes = try Attributes(engine, epilogue)
    handle = try Handle("describe \(title)", destroy: { _ = functions.primitive_desc_destroy($0) }) {
      create($0, attributes.handle.pointer)
    }
    var name: UnsafePointer<CChar>?
    let status = functions.primitive_desc_query(handle.pointer, conednn_query_impl_info_str, 0, &name)
    implementation = status == conednn_success ? name.map { String(cString: $0) } ?? "" : ""
  }

  /// Layout of input `index`.
  public func source(_ index: Int = 0) -> TensorLayout { layout(conednn_query_src_md, index) }
  /// Layout of the result.
  public var destination: TensorLayout { layout(conednn_query_dst_md, 0) }
  /// Layout of the weights, 0, or the bias, 1.
  public func weights(_ index: Int = 0) -> TensorLayout { layout(conednn_query_weights_md, index) }
  /// Layout of the gradient with respect to the source.
  public var sourceGradient: TensorLayout { layout(conednn_query_diff_src_md, 0) }
  /// Layout of the gradient with respect to the result.
  public var destinationGradient: TensorLayout { layout(conednn_query_diff_dst_md, 0) }
  /// Layout of the gradient with respect to the weights.
  public var weightsGradient: TensorLayout { layout(conednn_query_diff_weights_md, 0) }
  /// The memory that the primitive needs while it runs.
  public var scratchpad: TensorLayout { layout(conednn_query_scratchpad_md, 0) }

  private func layout(_ query: conednn_query, _ index: Int) -> TensorLayout {
    // The description is the primitive descriptor's, and lives as long.
    engine.functions.primitive_desc_query_md(handle.pointer, query, Int32(index)).map {
      TensorLayout($0, of: handle, engine.functions)
    } ?? nothing
  }
}
