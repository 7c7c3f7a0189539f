/// Least squares: the factors with which columns add up to a target as well as they can.
enum LinearFit {
  /// Nil where the columns do not tell the factors apart.
  static func solve(_ columns: [[Float]], _ target: [Float]) -> [Double]? {
    let size = columns.count
    func product(_ a: [Float], _ b: [Float]) -> Double {
      var sum = 0.0
      a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
          for index in 0..<min(a.count, b.count) { sum += Double(a[index]) * Double(b[index]) }
        }
      }
      return sum
    }
    // The normal equations, each column scaled to length 1 so that a pivot's size means something.
    let lengths = columns.map { product($0, $0).squareRoot() }
    guard lengths.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    var rows = (0..<size).map { row in
      (0..<size).map { product(columns[row], columns[$0]) / (lengths[row] * lengths[$0]) }
        + [product(columns[row], target) / lengths[row]]
    }
    for pivot in 0..<size {
      guard let best = (pivot..<size).max(by: { rows[$0][pivot].magnitude < rows[$1][pivot].magnitude }),
        rows[best][pivot].magnitude > 1e-9
      else { return nil }
      rows.swapAt(pivot, best)
      for row in 0..<size where row != pivot {
        let factor = rows[row][pivot] / rows[pivot][pivot]
        for column in pivot...size { rows[row][column] -= factor * rows[pivot][column] }
      }
    }
    return (0..<size).map { rows[$0][size] / (rows[$0][$0] * lengths[$0]) }
  }
}
