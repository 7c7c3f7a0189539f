internal import COneDNN
import PlainText

/// How the numbers of a tensor of float32 lie in memory: its sizes, and the order and blocking of its axes.
public struct TensorLayout: Equatable, Sendable {
  var description: dnnl_memory_desc_t
  /// Sizes of the axes.
  public let dimensions: [Int]
  /// Bytes from the first number to the last, with the padding of blocks.
  public let byteCount: Int

  /// Orders of axes that are asked for by name.
  public enum Order: Hashable, Sendable {
    /// Row-major.
    case plain
    /// So many neighbours on an axis side by side, in the last block with what is missing made up: axis 1 for what
    /// convolutions read and write.
    case blocks(Int, axis: Int)
    /// Any that suits the primitive, which chooses.
    case any

    /// Eight channels side by side at each position: what convolutions on AVX2 read and write.
    public static let blocks8 = Order.blocks(8, axis: 1)
  }

  /// Axes at most.
  public static let mostAxes = 12

  /// - Throws: `OneDNNError` for sizes that the library refuses.
  public init(_ dimensions: [Int], _ order: Order = .plain) throws(OneDNNError) {
    switch order {
    case .any: try self.init(any: dimensions)
    case .plain: try self.init(rowMajor: dimensions)
    case .blocks(let size, let axis):
      guard size > 0, dimensions.indices.contains(axis) else {
        throw OneDNNError("lay out a tensor in blocks", "there is no such axis or block")
      }
      var outer = dimensions
      outer[axis] = (dimensions[axis] + size - 1) / size
      // The axes' strides are those of whole blocks.
      var blocked = try TensorLayout(rowMajor: dimensions).description
      for (axis, stride) in TensorLayout.strides(outer).enumerated() {
        TensorLayout.set(&blocked.format_desc.blocking.strides, axis, to: stride * size)
      }
      TensorLayout.set(&blocked.padded_dims, axis, to: outer[axis] * size)
      blocked.format_desc.blocking.inner_nblks = 1
      blocked.format_desc.blocking.inner_blks.0 = Int64(size)
      blocked.format_desc.blocking.inner_idxs.0 = Int64(axis)
      self.init(blocked, try Library.functions())
    }
  }

  /// Numbers at given distances, which need not be those of a whole tensor.
  ///
  /// - Parameters:
  ///   - strides: numbers from one index of an axis to the next.
  ///   - offset: numbers before the first.
  public init(_ dimensions: [Int], strides: [Int], offset: Int = 0) throws(OneDNNError) {
    // Every second index of an axis may reach behind the next one before it, which oneDNN refuses to describe and can read.
    var view = try TensorLayout(rowMajor: dimensions).description
    for (axis, stride) in strides.enumerated() {
      TensorLayout.set(&view.format_desc.blocking.strides, axis, to: stride)
    }
    view.offset0 = Int64(offset)
    self.init(view, try Library.functions())
  }

  private init(rowMajor dimensions: [Int]) throws(OneDNNError) {
    let functions = try Library.functions()
    try TensorLayout.check(dimensions)
    var description = dnnl_memory_desc_t()
    try Library.check(
      functions.memory_desc_init_by_strides(
        &description, Int32(dimensions.count), dimensions.map(Int64.init), dnnl_f32,
        TensorLayout.strides(dimensions).map(Int64.init)),
      TensorLayout.attempt(dimensions))
    self.init(description, functions)
  }

  private init(any dimensions: [Int]) throws(OneDNNError) {
    let functions = try Library.functions()
    try TensorLayout.check(dimensions)
    var description = dnnl_memory_desc_t()
    try Library.check(
      functions.memory_desc_init_by_tag(
        &description, Int32(dimensions.count), dimensions.map(Int64.init), dnnl_f32, dnnl_format_tag_any),
      TensorLayout.attempt(dimensions))
    self.init(description, functions)
  }

  init(_ description: dnnl_memory_desc_t, _ functions: conednn_functions) {
    self.description = description
    dimensions = TensorLayout.numbers(description.dims, Int(description.ndims))
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

  /// Neighbours on an axis that cannot be parted: the product of its blocks.
  public func block(ofAxis axis: Int) -> Int {
    guard description.format_kind == dnnl_blocked else { return 1 }
    let blocking = description.format_desc.blocking
    let count = Int(blocking.inner_nblks)
    let blocks = zip(
      TensorLayout.numbers(blocking.inner_blks, count), TensorLayout.numbers(blocking.inner_idxs, count))
    return blocks.reduce(1) { $1.1 == axis ? $0 * $1.0 : $0 }
  }

  /// Numbers from one index of each axis to the next in row-major order.
  public static func strides(_ dimensions: [Int]) -> [Int] {
    var strides = dimensions
    var stride = 1
    for axis in dimensions.indices.reversed() {
      strides[axis] = stride
      stride *= max(1, dimensions[axis])
    }
    return strides
  }

  /// The first numbers of one of C's arrays of twelve.
  private static func numbers<List>(_ list: List, _ count: Int) -> [Int] {
    withUnsafeBytes(of: list) { $0.bindMemory(to: Int64.self).prefix(count).map(Int.init) }
  }

  /// Changes one of them.
  private static func set<List>(_ list: inout List, _ index: Int, to number: Int) {
    withUnsafeMutableBytes(of: &list) {
      $0.storeBytes(of: Int64(number), toByteOffset: index * MemoryLayout<Int64>.stride, as: Int64.self)
    }
  }

  private static func check(_ dimensions: [Int]) throws(OneDNNError) {
    guard (1...mostAxes).contains(dimensions.count) else {
      throw OneDNNError("lay out a tensor of \(dimensions.count) axes", "one to twelve are possible")
    }
  }

  private static func attempt(_ dimensions: [Int]) -> Phrase {
    "lay out a tensor of \(dimensions.map(String.init).joined(separator: "×"))"
  }

  public static func == (a: TensorLayout, b: TensorLayout) -> Bool {
    guard let functions = try? Library.functions() else { return false }
    return withUnsafePointer(to: a.description) { a in
      withUnsafePointer(to: b.description) { b in functions.memory_desc_equal(a, b) != 0 }
    }
  }
}
