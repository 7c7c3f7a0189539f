internal import COneDNN

/// How the numbers of a tensor of float32 lie in memory: its sizes, and the order and blocking of its axes.
public struct TensorLayout: Equatable, Sendable {
  var description: dnnl_memory_desc_t
  /// Sizes of the axes.
  public let dimensions: [Int]
  /// Bytes from the first number to the last, with the padding of blocks.
  public let byteCount: Int

  /// Orders of axes that are asked for by name.
  public enum Order: Sendable {
    /// Row-major.
    case plain
    /// Eight channels side by side at each position: what convolutions on AVX2 read and write.
    case blocks8
    /// Any that suits the primitive, which chooses.
    case any
  }

  /// - Parameter dimensions: up to five sizes.
  /// - Throws: `OneDNNError` for sizes that the library refuses.
  public init(_ dimensions: [Int], _ order: Order = .plain) throws(OneDNNError) {
    let functions = try Library.functions()
    let tag: dnnl_format_tag_t
    switch order {
    case .any: tag = dnnl_format_tag_any
    case .blocks8: tag = dnnl_aBcd8b
    case .plain:
      let tags = [dnnl_a, dnnl_ab, dnnl_abc, dnnl_abcd, dnnl_abcde]
      guard tags.indices.contains(dimensions.count - 1) else {
        throw OneDNNError("lay out a tensor of \(dimensions.count) axes", "one to five are possible")
      }
      tag = tags[dimensions.count - 1]
    }
    var description = dnnl_memory_desc_t()
    try Library.check(
      functions.memory_desc_init_by_tag(
        &description, Int32(dimensions.count), dimensions.map(Int64.init), dnnl_f32, tag),
      "lay out a tensor of \(dimensions.map(String.init).joined(separator: "×"))")
    self.init(description, functions)
  }

  init(_ description: dnnl_memory_desc_t, _ functions: conednn_functions) {
    self.description = description
    var sizes = description.dims
    dimensions = withUnsafeBytes(of: &sizes) { bytes in
      bytes.bindMemory(to: Int64.self).prefix(Int(description.ndims)).map(Int.init)
    }
    byteCount = withUnsafePointer(to: description) { functions.memory_desc_get_size($0) }
  }

  /// The layout of a part of this one, in the same memory.
  ///
  /// - Throws: `OneDNNError` where the part cuts a block.
  public func part(_ dimensions: [Int], at offsets: [Int]) throws(OneDNNError) -> TensorLayout {
    let functions = try Library.functions()
    var part = dnnl_memory_desc_t()
    try Library.check(
      withUnsafePointer(to: description) { whole in
        functions.memory_desc_init_submemory(&part, whole, dimensions.map(Int64.init), offsets.map(Int64.init))
      }, "take a part of a tensor")
    return TensorLayout(part, functions)
  }

  public static func == (a: TensorLayout, b: TensorLayout) -> Bool {
    guard let functions = try? Library.functions() else { return false }
    return withUnsafePointer(to: a.description) { a in
      withUnsafePointer(to: b.description) { b in functions.memory_desc_equal(a, b) != 0 }
    }
  }
}
