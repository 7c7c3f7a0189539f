/// Row-major numbers of a tensor, zeros at first, in memory that may be refused.
final class Numbers {
  let start: UnsafeMutablePointer<Float>
  let count: Int
  private let pages: Pages

  init(_ count: Int) throws(InferenceError) {
    pages = try Pages(count * MemoryLayout<Float>.size)
    start = pages.address.bindMemory(to: Float.self, capacity: count)
    self.count = count
  }

  convenience init(_ values: [Float]) throws(InferenceError) {
    try self.init(values.count)
    start.update(from: values, count: values.count)
  }

  var values: [Float] { Array(UnsafeBufferPointer(start: start, count: count)) }
}
