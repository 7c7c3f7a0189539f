internal import COneDNN

/// The attributes of a primitive: its scratchpad is the caller's, and an activation may follow it.
final class Attributes {
  let handle: Handle

  init(_ engine: Engine, _ activation: Elementwise?) throws(OneDNNError) {
    let functions = engine.functions
    handle = try Handle("make attributes", destroy: { _ = functions.primitive_attr_destroy($0) }) {
      functions.primitive_attr_create($0)
    }
    try Library.check(
      functions.primitive_attr_set_scratchpad_mode(handle.pointer, conednn_scratchpad_mode_user), "give a scratchpad")
    guard let function = activation?.function else { return }
    let operations = try Handle("fuse an activation", destroy: { _ = functions.post_ops_destroy($0) }) {
      functions.post_ops_create($0)
    }
    try Library.check(
      functions.post_ops_append_eltwise(operations.pointer, function.algorithm, function.alpha, function.beta),
      "fuse an activation")
    try Library.check(functions.primitive_attr_set_post_ops(handle.pointer, operations.pointer), "fuse an activation")
  }
}
