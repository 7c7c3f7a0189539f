import Architecture
import ModelFile

/// Writes small random model files. Not all of them fit; those that do not are left out.
public struct RandomNetwork {
  /// Axes of the image, 1 or 2.
  let axes: Int
  /// Whether branches may part and meet.
  let hasBranches: Bool
  /// Whether positions may be resized, padded, cut and joined with what was pooled from all. Sums stand for gates: a product with a zero of the padding sees nothing.
  var movesPositions = false
  private var random: SeededGenerator

  /// The first networks of the sequence of seeds from `seed` on that fit.
  public static func networks(
    _ count: Int, axes: Int, hasBranches: Bool, movesPositions: Bool = false, seed: Int
  ) -> [(seed: Int, network: Network)] {
    var networks: [(seed: Int, network: Network)] = []
    var seed = seed
    while networks.count < count {
      var maker = RandomNetwork(
        axes: axes, hasBranches: hasBranches, movesPositions: movesPositions, random: SeededGenerator(seed: seed))
      let source = SourceText(name: "random", text: maker.text())
      if let network = try? ModelFile.network(source, name: "random") { networks.append((seed, network)) }
      seed += 1
    }
    return networks
  }

  private mutating func text() -> String {
    let extent = (0..<axes).map { _ in String(axes == 1 ? random.integer(9...30) : random.integer(4...8)) }
    var lines = ["input: [2, \(extent.joined(separator: ", "))]", "layers:"]
    for _ in 0..<random.integer(1...(axes == 1 ? 5 : 4)) {
      lines.append(hasBranches && random.chance(45) ? "- " + branches() : "- " + item())
    }
    switch random.integer(1...8) {
    case 1: lines += ["- flatten", "- {fc: 2}"]
    case 2: lines += ["- global_avgpool", "- {fc: 2}"]
    case 3: lines += ["- {fc: 2}"]
    default: break
    }
    return lines.joined(separator: "\n")
  }

  /// One layer on the path. Channels are always even.
  private mutating func item() -> String {
    if movesPositions, random.chance(60) { return movingItem() }
    switch random.integer(1...10) {
    case 1...5: return convolution(stride: random.integer(1...3))
    case 6...8: return pooling(stride: random.integer(1...3))
    case 9: return "{adaptive_avgpool: \(list { $0.integer(1...5) })}"
    default: return "relu"
    }
  }

  /// A layer that moves positions, or joins each with what is pooled from all.
  private mutating func movingItem() -> String {
    switch random.integer(1...12) {
    case 1...3:
      return "{transposed_conv: 2, kernel: \(list { $0.integer(1...3) }), stride: \(random.integer(1...3)), "
        + "pad: \(random.integer(0...1)), output_pad: \(random.integer(0...1)), groups: \(random.pick([1, 2]))}"
    case 4, 5: return "{resize: \(random.pick(["2", "1.5", "0.5", "3"])), mode: \(random.pick(["nearest", "linear"]))}"
    case 6:
      return "{resize: , size: \(list { $0.integer(2...9) }), mode: \(random.pick(["nearest", "linear"])), "
        + "coordinates: \(random.pick(["asymmetric", "half_pixel", "align_corners"]))}"
    case 7, 8:
      return "{pad: \(pairs { $0.integer(0...2) }), mode: \(random.pick(["constant", "reflect", "replicate"]))}"
    case 9:
      return "{slice: [\(random.integer(0...1)), \(random.integer(3...4))], axis: \(random.integer(1...axes)), "
        + "step: \(random.integer(1...2))}"
    case 10: return "{mean: [\(random.integer(1...axes))], keep: true}"
    case 11: return "{add: [[global_avgpool, {conv: 2, kernel: 1}], []]}"
    default: return "{max: [\(random.integer(1...axes))], keep: true}"
    }
  }

  private mutating func convolution(stride: Int) -> String {
    // Padding beyond the window, where units see nothing, on plain paths alone.
    let widest = hasBranches ? 1 : 3
    return
      "{conv: 2, kernel: \(list { $0.integer(1...3) }), stride: \(stride), dilation: \(list { $0.integer(1...2) }), "
      + "groups: \(random.pick([1, 2])), pad: \(pairs { $0.integer(0...widest) })}"
  }

  private mutating func pooling(stride: Int) -> String {
    let kind = random.pick(["maxpool", "avgpool"])
    let rounding = random.pick(["floor", "ceil"])
    return
      "{\(kind): \(random.integer(2...3)), stride: \(stride), rounding: \(rounding), pad: \(pairs { $0.integer(0...1) })}"
  }

  /// Branches that end in the same size, whatever the size before them.
  private mutating func branches() -> String {
    let joint = random.pick(["concat", "add"])
    let stride = random.integer(1...2)
    let outputs = random.integer(1...4)
    let isAdaptive = random.chance(15)
    let branches = (0..<random.integer(2...3)).map { _ in
      var items = (0..<random.integer(0...1)).map { _ in sameConvolution(stride: 1) }
      if isAdaptive {
        items.append(item())
        items.append("{adaptive_avgpool: \(outputs)}")
      } else {
        items.append(
          random.chance(70)
            ? sameConvolution(stride: stride)
            : "{maxpool: \(random.integer(2...3)), stride: \(stride), pad: same}")
      }
      if joint == "add" { items.append("{conv: 2, kernel: 1}") }
      return "[\(items.joined(separator: ", "))]"
    }
    return "{\(joint): [\(branches.joined(separator: ", "))]}"
  }

  private mutating func sameConvolution(stride: Int) -> String {
    let kernel = list { $0.integer(1...3) }
    return "{conv: 2, kernel: \(kernel), stride: \(stride), dilation: \(random.integer(1...2)), pad: same}"
  }

  private mutating func list(_ number: (inout SeededGenerator) -> Int) -> String {
    "[\((0..<axes).map { _ in String(number(&random)) }.joined(separator: ", "))]"
  }

  private mutating func pairs(_ number: (inout SeededGenerator) -> Int) -> String {
    "[\((0..<axes).map { _ in "[\(number(&random)), \(number(&random))]" }.joined(separator: ", "))]"
  }
}
