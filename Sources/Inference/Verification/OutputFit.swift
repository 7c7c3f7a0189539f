import Architecture

/// What the outputs themselves show: a factor, a number per channel, or dropped values.
enum OutputFit {
  /// Relations that are looked for.
  static let tried = 3

  static func causes(_ layer: Layer, _ own: [Float], _ recorded: [Float], _ tolerance: Double) -> [Cause] {
    // What is no number is as far from any as from none.
    guard own.count == recorded.count, own.allSatisfy(\.isFinite), recorded.allSatisfy(\.isFinite),
      let largest = recorded.map(\.magnitude).max(), largest > 0
    else { return [] }
    func remaining(_ expected: (Int) -> Double) -> Double {
      var worst = 0.0
      for index in own.indices { worst = max(worst, (expected(index) - Double(recorded[index])).magnitude) }
      return worst / Double(largest)
    }
    var causes: [Cause] = []
    func add(_ fault: Fault, _ expected: (Int) -> Double) {
      let rest = remaining(expected)
      if rest <= tolerance { causes.append(Cause(fault: fault, layer: layer.name, remaining: rest)) }
    }
    if let dropout = layer.kind as? Dropout {
      // In training: zero, or scaled by 1/(1 − rate).
      let factor = 1 / (1 - dropout.rate)
      add(.dropoutActive) { recorded[$0] == 0 ? 0 : factor * Double(own[$0]) }
    }
    if let factor = LinearFit.solve([own], recorded)?.first, factor != 0 {
      add(.scaled(factor)) { factor * Double(own[$0]) }
    }
    if layer.family.isWeighted {
      let (channels, area) = (layer.shape.channels, layer.shape.area)
      var shifts = Array(repeating: 0.0, count: channels)
      for index in own.indices { shifts[index / area % channels] += Double(recorded[index]) - Double(own[index]) }
      let cells = Double(own.count / channels)
      // A single number per channel would always fit.
      if cells > 1 { add(.otherBias) { Double(own[$0]) + shifts[$0 / area % channels] / cells } }
    }
    return causes
  }
}
