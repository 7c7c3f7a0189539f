import OneDNN
import PlainText

/// Memory for weights: it stays as long as the plan.
final class Constants {
  private var pages: [Pages] = []
  private var used = 0

  /// Small tensors share pages of this size.
  private static let shared = 1 << 20
  /// Tensors begin at a cache line.
  private static let alignment = 64

  func allocate(_ bytes: Int) throws(InferenceError) -> UnsafeMutableRawPointer {
    guard bytes < Constants.shared / 4 else {
      let own = try Pages(bytes)
      // What small tensors share stays last.
      pages.insert(own, at: max(0, pages.count - 1))
      return own.address
    }
    if pages.last.map({ $0.byteCount != Constants.shared || used + bytes > Constants.shared }) ?? true {
      pages.append(try Pages(Constants.shared))
      used = 0
    }
    guard let last = pages.last else { throw InferenceError("no memory", .memory) }
    defer { used += (bytes + Constants.alignment - 1) / Constants.alignment * Constants.alignment }
    return last.address + used
  }

  /// Room for numbers, with the numbers in it.
  ///
  /// - Parameter byteCount: the room's, where it is larger than the numbers.
  func place(_ numbers: [Float], byteCount: Int = 0) throws(InferenceError) -> UnsafeMutablePointer<Float> {
    let place = try allocate(max(byteCount, numbers.count * MemoryLayout<Float>.size))
    let start = place.assumingMemoryBound(to: Float.self)
    start.update(from: numbers, count: numbers.count)
    return start
  }
}
