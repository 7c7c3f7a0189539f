/// Every index of some axes in row-major order, and where it lies in one or more tensors of other strides.
struct StridedIndices {
  private let sizes: [Int]
  private let strides: [[Int]]

  /// - Parameter strides: of each tensor, numbers from one index of each axis to the next; 0 where an axis is repeated.
  init(_ sizes: [Int], _ strides: [[Int]]) {
    self.sizes = sizes
    self.strides = strides
  }

  /// Hands on the places in all tensors.
  func forEach(_ use: ([Int]) -> Void) {
    var index = sizes.map { _ in 0 }
    var places = strides.map { _ in 0 }
    for _ in 0..<sizes.reduce(1, *) {
      use(places)
      var axis = sizes.count - 1
      while axis >= 0 {
        index[axis] += 1
        for tensor in strides.indices { places[tensor] += strides[tensor][axis] }
        guard index[axis] == sizes[axis] else { break }
        index[axis] = 0
        for tensor in strides.indices { places[tensor] -= strides[tensor][axis] * sizes[axis] }
        axis -= 1
      }
    }
  }
}
