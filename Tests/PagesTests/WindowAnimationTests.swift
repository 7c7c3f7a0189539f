import Analysis
import Architecture
import Report
import Testing

@testable import Pages

/// A window on its way: what is marked at each step.
@Suite struct WindowAnimationTests {
  private let input = Planes.plane([[1, 2, 3], [4, 5, 6], [7, 8, 9]])

  private func animation(_ operation: WindowAnimation.Operation, _ window: Window) throws -> WindowAnimation {
    try WindowAnimation(title: "t", input: input, operation, windows: (window, window), language: .english)
  }

  /// Left edges of the marks of each step, with their upper edges.
  private func marks(_ animation: WindowAnimation) -> [[String]] {
    animation.text.split(separator: "<g class=\"step").dropFirst().map { group in
      group.prefix(upTo: group.firstRange(of: "</g>")?.lowerBound ?? group.endIndex)
        .matches(of: /class="mark" x="(-?[\d.]+)" y="(-?[\d.]+)"/).map { "\($0.1),\($0.2)" }
    }
  }

  @Test func aStepMarksItsWindowAndItsNumber() throws {
    let kernel = Planes.plane([[1, 0], [0, -1]])
    let animation = try animation(.kernel(kernel), Window(kernel: 2))
    #expect(animation.steps == 4)
    let marks = marks(animation)
    #expect(marks.count == 4 && marks.allSatisfy { $0.count == 5 })
    // Cells of 30 that begin at 24 and 68, with an edge of 2.
    #expect(marks[0].prefix(4) == ["26,70", "56,70", "26,100", "56,100"])
    #expect(marks[3].prefix(4) == ["56,100", "86,100", "56,130", "86,130"])
    #expect(animation.text.contains("The output has 2×2 numbers: −4, −4, −4, −4."))
  }

  @Test func paddingIsNeverTheLargest() throws {
    let below = Planes.plane([[-1, -2], [-3, -4]])
    let window = Window(kernel: 2, stride: 2, before: 1, after: 1)
    let animation = try WindowAnimation(
      title: "t", input: below, .largest, windows: (window, window), language: .english)
    #expect(animation.text.contains("2×2 numbers: −1, −2, −3, −4."))
  }

  @Test func dilationSkipsCells() throws {
    let marks = marks(try animation(.largest, Window(kernel: 2, dilation: 2)))
    #expect(marks[0].prefix(4) == ["26,70", "86,70", "26,130", "86,130"])
  }

  @Test func withoutMotionTheFirstStepStands() throws {
    let text = try animation(.largest, Window(kernel: 2)).text
    #expect(text.contains("@media (prefers-reduced-motion:reduce){.step{animation:none}}"))
    #expect(text.matches(of: /class="step first"/).count == 1)
    #expect(text.contains("animation:step 2s step-end infinite") && text.contains("25%{visibility:hidden}"))
    #expect(!text.contains("<script"))
  }

  @Test func aWindowThatDoesNotFitIsRefused() {
    #expect(throws: SizeError.self) { try animation(.largest, Window(kernel: 4)) }
  }
}
