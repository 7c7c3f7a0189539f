import Architecture

/// Builds small random networks. Not all that is drawn fits; what does not is left out.
public struct RandomNetwork {
  /// Axes of the image, 1 or 2.
  private let axes: Int
  /// Whether branches may part and meet.
  private let hasBranches: Bool
  /// Whether positions may be resized, padded, cut and joined with what was pooled from all. Sums stand for gates: a product with a zero of the padding sees nothing.
  private let movesPositions: Bool
  private var random: SeededGenerator
  private var builder: NetworkBuilder
  /// The layer that the next one reads.
  private var current = 0

  /// The first networks of the sequence of seeds from `seed` on that fit.
  public static func networks(
    _ count: Int, axes: Int, hasBranches: Bool, movesPositions: Bool = false, seed: Int
  ) -> [(seed: Int, network: Network)] {
    var networks: [(seed: Int, network: Network)] = []
    var seed = seed
    while networks.count < count {
      var maker = RandomNetwork(
        axes: axes, hasBranches: hasBranches, movesPositions: movesPositions, random: SeededGenerator(seed: seed))
      if let network = try? maker.network() { networks.append((seed, network)) }
      seed += 1
    }
    return networks
  }

  private init(axes: Int, hasBranches: Bool, movesPositions: Bool, random: SeededGenerator) {
    self.axes = axes
    self.hasBranches = hasBranches
    self.movesPositions = movesPositions
    self.random = random
    builder = NetworkBuilder(named: "random")
  }

  private mutating func network() throws -> Network {
    let extent = (0..<axes).map { _ in axes == 1 ? random.integer(9...30) : random.integer(4...8) }
    current = try builder.input(try Shape(channels: 2, extent: extent))
    for _ in 0..<random.integer(1...(axes == 1 ? 5 : 4)) {
      if hasBranches && random.chance(45) { try branches() } else { try item() }
    }
    switch random.integer(1...8) {
    case 1:
      try add(Flatten())
      try add(FullyConnected(outputs: 2, hasBias: true))
    case 2:
      try add(GlobalAveragePooling())
      try add(FullyConnected(outputs: 2, hasBias: true))
    case 3: try add(FullyConnected(outputs: 2, hasBias: true))
    default: break
    }
    return try builder.network()
  }

  /// One layer more on the path, named by its kind and how many are before it.
  private mutating func add(_ kind: any LayerKind) throws { try add(kind, reading: [current]) }

  private mutating func add(_ kind: any LayerKind, reading inputs: [Int]) throws {
    var number = 1
    while builder.index(of: "\(kind.name)\(number)") != nil { number += 1 }
    current = try builder.add(kind, name: "\(kind.name)\(number)", reading: inputs)
  }

  /// One layer on the path. Channels are always even.
  private mutating func item() throws {
    if movesPositions, random.chance(60) { return try movingItem() }
    switch random.integer(1...10) {
    case 1...5: try convolution(stride: random.integer(1...3))
    case 6...8: try pooling(stride: random.integer(1...3))
    case 9: try add(AdaptiveAveragePooling(outputs: list(1...5)))
    default: try add(ReLU())
    }
  }

  /// A layer that moves positions, or joins each with what is pooled from all.
  private mutating func movingItem() throws {
    switch random.integer(1...12) {
    case 1...3:
      let window = WindowArguments(
        kernel: list(1...3), stride: [random.integer(1...3)], padding: .cells([pair(random.integer(0...1))]))
      let outputPadding = [random.integer(0...1)]
      try add(
        TransposedConvolution(
          channels: 2, window: window, outputPadding: outputPadding, groups: random.pick([1, 2])))
    case 4, 5:
      try add(Resize(.scale([random.pick([2, 1.5, 0.5, 3])]), interpolation: random.pick([.nearest, .linear])))
    case 6:
      try add(
        Resize(
          .cells(list(2...9)), interpolation: random.pick([.nearest, .linear]),
          coordinates: random.pick(Resize.Coordinates.allCases)))
    case 7, 8: try add(Padding(cells: pairs(0...2), filling: random.pick(Padding.Filling.allCases)))
    case 9:
      let range = random.integer(0...1)..<random.integer(3...4)
      try add(Slice(range, axis: random.integer(1...axes), step: random.integer(1...2)))
    case 10: try add(Mean(Reduction(axes: [random.integer(1...axes)], keepsAxes: true)))
    case 11:
      let trunk = current
      try add(GlobalAveragePooling())
      try add(Self.convolution(WindowArguments(kernel: [1])))
      try add(Addition(), reading: [current, trunk])
    default: try add(Max(Reduction(axes: [random.integer(1...axes)], keepsAxes: true)))
    }
  }

  private mutating func convolution(stride: Int) throws {
    let (kernel, dilation, groups) = (list(1...3), list(1...2), random.pick([1, 2]))
    // Padding beyond the window, where units see nothing, on plain paths alone.
    let window = WindowArguments(
      kernel: kernel, stride: [stride], padding: .cells(pairs(0...(hasBranches ? 1 : 3))), dilation: dilation)
    try add(Self.convolution(window, groups: groups))
  }

  private mutating func pooling(stride: Int) throws {
    let isMaximum = random.chance(50)
    let window = WindowArguments(
      kernel: [random.integer(2...3)], stride: [stride], padding: .cells(pairs(0...1)),
      rounding: random.pick([.floor, .ceil]))
    try add(isMaximum ? MaxPooling(window: window) : AveragePooling(window: window, countsPadding: true))
  }

  /// Branches that end in the same size, whatever the size before them.
  private mutating func branches() throws {
    let isSum = random.chance(50)
    let stride = random.integer(1...2)
    let outputs = random.integer(1...4)
    let isAdaptive = random.chance(15)
    let trunk = current
    var ends: [Int] = []
    for _ in 0..<random.integer(2...3) {
      current = trunk
      for _ in 0..<random.integer(0...1) { try sameConvolution(stride: 1) }
      if isAdaptive {
        try item()
        try add(AdaptiveAveragePooling(outputs: [outputs]))
      } else if random.chance(70) {
        try sameConvolution(stride: stride)
      } else {
        try add(
          MaxPooling(window: WindowArguments(kernel: [random.integer(2...3)], stride: [stride], padding: .same)))
      }
      if isSum { try add(Self.convolution(WindowArguments(kernel: [1]))) }
      ends.append(current)
    }
    try add(isSum ? Addition() : Concatenation(), reading: ends)
  }

  private mutating func sameConvolution(stride: Int) throws {
    let window = WindowArguments(
      kernel: list(1...3), stride: [stride], padding: .same, dilation: [random.integer(1...2)])
    try add(Self.convolution(window))
  }

  private static func convolution(_ window: WindowArguments, groups: Int = 1) -> Convolution {
    Convolution(channels: 2, window: window, groups: groups, hasBias: true)
  }

  private mutating func list(_ range: ClosedRange<Int>) -> [Int] { (0..<axes).map { _ in random.integer(range) } }

  private mutating func pairs(_ range: ClosedRange<Int>) -> [WindowArguments.Padding.Pair] {
    (0..<axes).map { _ in
      let before = random.integer(range)
      return WindowArguments.Padding.Pair(before: before, after: random.integer(range))
    }
  }

  private func pair(_ cells: Int) -> WindowArguments.Padding.Pair {
    WindowArguments.Padding.Pair(before: cells, after: cells)
  }
}
