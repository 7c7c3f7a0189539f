import Testing

@testable import Inference

/// Padding, resizing and broadcasting.
@Suite struct MovementKernelTests {
  /// One, two and three axes, each padded, cropped, mirrored or repeated; channels by themselves and side by side.
  @Test(arguments: [[5], [4, 3], [2, 3, 5]], [1, 8]) func indexMapping(_ sizes: [Int], _ inner: Int) throws {
    var trial = try KernelTrial()
    let planes = 3
    let x = trial.add(planes * sizes.reduce(1, *) * inner)
    let maps = sizes.map { [-1, 1, 0] + (1..<$0) + [$0 - 1, -1, -1] }
    let expected = indices([planes] + maps.map(\.count) + [inner]).map { index -> Double in
      let source = zip(maps, index.dropFirst()).map { $0[$1] }
      guard !source.contains(-1) else { return 7 }
      return x[position([index[0]] + source + [index[index.count - 1]], [planes] + sizes + [inner])]
    }
    let kernel = IndexMapping(
      planes: planes, sizes: sizes, sources: maps, inner: inner, value: 7, engine: trial.engine)
    #expect(try trial.difference(kernel, expected) == 0)
  }

  @Test(arguments: [1, 5, 8]) func linearInterpolation(_ inner: Int) throws {
    var trial = try KernelTrial()
    let (outer, size) = (3, 4)
    let x = trial.add(outer * size * inner)
    let pairs = [(0, 0, 0), (0, 1, 0.25), (1, 2, 0.5), (2, 3, 0.9), (3, 3, 0.3)].map {
      LinearInterpolation.Pair(low: $0.0, high: $0.1, share: $0.2)
    }
    let expected = indices([outer, pairs.count, inner]).map { index -> Double in
      let pair = pairs[index[1]]
      let low = x[(index[0] * size + pair.low) * inner + index[2]]
      let high = x[(index[0] * size + pair.high) * inner + index[2]]
      return low * (1 - Double(pair.share)) + high * Double(pair.share)
    }
    let kernel = LinearInterpolation(outer: outer, size: size, pairs: pairs, inner: inner, engine: trial.engine)
    #expect(try trial.difference(kernel, expected) < 1e-6)
  }

  @Test(
    arguments: [
      ([2, 3, 4, 5], [2, 3, 4, 5]), ([2, 3, 4, 5], [2, 3, 1, 1]), ([3, 1, 5], [1, 4, 1]), ([1], [7]),
      ([1, 1], [1, 1]),
      ([2, 3, 1, 5], [1, 1, 4, 1]), ([1, 9000], [1, 1]), ([3, 70, 16], [3, 1, 16]), ([2, 900, 8], [2, 1, 8]),
      ([2, 5000], [2, 5000]),
    ])
  func broadcast(_ left: [Int], _ right: [Int]) throws {
    var trial = try KernelTrial()
    let output = zip(left, right).map { max($0, $1) }
    let (a, b) = (trial.add(left.reduce(1, *)), trial.add(right.reduce(1, *)))
    func value(_ numbers: [Double], _ sizes: [Int], _ index: [Int]) -> Double {
      numbers[position(zip(index, sizes).map { $1 == 1 ? 0 : $0 }, sizes)]
    }
    let functions: [(Broadcast.Function, (Double, Double) -> Double)] = [
      (.add, { $0 + $1 }), (.multiply, { $0 * $1 }), (.maximum, { max($0, $1) }),
    ]
    for (function, exact) in functions {
      let expected = indices(output).map { exact(value(a, left, $0), value(b, right, $0)) }
      let kernel = Broadcast(function, left: left, right: right, output: output, trial.engine)
      #expect(try trial.difference(kernel, expected) < 1e-6)
      if left == output { #expect(try trial.difference(kernel, expected, isInPlace: true) < 1e-6) }
    }
  }
}
