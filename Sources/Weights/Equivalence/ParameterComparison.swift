import Architecture

/// Compares the parameters of two operations that stand for each other.
enum ParameterComparison {
  /// Roundings that may add up where a batch normalization is computed into kernels: of variance + ε, of its root, of the
  /// quotient, of two products, and of the stored result, with two to spare for programs that go another way.
  static let roundings = 8.0
  /// Numbers of each file that are in memory at a time, at most.
  private static let most = 1 << 20

  /// Kernels and biases, or factors and summands.
  static func compare(
    _ first: EffectiveParameters, _ second: EffectiveParameters, _ progress: (Int) -> Void
  ) throws(WeightError) -> Equivalence.Result {
    guard first.scale.count == second.scale.count else {
      return .otherSize(first: first.scale.count, second: second.scale.count)
    }
    // Two files with biases may each have had a batch normalization computed in, by two programs.
    let isFoldedTwice = first.mayBeFolded && second.mayBeFolded && first.roundoff == second.roundoff
    let isFolded = isFoldedTwice || first.isFolded != second.isFolded || first.isDivided != second.isDivided
    let tolerance = Tolerance(first, second, roundings: isFoldedTwice ? 2 * roundings : isFolded ? roundings : 0)
    var weight = Tally()
    if let a = first.weight, let b = second.weight {
      guard a.parameter.count == b.parameter.count, a.parameter.axes[0] == b.parameter.axes[0] else {
        return .otherSize(first: a.parameter.count, second: b.parameter.count)
      }
      let perRow = a.parameter.count / a.parameter.axes[0]
      try forEachBlock(a, b) { rows, x, y in
        for index in x.indices {
          let row = rows.lowerBound + index / perRow
          let (p, q) = (x[index] * first.scale[row], y[index] * second.scale[row])
          weight.add(p, q, allowed: tolerance.relative * max(abs(p), abs(q)) + tolerance.least)
        }
        progress(x.count)
      }
    } else {
      // Without kernels the factors are what multiplies.
      for (p, q) in zip(first.scale, second.scale) {
        weight.add(p, q, allowed: tolerance.relative * max(abs(p), abs(q)) + tolerance.least)
      }
    }
    var bias = Tally()
    // What was added up to a bias that is stored as one is no longer known: the layer's largest stands for it.
    let largest = isFoldedTwice ? (first.magnitude + second.magnitude).max() ?? 0 : 0
    for channel in first.bias.indices {
      let magnitude = max(first.magnitude[channel], second.magnitude[channel], largest)
      let allowed = tolerance.relative * magnitude + tolerance.least
      bias.add(first.bias[channel], second.bias[channel], allowed: allowed)
    }
    return result([("weight", weight), ("bias", bias)], isFolded: isFolded)
  }

  /// Layers of any other kind, parameter by parameter.
  static func compare(
    _ first: Layer, _ parameters: [String: NetworkParameter], _ source: ParameterSource, _ second: Layer,
    _ otherParameters: [String: NetworkParameter], _ otherSource: ParameterSource, _ progress: (Int) -> Void
  ) throws(WeightError) -> Equivalence.Result {
    var tallies: [(String, Tally)] = []
    for declaration in first.parameters {
      guard let parameter = parameters["\(first.name)/\(declaration.name)"],
        let other = otherParameters["\(second.name)/\(declaration.name)"], parameter.count == other.count,
        parameter.axes.first == other.axes.first
      else {
        return .otherSize(
          first: first.parameters.reduce(0) { $0 + $1.count }, second: second.parameters.reduce(0) { $0 + $1.count })
      }
      let a = try source.numbers(of: parameter, order: Array(parameter.axes.indices))
      let b = try otherSource.numbers(of: other, order: Array(other.axes.indices))
      let relative = a.type == b.type ? 0 : max(a.type.roundoff, b.type.roundoff)
      var tally = Tally()
      try forEachBlock(a, b) { _, x, y in
        for (p, q) in zip(x, y) { tally.add(p, q, allowed: relative * max(abs(p), abs(q))) }
        progress(x.count)
      }
      tallies.append((declaration.name, tally))
    }
    return result(tallies, isFolded: false)
  }

  private static func result(_ tallies: [(name: String, tally: Tally)], isFolded: Bool) -> Equivalence.Result {
    for (name, tally) in tallies where tally.differing > 0 {
      let relative = tally.largest / max(tally.magnitude, .leastNormalMagnitude)
      return .different(
        parameter: name, count: tally.differing, of: tally.count, largest: tally.largest, relative: relative)
    }
    let share = tallies.map(\.tally.share).max() ?? 0
    return share == 0 ? .same : .rounded(largest: share, isFolded: isFolded)
  }

  /// Hands on the numbers of two tensors whose first axes are equal, some rows of that axis at a time.
  private static func forEachBlock(
    _ a: OrderedNumbers, _ b: OrderedNumbers,
    _ use: (Range<Int>, UnsafeMutableBufferPointer<Double>, UnsafeMutableBufferPointer<Double>) -> Void
  ) throws(WeightError) {
    let rows = a.parameter.axes.first ?? 1
    let perRow = a.parameter.count / max(rows, 1)
    let together = max(1, min(rows, most / max(perRow, 1)))
    let x = UnsafeMutableBufferPointer<Double>.allocate(capacity: together * perRow)
    let y = UnsafeMutableBufferPointer<Double>.allocate(capacity: together * perRow)
    defer { x.deallocate() }
    defer { y.deallocate() }
    let (first, second) = (OrderedNumbers.Reader<Double>(a), OrderedNumbers.Reader<Double>(b))
    for start in stride(from: 0, to: rows, by: together) {
      let range = start..<min(start + together, rows)
      let (p, q) = (x.prefix(range.count * perRow), y.prefix(range.count * perRow))
      try read(first, a, range, into: UnsafeMutableBufferPointer(rebasing: p))
      try read(second, b, range, into: UnsafeMutableBufferPointer(rebasing: q))
      use(range, UnsafeMutableBufferPointer(rebasing: p), UnsafeMutableBufferPointer(rebasing: q))
    }
  }

  private static func read(
    _ reader: OrderedNumbers.Reader<Double>, _ numbers: OrderedNumbers, _ rows: Range<Int>,
    into target: UnsafeMutableBufferPointer<Double>
  ) throws(WeightError) {
    _ = try reader.read([rows] + numbers.parameter.axes.dropFirst().map { 0..<$0 }, into: target)
    guard numbers.divisor != 1 else { return }
    for index in target.indices { target[index] /= numbers.divisor }
  }

  /// How far two numbers may be from each other.
  private struct Tolerance {
    /// Relative to the larger.
    let relative: Double
    /// Whatever their size: half of the smallest float16, which rounding makes of what is smaller.
    let least: Double

    init(_ first: EffectiveParameters, _ second: EffectiveParameters, roundings: Double) {
      let roundoff = max(first.roundoff, second.roundoff)
      relative = max(roundings, first.roundoff == second.roundoff ? 0 : 1) * roundoff
      least = relative > 0 && roundoff == 0x1p-11 ? 0x1p-25 : 0
    }
  }

  /// What was seen of two tensors.
  private struct Tally {
    var count = 0
    /// Numbers that differ by more than is allowed.
    var differing = 0
    var largest = 0.0
    var magnitude = 0.0
    /// The largest difference over what is allowed.
    var share = 0.0

    mutating func add(_ a: Double, _ b: Double, allowed: Double) {
      count += 1
      magnitude = max(magnitude, abs(a), abs(b))
      guard a != b, !(a.isNaN && b.isNaN) else { return }
      let difference = abs(a - b)
      largest = max(largest, difference)
      // What is not a number is not within any bound.
      if difference <= allowed { share = max(share, difference / allowed) } else { differing += 1 }
    }
  }
}
