import Analysis

/// For each map or unit of a layer, the digits that it answers to most strongly.
struct StrongestAnswers: Sendable {
  /// A digit, and the part of it that the unit with the largest number sees.
  struct Sight: Sendable {
    let digit: Int
    let value: Double
    let seen: Correlation.Plane
  }

  /// So many digits are kept of each map.
  static let kept = 8

  let layer: String
  /// The size of the part that a unit sees, and how far neighbours' parts are apart; all of it and nothing for a vector.
  private let field: (size: Int, jump: Int)?
  /// For each map, the strongest first.
  private(set) var maps: [[Sight]]

  init(layer: String, maps: Int, field: (size: Int, jump: Int)? = nil) {
    self.layer = layer
    self.field = field
    self.maps = Array(repeating: [], count: maps)
  }

  /// Looks at what the layer makes of one more digit.
  mutating func add(_ outputs: [Correlation.Plane], of input: Correlation.Plane, digit: Int) {
    for (map, output) in outputs.enumerated() {
      guard let largest = output.values.indices.max(by: { output.values[$0] < output.values[$1] }) else { continue }
      let value = output.values[largest]
      if maps[map].count == StrongestAnswers.kept, maps[map][StrongestAnswers.kept - 1].value >= value { continue }
      let place = maps[map].firstIndex { $0.value < value } ?? maps[map].count
      let (row, column) = largest.quotientAndRemainder(dividingBy: output.width)
      maps[map].insert(Sight(digit: digit, value: value, seen: part(of: input, row, column)), at: place)
      if maps[map].count > StrongestAnswers.kept { maps[map].removeLast() }
    }
  }

  /// How many of the digits that a map answers to most are of one class, in the mean of all maps.
  var agreement: Double {
    let counts = maps.map { sights in
      (0..<10).map { digit in sights.filter { $0.digit == digit }.count }.max() ?? 0
    }
    return Double(counts.reduce(0, +)) / Double(max(1, maps.count))
  }

  private func part(of input: Correlation.Plane, _ row: Int, _ column: Int) -> Correlation.Plane {
    guard let field else { return input }
    let values = (0..<field.size * field.size).map { index in
      input[row * field.jump + index / field.size, column * field.jump + index % field.size]
    }
    return Correlation.Plane(height: field.size, width: field.size, values: values)
  }
}
