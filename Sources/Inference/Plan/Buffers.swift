import Analysis

/// The memory of activations: buffers that come and go, and lie in one arena together.
struct Buffers {
  private struct Buffer {
    var bytes: Int
    /// The buffer that this one is a part of, and where in it.
    var parent: Int?
    var offset = 0
  }

  private var buffers: [Buffer] = []

  var count: Int { buffers.count }

  mutating func add(_ bytes: Int) -> Int {
    buffers.append(Buffer(bytes: bytes))
    return buffers.count - 1
  }

  /// The buffer at the root of a part, and where the part lies in it.
  func root(of buffer: Int) -> (buffer: Int, offset: Int) {
    var (current, offset) = (buffer, 0)
    while let parent = buffers[current].parent {
      offset += buffers[current].offset
      current = parent
    }
    return (current, offset)
  }

  func bytes(of buffer: Int) -> Int { buffers[buffer].bytes }

  /// Makes a buffer that stood for itself a part of another.
  mutating func place(_ buffer: Int, in parent: Int, at offset: Int) {
    buffers[buffer].parent = parent
    buffers[buffer].offset = offset
  }

  /// Tensors begin at a cache line.
  private static let alignment = 64

  /// Finds room for every root so that none is in another's while both are needed: the largest first, each as low as it goes.
  ///
  /// - Parameter steps: for each buffer, when it is needed.
  /// - Returns: for each buffer where it begins, and the bytes of all.
  func arena(_ steps: [ClosedRange<Int>?], stepCount: Int) -> (offsets: [Int], bytes: Int) {
    var offsets = Array(repeating: 0, count: buffers.count)
    var size = 0
    // The buffers with a place, by the steps during which they are needed.
    var placed: [[Int]] = Array(repeating: [], count: stepCount)
    let roots = buffers.indices.filter { buffers[$0].parent == nil && steps[$0] != nil }
    for buffer in roots.sorted(by: { (buffers[$0].bytes, $1) > (buffers[$1].bytes, $0) }) {
      guard let range = steps[buffer] else { continue }
      var others: Set<Int> = []
      for step in range { others.formUnion(placed[step]) }
      var offset = 0
      for other in others.sorted(by: { offsets[$0] < offsets[$1] }) {
        if offset + buffers[buffer].bytes <= offsets[other] { break }
        let end = offsets[other] + buffers[other].bytes
        offset = max(offset, (end + Buffers.alignment - 1) / Buffers.alignment * Buffers.alignment)
      }
      offsets[buffer] = offset
      size = max(size, offset + buffers[buffer].bytes)
      for step in range { placed[step].append(buffer) }
    }
    for buffer in buffers.indices {
      let root = root(of: buffer)
      offsets[buffer] = offsets[root.buffer] + root.offset
    }
    return (offsets, size)
  }
}
