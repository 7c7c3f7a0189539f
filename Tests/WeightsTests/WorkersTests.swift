import Synchronization
import Testing

@testable import Weights

/// Several threads at work.
@Suite struct WorkersTests {
  @Test func everyPieceIsDoneOnceAndFollowedInOrder() throws {
    let done = Mutex<[Int]>([])
    var followed: [Int] = []
    try Workers.forEach(1000, isOrdered: true, room: { 0 }) { piece, _ in
      done.withLock { $0.append(piece) }
    } then: { piece, _ in
      followed.append(piece)
    }
    #expect(done.withLock { $0.sorted() } == Array(0..<1000))
    #expect(followed == Array(0..<1000))
  }

  @Test func nothingFollowsTwiceAtOnce() throws {
    var sum = 0
    try Workers.forEach(10_000, isOrdered: false, room: { 0 }, { _, _ in }, then: { piece, _ in sum += piece })
    #expect(sum == 9999 * 10_000 / 2)
    try Workers.forEach(0, isOrdered: true, room: { 0 }, { _, _ in }, then: { _, _ in sum = 0 })
    #expect(sum > 0)
  }

  @Test(arguments: [true, false]) func theFirstErrorIsTold(isOrdered: Bool) {
    for _ in 0..<100 {
      var followed: [Int] = []
      let error = #expect(throws: WeightError.self) {
        try Workers.forEach(100, isOrdered: isOrdered, room: { 0 }) { piece, _ throws(WeightError) in
          if piece >= 40 { throw WeightError("piece \(piece)") }
        } then: { piece, _ in
          followed.append(piece)
        }
      }
      #expect(error?.message == "piece 40")
      #expect(followed.sorted() == Array(0..<40))
    }
  }

  @Test func anErrorAfterwardsEndsIt() {
    var followed: [Int] = []
    let error = #expect(throws: WeightError.self) {
      try Workers.forEach(100, isOrdered: true, room: { 0 }, { _, _ in }) { piece, _ throws(WeightError) in
        if piece == 7 { throw WeightError("piece 7") }
        followed.append(piece)
      }
    }
    #expect(error?.message == "piece 7")
    #expect(followed == Array(0..<7))
  }
}
