internal import COneDNN

/// What a primitive does with each number before it is written.
struct Epilogue {
  /// Adds what is in the place of the result, which is overwritten.
  var addsToResult = false
  /// What happens to the number, or to the sum.
  var activation: Elementwise?
}

/// The attributes of a primitive: its scratchpad is the caller's, and an addition and an activation may follow it.
final class Attributes {
  let handle: Handle

  init(_ engine: Engine, _ epilogue: Epilogue) throws(OneDNNError) {
    let functions = engine.functions
    handle = try Handle("make attributes", destroy: { _ = functions.primitive_attr_destroy($0) }) {
      functions.primitive_attr_create($0)
    }
    try Library.check(
      functions.primitive_attr_set_scratchpad_mode(handle.pointer, conednn_scratchpad_mode_user), "give a scratchpad")
    guard epilogue.addsToResult || epilogue.activation != nil else { return }
    let operations = try Handle("fuse operations", destroy: { _ = functions.post_ops_destroy($0) }) {
      functions.post_ops_create($0)
    }
    if epilogue.addsToResult {
      try Library.check(functions.post_ops_append_sum(operations.pointer, 1, 0, conednn_f32), "fuse an addition")
    }
    if let function = epilogue.activation?.function {
      try Library.check(
        functions.post_ops_append_eltwise(operations.pointer, function.algorithm, function.alpha, function.beta),
        "fuse an activation")
    }
    try Library.check(functions.primitive_attr_set_post_ops(handle.pointer, operations.pointer), "fuse operations")
  }
}
