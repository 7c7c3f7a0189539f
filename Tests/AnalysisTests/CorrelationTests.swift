import Architecture
import Testing

@testable import Analysis

/// One kernel on one plane.
@Suite struct CorrelationTests {
  private func correlate(
    _ rows: [[Double]], _ kernel: [[Double]], stride: Int = 1, pad: Int = 0, dilation: Int = 1,
    kind: Correlation.Kind = .crossCorrelation
  ) throws -> [[Double]] {
    func plane(_ rows: [[Double]]) -> Correlation.Plane {
      Correlation.Plane(height: rows.count, width: rows[0].count, values: rows.flatMap { $0 })
    }
    func window(_ size: Int) -> Window {
      Window(kernel: size, stride: stride, before: pad, after: pad, dilation: dilation)
    }
    let out = try Correlation.of(
      plane(rows), with: plane(kernel), windows: (window(kernel.count), window(kernel[0].count)), kind: kind)
    return (0..<out.height).map { row in (0..<out.width).map { out[row, $0] } }
  }

  private let square: [[Double]] = [
    [1, 2, 3, 0],
    [4, 5, 6, 0],
    [7, 8, 9, 1],
    [0, 1, 0, 2],
  ]

  @Test func byHand() throws {
    // 1·1 + 5·2 = 11 …
    #expect(try correlate(square, [[1, 0], [0, 2]]) == [[11, 14, 3], [20, 23, 8], [9, 8, 13]])
    // … and flipped: 1·2 + 5·1 = 7
    #expect(
      try correlate(square, [[1, 0], [0, 2]], kind: .convolution) == [[7, 10, 6], [16, 19, 13], [15, 16, 20]])
  }

  @Test func strideAndPadding() throws {
    #expect(try correlate(square, [[1, 0], [0, 2]], stride: 2) == [[11, 3], [9, 13]])
    #expect(
      try correlate(square, [[1, 0], [0, 2]], stride: 2, pad: 1) == [[2, 6, 0], [14, 23, 0], [0, 1, 2]])
  }

  @Test func dilation() throws {
    #expect(try correlate(square, [[1, 0], [0, 2]], dilation: 2) == [[19, 4], [4, 9]])
  }

  @Test func aSignal() throws {
    func signal(_ kind: Correlation.Kind) throws -> [Double] {
      try Correlation.of(
        Correlation.Plane(signal: [0, 0, 1, 0, 0]), with: Correlation.Plane(signal: [1, 2, 3]),
        windows: (Window(kernel: 1), Window(kernel: 3)), kind: kind
      ).values
    }
    // An impulse gives the kernel back where it is flipped, and the kernel reversed where it is not.
    #expect(try signal(.convolution) == [1, 2, 3])
    #expect(try signal(.crossCorrelation) == [3, 2, 1])
  }

  @Test("A symmetric kernel makes no difference") func symmetric() throws {
    let blur: [[Double]] = [[1, 2, 1], [2, 4, 2], [1, 2, 1]]
    #expect(try correlate(square, blur, pad: 1) == correlate(square, blur, pad: 1, kind: .convolution))
  }

  @Test("Convolution is commutative, with all of the padding") func commutative() throws {
    let signal: [[Double]] = [[1, 2, -3, 4, 5]]
    let kernel: [[Double]] = [[2, 0, -1]]
    func full(_ a: [[Double]], _ b: [[Double]]) throws -> [Double] {
      let pad = b[0].count - 1
      return try Correlation.of(
        Correlation.Plane(signal: a[0]), with: Correlation.Plane(signal: b[0]),
        windows: (Window(kernel: 1), Window(kernel: b[0].count, before: pad, after: pad)), kind: .convolution
      ).values
    }
    #expect(try full(signal, kernel) == full(kernel, signal))
    #expect(try full(signal, kernel) == [2, 4, -7, 6, 13, -4, -5])
  }

  @Test func whatDoesNotFit() {
    #expect(throws: SizeError.windowBeyondInput(span: 5, size: 4, padding: 0)) {
      try correlate(square, [[1, 0, 0, 0, 1]])
    }
    #expect(throws: SizeError.kernel(rows: 1, columns: 3, window: [1, 2])) {
      try Correlation.of(
        Correlation.Plane(signal: [1, 2, 3]), with: Correlation.Plane(signal: [1, 2, 3]),
        windows: (Window(kernel: 1), Window(kernel: 2)))
    }
  }
}
