internal import COneDNN
import PlainText

/// How the numbers of a tensor of float32 lie in memory: its sizes, and the order and blocking of its axes.
public struct TensorLayout: Equatable, Sendable {
  /// oneDNN's description, which nobody changes, and who keeps it.
  nonisolated(unsafe) let description: OpaquePointer
  private let owner: Handle
  /// Numbers before the first.
  private let offset: Int
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

    /// oneDNN's name of an order for these sizes; nil where it has none, and for row-major.
    fileprivate func tag(for dimensions: [Int]) -> conednn_tag? {
      switch (self, dimensions.count) {
      case (.any, _): conednn_tag_any
      case (.blocks(4, axis: 1), 3): conednn_tag_aBc4b
      case (.blocks(8, axis: 1), 3): conednn_tag_aBc8b
      case (.blocks(16, axis: 1), 3): conednn_tag_aBc16b
      case (.blocks(4, axis: 1), 4): conednn_tag_aBcd4b
      case (.blocks(8, axis: 1), 4): conednn_tag_aBcd8b
      case (.blocks(16, axis: 1), 4): conednn_tag_aBcd16b
      case (.blocks(32, axis: 1), 4): conednn_tag_aBcd32b
      case (.blocks(4, axis: 1), 5): conednn_tag_aBcde4b
      case (.blocks(8, axis: 1), 5): conednn_tag_aBcde8b
      case (.blocks(16, axis: 1), 5): conednn_tag_aBcde16b
      case (.blocks(32, axis: 1), 5): conednn_tag_aBcde32b
      case (.blocks(8, axis: 0), 4): conednn_tag_Abcd8a
      case (.blocks(16, axis: 0), 4): conednn_tag_Abcd16a
      case (.blocks(32, axis: 0), 4): conednn_tag_Abcd32a
      // Its name has the positions before the other axis, which is the same where there is one.
      case (.blocks(48, axis: 0), 4) where dimensions[2] * dimensions[3] == 1: conednn_tag_Acdb48a
      default: nil
      }
    }
  }

  /// Axes at most.
  public static let mostAxes = Int(CONEDNN_MOST_AXES)

  /// - Throws: `OneDNNError` for sizes that the library refuses, and blocks that it has no name for.
  public init(_ dimensions: [Int], _ order: Order = .plain) throws(OneDNNError) {
    guard order != .plain else {
      try self.init(dimensions, strides: TensorLayout.strides(dimensions))
      return
    }
    try TensorLayout.check(dimensions)
    guard let tag = order.tag(for: dimensions) else {
      throw OneDNNError("lay out a tensor in blocks", "there is no such axis or block")
    }
    try self.init(TensorLayout.attempt(dimensions)) { functions, made in
      functions.memory_desc_create_with_tag(
        made, Int32(dimensions.count), dimensions.map(Int64.init), conednn_f32, tag)
    }
  }

  /// Numbers at given distances, which need not be those of a whole tensor.
  ///
  /// - Parameters:
  ///   - strides: numbers from one index of an axis to the next.
  ///   - offset: numbers before the first.
  /// - Throws: `OneDNNError` where an axis reaches behind the next index of another.
  public init(_ dimensions: [Int], strides: [Int], offset: Int = 0) throws(OneDNNError) {
    try TensorLayout.check(dimensions)
    try self.init(TensorLayout.attempt(dimensions), offset: offset) { functions, made in
      functions.memory_desc_create_with_strides(
        made, Int32(dimensions.count), dimensions.map(Int64.init), conednn_f32, strides.map(Int64.init))
    }
  }

  /// Of no axes and no numbers.
  static func nothing() throws(OneDNNError) -> TensorLayout {
    try TensorLayout("lay out nothing") { functions, made in
      functions.memory_desc_create_with_strides(made, 0, [], conednn_f32, [])
    }
  }

  /// A layout whose description is its own.
  private init(
    _ attempt: Phrase, offset: Int = 0,
    create: (conednn_functions, UnsafeMutablePointer<OpaquePointer?>) -> conednn_status
  ) throws(OneDNNError) {
    let functions = try Library.functions()
    let owner = try Handle(attempt, destroy: { _ = functions.memory_desc_destroy($0) }) { create(functions, $0) }
    self.init(owner.pointer, of: owner, functions, offset: offset)
  }

  /// A layout whose description belongs to something that is kept.
  init(_ description: OpaquePointer, of owner: Handle, _ functions: conednn_functions, offset: Int = 0) {
    self.description = description
    self.owner = owner
    self.offset = offset
    dimensions = TensorLayout.numbers(
      of: description, conednn_query_dims, TensorLayout.number(of: description, conednn_query_ndims_s32, functions),
      functions)
    byteCount = functions.memory_desc_get_size(description)
  }

  /// The layout of a part of this one, in the same memory.
  ///
  /// - Throws: `OneDNNError` where the part cuts a block.
  public func part(_ dimensions: [Int], at offsets: [Int]) throws(OneDNNError) -> TensorLayout {
    try TensorLayout("take a part of a tensor", offset: offset) { functions, made in
      functions.memory_desc_create_submemory(made, description, dimensions.map(Int64.init), offsets.map(Int64.init))
    }
  }

  /// Neighbours on an axis that cannot be parted: the product of its blocks.
  public func block(ofAxis axis: Int) -> Int {
    guard let functions = try? Library.functions() else { return 1 }
    let count = TensorLayout.number(of: description, conednn_query_inner_nblks_s32, functions)
    let sizes = TensorLayout.numbers(of: description, conednn_query_inner_blks, count, functions)
    let axes = TensorLayout.numbers(of: description, conednn_query_inner_idxs, count, functions)
    return zip(sizes, axes).reduce(1) { $1.1 == axis ? $0 * $1.0 : $0 }
  }

  /// Where the first number is in memory that begins at an address.
  func first(at address: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    address.map { $0 + offset * MemoryLayout<Float>.size }
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

  /// What a description says in one number; 0 where it says nothing of the kind, as of blocks before any are chosen.
  private static func number(
    of description: OpaquePointer, _ query: conednn_query, _ functions: conednn_functions
  ) -> Int {
    var number: Int32 = 0
    return functions.memory_desc_query(description, query, &number) == conednn_success ? Int(number) : 0
  }

  /// What it says in a list.
  private static func numbers(
    of description: OpaquePointer, _ query: conednn_query, _ count: Int, _ functions: conednn_functions
  ) -> [Int] {
    var list: UnsafePointer<Int64>?
    guard count > 0, functions.memory_desc_query(description, query, &list) == conednn_success, let list else {
      return []
    }
    return UnsafeBufferPointer(start: list, count: count).map(Int.init)
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
    guard a.offset == b.offset, let functions = try? Library.functions() else { return false }
    return a.description == b.description || functions.memory_desc_equal(a.description, b.description) != 0
  }
}
