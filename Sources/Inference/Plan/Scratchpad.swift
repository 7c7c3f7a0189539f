/// Memory that each step may use while it runs: one piece, as large as the greediest step wants it.
final class Scratchpad {
  private(set) var byteCount = 0
  private var pages: Pages?

  /// Nil before `allocate`.
  var address: UnsafeMutableRawPointer? { pages?.address }

  /// Makes sure that there will be so many bytes.
  func reserve(_ bytes: Int) { byteCount = max(byteCount, bytes) }

  func allocate() throws(InferenceError) { pages = try Pages(byteCount) }
}
