import Testing

@testable import Inference

/// Reductions and normalizations.
@Suite struct ReductionKernelTests {
  @Test(arguments: [(1, 1, 1), (3, 7, 1), (2, 19, 5), (1, 3, 700), (4, 64, 1)])
  func axis(_ outer: Int, _ size: Int, _ inner: Int) throws {
    var trial = try KernelTrial()
    let x = trial.add(outer * size * inner)
    let lines = indices([outer, inner]).map { index in
      (0..<size).map { x[(index[0] * size + $0) * inner + index[1]] }
    }
    func kernel(_ function: AxisReduction.Function) -> AxisReduction {
      AxisReduction(function: function, outer: outer, size: size, inner: inner, engine: trial.engine)
    }
    #expect(try trial.difference(kernel(.mean), lines.map { $0.reduce(0, +) / Double(size) }) < 1e-6)
    #expect(try trial.difference(kernel(.maximum), lines.map { $0.max() ?? 0 }) == 0)
  }

  /// Rows of 6 channels × 5 numbers in 1, 2, 3 or 6 groups; a factor for each channel, each number, or none.
  @Test(arguments: [1, 2, 3, 6]) func rows(_ groups: Int) throws {
    var trial = try KernelTrial()
    let (images, channels, area) = (3, 6, 5)
    let x = trial.add(images * channels * area, in: 3...5)
    let count = channels / groups * area
    let normalized = (0..<(images * groups)).flatMap { row -> [Double] in
      let line = x[(row * count)..<((row + 1) * count)]
      let mean = line.reduce(0, +) / Double(count)
      let variance = line.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
      return line.map { ($0 - mean) / (variance + 1e-3).squareRoot() }
    }
    for span in [area, 1, 0] {
      let factors = span == 0 ? 0 : channels * area / span
      let (scale, shift) = (trial.numbers(factors), trial.numbers(factors))
      let kernel = RowNormalization(
        rows: images * groups, count: count, epsilon: 1e-3, scale: scale, shift: shift, span: max(1, span),
        engine: trial.engine)
      let expected = normalized.enumerated().map { cell, value -> Double in
        guard span > 0 else { return value }
        let index = cell % (channels * area) / span
        return value * Double(scale[index]) + Double(shift[index])
      }
      for isInPlace in [false, true] {
        #expect(try trial.difference(kernel, expected, isInPlace: isInPlace) < 1e-6)
      }
    }
  }

  @Test(arguments: [(1, 1, 1), (3, 5, 7), (2, 3, 200)]) func channels(_ images: Int, _ channels: Int, _ area: Int)
    throws
  {
    var trial = try KernelTrial()
    let x = trial.add(images * channels * area, in: 3...5)
    let (scale, shift) = (trial.numbers(channels), trial.numbers(channels))
    func line(_ image: Int, _ position: Int) -> [Double] {
      (0..<channels).map { x[(image * channels + $0) * area + position] }
    }
    let standard = indices([images, channels, area]).map { index -> Double in
      let line = line(index[0], index[2])
      let mean = line.reduce(0, +) / Double(channels)
      let variance = line.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(channels)
      let value = (line[index[1]] - mean) / (variance + 1e-5).squareRoot()
      return value * Double(scale[index[1]]) + Double(shift[index[1]])
    }
    let length = indices([images, channels, area]).map { index -> Double in
      let line = line(index[0], index[2])
      return line[index[1]] / max(line.reduce(0) { $0 + $1 * $1 }.squareRoot(), 7)
    }
    let functions: [(ChannelNormalization.Function, [Double])] = [
      (.standard(epsilon: 1e-5, scale: scale, shift: shift), standard), (.length(epsilon: 7), length),
    ]
    for (function, expected) in functions {
      let kernel = ChannelNormalization(
        function: function, images: images, channels: channels, area: area, engine: trial.engine)
      for isInPlace in [false, true] {
        #expect(try trial.difference(kernel, expected, isInPlace: isInPlace) < 1e-6)
      }
    }
  }
}
