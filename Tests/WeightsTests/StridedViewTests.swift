import Testing

@testable import Weights

/// Numbers that are the same in every run.
struct Numbers: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: Int) { state = UInt64(seed) &+ 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}

@Suite struct StridedViewTests {
  /// All indices of a shape, the last axis fastest.
  private func indices(_ shape: [Int]) -> [[Int]] {
    shape.reduce([[]]) { all, size in all.flatMap { index in (0..<size).map { index + [$0] } } }
  }

  private func elements(_ view: StridedView) -> [Int] {
    indices(view.shape).map { index in zip(index, view.strides).reduce(view.offset) { $0 + $1.0 * $1.1 } }
  }

  /// A tensor with its axes in a random order, some of them from the end, and perhaps a part of it.
  private func randomView(_ numbers: inout Numbers) -> (view: StridedView, count: Int) {
    let shape = (0..<Int.random(in: 0...4, using: &numbers)).map { _ in
      // Beyond the lines of 16 now and then.
      Bool.random(using: &numbers) ? Int.random(in: 1...5, using: &numbers) : Int.random(in: 1...40, using: &numbers)
    }
    var view = StridedView(rowMajor: shape)
    let count = view.count
    view = view.permuted(Array(shape.indices).shuffled(using: &numbers))
    for axis in shape.indices where Int.random(in: 0..<4, using: &numbers) == 0 { view = view.reversed(axis: axis) }
    if let first = view.shape.first, first > 2, Bool.random(using: &numbers) { view = view.slice(0, 1..<(first - 1)) }
    return (view, count)
  }

  /// A view of a tensor whose numbers lie in some other order is that of its elements there.
  @Test(arguments: 0..<60)
  func viewsOfStridedTensorsAreWhatTheFormulaSays(seed: Int) throws {
    var numbers = Numbers(seed)
    let shape = (0..<Int.random(in: 0...4, using: &numbers)).map { _ in Int.random(in: 1...4, using: &numbers) }
    // Its axes lie in a random order, with gaps here and there, or on each other.
    var strides = shape.map { _ in 0 }
    var step = 1
    for axis in shape.indices.shuffled(using: &numbers) {
      strides[axis] = Int.random(in: 0..<8, using: &numbers) == 0 ? 0 : step
      step *= shape[axis] + Int.random(in: 0...1, using: &numbers)
    }
    let tensor = StridedView(shape: shape, strides: strides)
    // Axes cut in two, as those of flattened inputs are, turned, exchanged, and a part of them.
    var axes: [Int] = []
    for size in shape { axes += size == 4 ? [2, 2] : [size] }
    var view = StridedView(rowMajor: axes).permuted(Array(axes.indices).shuffled(using: &numbers))
    for axis in axes.indices where Int.random(in: 0..<3, using: &numbers) == 0 { view = view.reversed(axis: axis) }
    if let first = view.shape.first, first > 2 { view = view.slice(0, 1..<(first - 1)) }
    let placed = try #require(view.placed(in: tensor))
    let all = elements(tensor)
    #expect(elements(placed) == elements(view).map { all[$0] })
  }

  @Test func anAxisThatCrossesTwoOfTheTensorHasNoStride() {
    let tensor = StridedView(shape: [2, 3], strides: [1, 2])
    #expect(StridedView(rowMajor: [6]).placed(in: tensor) == nil)
    #expect(StridedView(rowMajor: [3, 2]).placed(in: tensor) == nil)
    #expect(StridedView(rowMajor: [2, 3]).placed(in: tensor) == tensor)
    #expect(StridedView(rowMajor: [0, 6]).placed(in: tensor) != nil)
  }

  @Test(arguments: 0..<60)
  func gatheringIsWhatTheFormulaSays(seed: Int) {
    var numbers = Numbers(seed)
    let (view, count) = randomView(&numbers)
    guard count < 200_000 else { return }
    let expected = elements(view).map(Int32.init)
    let source = (0..<Int32(count)).map { $0 }
    var found = [Int32](repeating: -1, count: view.count)
    let base = view.bounds.lowerBound
    source.withUnsafeBufferPointer { source in
      found.withUnsafeMutableBufferPointer { found in
        guard let from = source.baseAddress, let into = found.baseAddress else { return }
        Gather.copy(view, base: base, from: from + base, into: into) { $0 }
      }
    }
    #expect(found == expected)
    #expect(view.bounds == (expected.min().map(Int.init) ?? 0)..<((expected.max().map(Int.init) ?? -1) + 1))
    #expect(view.isContiguous == (zip(expected, expected.dropFirst()).allSatisfy { $0 + 1 == $1 }))
  }

  @Test(arguments: 0..<60)
  func floatsAreExchangedInLines(seed: Int) {
    var numbers = Numbers(seed)
    let sizes = (0..<3).map { _ in Int.random(in: 1...40, using: &numbers) }
    let view = StridedView(rowMajor: sizes).permuted([0, 1, 2].shuffled(using: &numbers))
    let source = (0..<view.count).map { Float($0) }
    var found = [Float](repeating: -1, count: view.count)
    source.withUnsafeBufferPointer { source in
      found.withUnsafeMutableBufferPointer { found in
        guard let from = source.baseAddress, let into = found.baseAddress else { return }
        Gather.copy(view, base: 0, from: from, into: into) { $0 }
      }
    }
    #expect(found == elements(view).map { Float($0) })
  }

  @Test(arguments: 0..<60)
  func fewerAxesAreTheSameElements(seed: Int) {
    var numbers = Numbers(seed)
    let (view, count) = randomView(&numbers)
    guard count < 200_000 else { return }
    let merged = view.merged
    #expect(elements(merged) == elements(view))
    #expect(!merged.shape.contains(1))
    #expect(merged.runLength == view.runLength)
    var starts: [Int] = []
    view.forEachRun { starts.append($0) }
    #expect(starts.flatMap { $0..<$0 + view.runLength } == elements(view))
  }

  @Test(arguments: 0..<60)
  func boxesTogetherAreTheWhole(seed: Int) {
    var numbers = Numbers(seed)
    let (view, count) = randomView(&numbers)
    guard count < 200_000 else { return }
    let limit = Int.random(in: 1...500, using: &numbers)
    let target = StridedView(rowMajor: view.shape)
    let inOrder = Tiling([view, target], atMost: limit, inOrder: true)
    #expect(inOrder.boxes.flatMap { elements(view.part($0)) } == elements(view))
    #expect(inOrder.boxes.allSatisfy { target.part($0).runLength == target.part($0).count })
    #expect(inOrder.largest <= limit)
    let anyhow = Tiling([view, target], atMost: limit, inOrder: false)
    #expect(anyhow.boxes.flatMap { elements(view.part($0)) }.sorted() == elements(view).sorted())
    #expect(anyhow.largest <= limit)
  }

  /// From Keras's order into that of the others, a cut through the channels leaves long runs on both sides.
  @Test func boxesKeepRunsLong() {
    let view = StridedView(rowMajor: [64, 32, 3, 3]).permuted([2, 3, 1, 0])
    let tiling = Tiling([view, StridedView(rowMajor: view.shape)], atMost: 4608, inOrder: false)
    #expect(tiling.boxes.map { $0[2].count } == [8, 8, 8, 8])
    #expect(tiling.boxes.allSatisfy { $0[0] == 0..<3 && $0[1] == 0..<3 && $0[3] == 0..<64 })
  }

  @Test func runsAreCounted() {
    let view = StridedView(rowMajor: [2, 3, 4])
    #expect(view.isContiguous)
    #expect(view.runLength == 24)
    #expect(view.slice(0, 1..<2).isContiguous)
    #expect(view.permuted([1, 0, 2]).runLength == 4)
    #expect(view.permuted([2, 1, 0]).runLength == 1)
    #expect(view.reversed(axis: 2).runLength == 1)
    #expect(StridedView(rowMajor: []).count == 1)
    #expect(StridedView(rowMajor: [3, 0]).bounds == 0..<0)
  }
}
