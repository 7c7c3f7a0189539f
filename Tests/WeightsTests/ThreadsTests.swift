import Testing

@testable import Weights

/// Several threads at work.
@Suite struct ThreadsTests {
  @Test func everyPieceIsDoneOnceAndFollowedInOrder() throws {
    // Each block has a number of its own, so that no two threads may write one.
    nonisolated(unsafe) let done = UnsafeMutableBufferPointer<Int>.allocate(capacity: 1000)
    done.initialize(repeating: 0)
    defer { done.deallocate() }
    var followed: [Int] = []
    try Threads.forEach(1000, isOrdered: true, room: { 0 }) { block, _ in
      done[block] += 1
    } then: { block, _ in
      followed.append(block)
    }
    #expect(done.allSatisfy { $0 == 1 })
    #expect(followed == Array(0..<1000))
  }

  @Test func nothingFollowsTwiceAtOnce() throws {
    var sum = 0
    try Threads.forEach(10_000, isOrdered: false, room: { 0 }, { _, _ in }, then: { block, _ in sum += block })
    #expect(sum == 9999 * 10_000 / 2)
    try Threads.forEach(0, isOrdered: true, room: { 0 }, { _, _ in }, then: { _, _ in sum = 0 })
    #expect(sum > 0)
  }

  @Test(arguments: [true, false]) func theFirstErrorIsTold(isOrdered: Bool) {
    for _ in 0..<100 {
      var followed: [Int] = []
      let error = #expect(throws: WeightError.self) {
        try Threads.forEach(100, isOrdered: isOrdered, room: { 0 }) { block, _ throws(WeightError) in
          if block >= 40 { throw WeightError("block \(block)") }
        } then: { block, _ in
          followed.append(block)
        }
      }
      #expect(error?.message == "block 40")
      #expect(followed.sorted() == Array(0..<40))
    }
  }

  @Test func anErrorAfterwardsEndsIt() {
    var followed: [Int] = []
    let error = #expect(throws: WeightError.self) {
      try Threads.forEach(100, isOrdered: true, room: { 0 }, { _, _ in }) { block, _ throws(WeightError) in
        if block == 7 { throw WeightError("block 7") }
        followed.append(block)
      }
    }
    #expect(error?.message == "block 7")
    #expect(followed == Array(0..<7))
  }
}
