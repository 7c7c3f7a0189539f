/// How long pieces of memory are needed in a sequence of steps.
///
/// Step i writes one value and reads others. Each value lies in a piece of memory, which several may share: one that
/// overwrites its input lies in its input's. A piece is needed from the first step that touches it to the last.
public struct Liveness: Hashable, Sendable {
  /// For each piece of memory the steps during which it is needed; nil for one that none touches.
  public let steps: [ClosedRange<Int>?]

  /// - Parameters:
  ///   - writes: for each step, the value that it writes.
  ///   - reads: for each step, the values that it reads.
  ///   - holder: for each value, its piece of memory.
  ///   - holders: how many pieces there are.
  public init(writes: [Int], reads: [[Int]], holder: [Int], holders: Int) {
    var steps: [ClosedRange<Int>?] = Array(repeating: nil, count: holders)
    func touch(_ value: Int, _ step: Int) {
      let first = steps[holder[value]]?.lowerBound ?? step
      steps[holder[value]] = first...step
    }
    for step in writes.indices {
      for value in reads[step] { touch(value, step) }
      touch(writes[step], step)
    }
    self.steps = steps
  }
}
