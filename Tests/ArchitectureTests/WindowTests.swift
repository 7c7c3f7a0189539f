import TestSupport
import Testing

@testable import Architecture

/// Output sizes, rounding and the cells that no window reaches, along one axis.
@Suite struct WindowTests {
  @Test(
    "Rounding down leaves the last cells unread",
    arguments: [
      (kernel: 11, stride: 4, size: 227, output: 55),  // AlexNet's conv1: (227 − 11)/4 + 1
      (kernel: 11, stride: 4, size: 224, output: 54),  // 213/4 is no whole number
      (kernel: 3, stride: 2, size: 55, output: 27),
      (kernel: 3, stride: 2, size: 56, output: 27),
      (kernel: 1, stride: 1, size: 1, output: 1),
      (kernel: 5, stride: 7, size: 5, output: 1),
    ])
  func floor(kernel: Int, stride: Int, size: Int, output: Int) throws {
    #expect(try Window(kernel: kernel, stride: stride).outputSize(size) == output)
  }

  @Test(
    "Rounding up adds a clipped window",
    arguments: [
      (kernel: 3, stride: 2, before: 0, after: 0, size: 55, output: 27),  // fits exactly: the same as rounding down
      (kernel: 3, stride: 2, before: 0, after: 0, size: 56, output: 28),
      (kernel: 3, stride: 2, before: 0, after: 0, size: 112, output: 56),  // GoogLeNet's pool1
      (kernel: 2, stride: 2, before: 0, after: 0, size: 7, output: 4),
      (kernel: 3, stride: 2, before: 1, after: 1, size: 6, output: 4),  // the last window starts at 5, the last cell
    ])
  func ceil(kernel: Int, stride: Int, before: Int, after: Int, size: Int, output: Int) throws {
    let window = Window(kernel: kernel, stride: stride, before: before, after: after, rounding: .ceil)
    #expect(try window.outputSize(size) == output)
  }

  @Test(
    "Rounded up, a last window that would start in the padding is left out, as in Caffe and PyTorch",
    arguments: [
      (kernel: 2, stride: 2, padding: 1, size: 3, output: 2),  // ⌈(3 + 2 − 2)/2⌉ + 1 = 3, and window 2 starts at 3
      (kernel: 2, stride: 3, padding: 1, size: 2, output: 1),  // ⌈2/3⌉ + 1 = 2, and window 1 starts at 2
      (kernel: 2, stride: 2, padding: 1, size: 4, output: 3),  // fits: windows start at −1, 1 and 3
      (kernel: 3, stride: 3, padding: 1, size: 5, output: 2),  // window 2 starts at 5
    ])
  func oneLess(kernel: Int, stride: Int, padding: Int, size: Int, output: Int) throws {
    let window = Window(kernel: kernel, stride: stride, before: padding, after: padding, rounding: .ceil)
    #expect(try window.outputSize(size) == output)
  }

  @Test func dilationWidensTheSpan() throws {
    let window = Window(kernel: 3, dilation: 4)
    #expect(window.span == 9)
    #expect(try window.outputSize(9) == 1)
    #expect(try window.outputSize(20) == 12)
    #expect(throws: SizeError.windowBeyondInput(span: 9, size: 8, padding: 0)) { try window.outputSize(8) }
  }

  @Test func paddingBeforeAndAfterAddUp() throws {
    #expect(try Window(kernel: 3, stride: 2, before: 1, after: 0).outputSize(8) == 4)
    #expect(try Window(kernel: 3, stride: 2, before: 0, after: 1).outputSize(8) == 4)
    #expect(try Window(kernel: 3, stride: 2, before: 1, after: 2).outputSize(8) == 5)
  }

  @Test func windowLargerThanItsInputIsClippedWhenRoundedUp() throws {
    let clipped = Window(kernel: 5, stride: 3, rounding: .ceil)
    #expect(try clipped.outputSize(4) == 1)
    #expect(try clipped.outputSize(3) == 1)
    // Two cells are a whole stride less than a window: not even the first one is there.
    #expect(throws: SizeError.windowBeyondInput(span: 5, size: 2, padding: 0)) { try clipped.outputSize(2) }
    #expect(throws: SizeError.windowBeyondInput(span: 5, size: 4, padding: 0)) {
      try Window(kernel: 5, stride: 3).outputSize(4)
    }
  }

  @Test func messageOfATooLargeWindowCountsThePadding() {
    #expect(throws: SizeError.windowBeyondInput(span: 7, size: 3, padding: 3)) {
      try Window(kernel: 7, before: 1, after: 2).outputSize(3)
    }
  }

  @Test func cellsOfAWindowMayLieInThePadding() {
    let window = Window(kernel: 3, stride: 2, before: 1, after: 1, dilation: 2)
    #expect(window.cells(of: 0) == -1...3)
    #expect(window.cells(of: 3) == 5...9)
  }

  @Test func unreachedCellsAreLeftOverOrSteppedOver() throws {
    #expect(try Window(kernel: 11, stride: 4).unreached(227) == 0)
    #expect(try Window(kernel: 11, stride: 4).unreached(224) == 1)
    #expect(try Window(kernel: 1, stride: 2).unreached(9) == 4)
    // Three cells of a dilated window, once: of seven cells the second, fourth, sixth are looked past, two are left.
    #expect(try Window(kernel: 3, stride: 9, dilation: 2).unreached(7) == 4)
  }

  @Test func unreachedCellsAreThoseThatNoWindowMarks() throws {
    var random = SeededGenerator(seed: 1)
    var clipped = 0
    var unreached = 0
    for _ in 0..<20_000 {
      let kernel = Int.random(in: 1...6, using: &random)
      let isCeil = Bool.random(using: &random)
      let window = Window(
        kernel: kernel, stride: .random(in: 1...7, using: &random), before: .random(in: 0..<kernel, using: &random),
        after: .random(in: 0..<kernel, using: &random), dilation: isCeil ? 1 : .random(in: 1...4, using: &random),
        rounding: isCeil ? .ceil : .floor)
      let size = Int.random(in: 1...40, using: &random)
      guard let outputs = try? window.outputSize(size) else { continue }
      let padded = window.before + size + window.after
      var isReached = Array(repeating: false, count: padded)
      for output in 0..<outputs {
        for cell in 0..<window.kernel {
          let place = output * window.stride + cell * window.dilation
          if place < padded { isReached[place] = true } else { clipped += 1 }
        }
      }
      let expected = isReached.count { !$0 }
      unreached += expected
      #expect(try window.unreached(size) == expected, "\(window), size \(size)")
    }
    #expect(clipped > 1_000 && unreached > 10_000, "the windows are too tame to show anything")
  }

  @Test func outputSizeCountsTheWindowsThatStartInTheInput() throws {
    // The definition itself: windows one stride apart, as long as they fit; rounded up, one more that starts before the
    // padding after the input.
    var random = SeededGenerator(seed: 2)
    for _ in 0..<20_000 {
      let kernel = Int.random(in: 1...6, using: &random)
      let rounding = Bool.random(using: &random) ? Window.Rounding.ceil : .floor
      let window = Window(
        kernel: kernel, stride: .random(in: 1...7, using: &random), before: .random(in: 0..<kernel, using: &random),
        after: .random(in: 0..<kernel, using: &random), rounding: rounding)
      let size = Int.random(in: 1...40, using: &random)
      let padded = window.before + size + window.after
      guard padded >= window.span else { continue }
      var start = 0
      var count = 0
      while start + window.span <= padded {
        count += 1
        start += window.stride
      }
      let isCovered = start - window.stride + window.span == padded
      if rounding == .ceil && !isCovered && start < window.before + size { count += 1 }
      #expect(try window.outputSize(size) == count, "\(window), size \(size)")
    }
  }
}

/// Padding of TensorFlow's `same`.
@Suite struct SamePaddingTests {
  typealias Padding = WindowArguments.Padding

  @Test("3×3 with stride 2 pads one cell after an even size, one on both sides of an odd one") func publishedRows() {
    #expect(Padding.same(size: 4, span: 3, stride: 2) == Padding.Pair(before: 0, after: 1))
    #expect(Padding.same(size: 5, span: 3, stride: 2) == Padding.Pair(before: 1, after: 1))
    #expect(Padding.same(size: nil, span: 3, stride: 2) == nil)
  }

  @Test func aWindowOfOneCellNeedsNoneWhateverTheSize() {
    #expect(Padding.same(size: nil, span: 1, stride: 1) == Padding.Pair(before: 0, after: 0))
  }

  @Test func aStrideBeyondTheWindowNeedsNone() {
    #expect(Padding.same(size: 8, span: 1, stride: 4) == Padding.Pair(before: 0, after: 0))
  }

  @Test("The output is the size divided by the stride, rounded up", arguments: 1...40) func output(size: Int) throws {
    for (kernel, stride) in [(1, 1), (2, 1), (3, 1), (7, 2), (3, 2), (2, 2), (5, 3), (1, 4), (4, 4)] {
      let pair = try #require(Padding.same(size: size, span: kernel, stride: stride))
      let window = Window(kernel: kernel, stride: stride, before: pair.before, after: pair.after)
      #expect(try window.outputSize(size) == (size + stride - 1) / stride)
      #expect(pair.after - pair.before == 0 || pair.after - pair.before == 1)
    }
  }
}
