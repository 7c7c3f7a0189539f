import Architecture
import Testing

/// Networks from layers with any arguments: whatever they are, it is a network or an error.
@Suite struct NetworkBuilderTests {
  /// The error of a layer on inputs of these sizes; nil where it fits.
  private func refusal(_ kind: any LayerKind, on inputs: [Int]...) throws -> BuildError? {
    var builder = NetworkBuilder(named: "test")
    var indices: [Int] = []
    for (number, dimensions) in inputs.enumerated() {
      indices.append(try builder.input(Shape(dimensions: dimensions), name: "input\(number)"))
    }
    do {
      try builder.add(kind, name: "layer", reading: indices)
      return nil
    } catch {
      return error
    }
  }

  private func sizeError(_ kind: any LayerKind, on inputs: [Int]...) throws -> SizeError? {
    var builder = NetworkBuilder(named: "test")
    var indices: [Int] = []
    for (number, dimensions) in inputs.enumerated() {
      indices.append(try builder.input(Shape(dimensions: dimensions), name: "input\(number)"))
    }
    do {
      try builder.add(kind, name: "layer", reading: indices)
      return nil
    } catch {
      guard case .size(_, let misfit) = error else { throw error }
      return misfit
    }
  }

  private func conv(
    _ channels: Int, kernel: Int = 1, stride: Int = 1, groups: Int = 1, connections: [[Int]]? = nil
  ) -> Convolution {
    Convolution(
      channels: channels, window: WindowArguments(kernel: [kernel], stride: [stride]), groups: groups, hasBias: true,
      connections: connections)
  }

  // MARK: The errors of a network

  @Test func namesAreUnique() throws {
    var builder = NetworkBuilder(named: "test")
    try builder.input(Shape(channels: 3))
    try builder.add(ReLU(), name: "a", reading: [0])
    #expect(throws: BuildError.duplicateName("a")) { try builder.add(ReLU(), name: "a", reading: [0]) }
    #expect(throws: BuildError.duplicateName("input")) { try builder.add(ReLU(), name: "input", reading: [0]) }
    #expect("\(BuildError.duplicateName("a"))" == "the name 'a' is given twice")
  }

  @Test(arguments: [-1, 1, 2, Int.max, Int.min]) func aLayerThatIsNotThere(index: Int) throws {
    var builder = NetworkBuilder(named: "test")
    try builder.input(Shape(channels: 3))
    #expect(throws: BuildError.missingInput(layer: "a")) { try builder.add(ReLU(), name: "a", reading: [index]) }
    #expect(throws: BuildError.missingInput(layer: "output")) { try builder.output(index) }
    #expect("\(BuildError.missingInput(layer: "a"))" == "a reads a layer that is not there")
    // What was refused is not there.
    try builder.add(ReLU(), name: "a", reading: [0])
    #expect(try builder.network().layers.map(\.name) == ["input", "a"])
  }

  @Test func asManyInputsAsTheKindReads() throws {
    #expect(try refusal(ReLU()) == .inputCount(layer: "layer", 0))
    #expect(try refusal(ReLU(), on: [3], [3]) == .inputCount(layer: "layer", 2))
    #expect(try refusal(Addition()) == .inputCount(layer: "layer", 0))
    #expect(try refusal(Addition(), on: [3]) == nil)
    #expect(try refusal(Input(shape: Shape(channels: 3)), on: [3]) == .inputCount(layer: "layer", 1))
    #expect(try refusal(MatrixProduct(), on: [3, 3]) == .size(layer: "layer", .branchCount(1, needed: 2)))
    #expect(
      try refusal(MatrixProduct(), on: [3, 3], [3, 3], [3, 3]) == .size(layer: "layer", .branchCount(3, needed: 2)))
    #expect("\(BuildError.inputCount(layer: "a", 2))" == "a reads 2 inputs")
  }

  @Test func theMainPathReadsNoAuxiliaryClassifier() throws {
    var builder = NetworkBuilder(named: "test")
    try builder.input(Shape(channels: 3))
    let scope = [EnclosingModule(name: "aux", kind: nil, isAuxiliary: true)]
    let helper = try builder.add(ReLU(), name: "helper", reading: [0], scope: scope)
    try builder.add(ReLU(), name: "inside", reading: [helper], scope: scope)
    #expect(throws: BuildError.readsAuxiliary(layer: "a", "aux")) {
      try builder.add(ReLU(), name: "a", reading: [helper])
    }
    #expect(
      "\(BuildError.readsAuxiliary(layer: "a", "aux"))"
        == "a reads the auxiliary classifier 'aux', which inference leaves out")
  }

  @Test func inputsComeFirst() throws {
    var builder = NetworkBuilder(named: "test")
    try builder.input(Shape(channels: 3))
    // Also as a layer it is an input.
    try builder.add(Input(shape: Shape(channels: 4)), name: "second", reading: [])
    try builder.add(ReLU(), name: "a", reading: [1])
    #expect(throws: BuildError.inputAfterLayers("late")) { try builder.input(Shape(channels: 3), name: "late") }
    #expect(throws: BuildError.inputAfterLayers("late")) {
      try builder.add(Input(shape: Shape(channels: 3)), name: "late", reading: [])
    }
    let network = try builder.network()
    #expect(network.inputCount == 2)
    #expect(network.inputs.map(\.name) == ["input", "second"])
    #expect("\(BuildError.inputAfterLayers("late"))" == "the input 'late' comes after layers")
  }

  @Test func aNetworkHasAnInputAndALayer() throws {
    var builder = NetworkBuilder(named: "test")
    #expect(throws: BuildError.noInput) { try builder.network() }
    #expect("\(BuildError.noInput)" == "the network has no input")
    let input = try builder.input(Shape(channels: 3))
    #expect(throws: BuildError.noLayers) { try builder.network() }
    #expect("\(BuildError.noLayers)" == "the network has no layers")
    try builder.add(ReLU(), name: "a", reading: [input])
    #expect(try builder.network().layers.count == 2)
  }

  @Test func aNetworkHasAMillionLayers() throws {
    var builder = NetworkBuilder(named: "test")
    var last = try builder.input(Shape(channels: 1))
    while last + 1 < Limits.layers { last = try builder.add(ReLU(), name: "\(last)", reading: [last]) }
    #expect(throws: BuildError.tooManyLayers) { try builder.add(ReLU(), name: "a", reading: [last]) }
    #expect(try builder.network().layers.count == Limits.layers)
    #expect("\(BuildError.tooManyLayers)" == "the network has more than 1000000 layers")
  }

  @Test func sizesThatDoNotFitNameTheLayer() throws {
    let error = try refusal(conv(8, kernel: 4), on: [3, 3, 3])
    #expect(error == .size(layer: "layer", .windowBeyondInput(span: 4, size: 3, padding: 0)))
    #expect(error.map { "\($0)" } == "layer: a window of 4 is larger than its input of 3")
  }

  @Test func whatGrewTooLargeIsNoNetwork() throws {
    var builder = NetworkBuilder(named: "test")
    try builder.input(Shape(channels: 1_048_576, extent: [1024, 1024]))
    // 2⁴⁰·2¹² products each, of which there may be 2⁵³ in all, two operations to each.
    var error: BuildError?
    for turn in 0..<3 {
      do {
        try builder.add(conv(1, kernel: 64, stride: 1), name: "conv\(turn)", reading: [0])
      } catch let refusal {
        error = refusal
        break
      }
    }
    #expect(error == .size(layer: "conv1", .networkTooLarge(.operations)))
    try builder.add(ReLU(), name: "relu", reading: [0])
    #expect(throws: BuildError.size(layer: "conv1", .networkTooLarge(.operations))) { try builder.network() }
  }

  // MARK: Arguments out of all bounds

  /// What no argument should make trap, as numbers of each kind.
  private static let numbers: [Int] = [
    .min, -1_099_511_627_776, -1, 0, 1, 2, 65_536, 2_147_483_648, 1_099_511_627_776, 4_611_686_018_427_387_904, .max,
  ]
  private static let fractions: [Double] = [
    -.infinity, -1e300, -1, -0.0, .leastNonzeroMagnitude, 4.7e-10, 0.3, 1, 1e10, 1e300, .infinity, .nan,
  ]

  private static func kinds(_ n: Int) -> [any LayerKind] {
    let pair = WindowArguments.Padding.Pair(before: n, after: 1)
    let windows: [WindowArguments] = [
      WindowArguments(kernel: [n]), WindowArguments(kernel: [2], stride: [n]),
      WindowArguments(kernel: [2], padding: .cells([pair])), WindowArguments(kernel: [2], dilation: [n]),
      WindowArguments(kernel: [n], stride: [n], padding: .same, dilation: [n], rounding: .ceil),
      WindowArguments(kernel: []), WindowArguments(kernel: [1], stride: []), WindowArguments(kernel: [n, n]),
    ]
    var kinds: [any LayerKind] = []
    for window in windows {
      kinds.append(Convolution(channels: 4, window: window, groups: 1, hasBias: true))
      kinds.append(TransposedConvolution(channels: 4, window: window))
      kinds.append(MaxPooling(window: window))
      kinds.append(Subsampling(window: window))
      kinds.append(AveragePooling(window: window, countsPadding: true))
    }
    let one = WindowArguments(kernel: [1])
    kinds.append(Convolution(channels: n, window: one, groups: 1, hasBias: true))
    kinds.append(Convolution(channels: n, window: one, groups: n, hasBias: true))
    kinds.append(Convolution(channels: 4, window: one, groups: n, hasBias: true))
    kinds.append(Convolution(channels: 2, window: one, groups: 1, hasBias: true, connections: [[n], [0]]))
    kinds.append(Convolution(channels: n, window: one, groups: n, hasBias: true, connections: []))
    kinds.append(TransposedConvolution(channels: n, window: one))
    kinds.append(TransposedConvolution(channels: n, window: one, groups: n))
    kinds.append(TransposedConvolution(channels: 4, window: one, outputPadding: [n]))
    kinds.append(TransposedConvolution(channels: 4, window: one, outputPadding: []))
    kinds.append(FullyConnected(outputs: n, hasBias: true))
    kinds.append(FullyConnected(outputs: n, hasBias: true, flattens: false))
    kinds.append(RadialBasis(outputs: n))
    kinds.append(AdaptiveAveragePooling(outputs: [n]))
    kinds.append(AdaptiveAveragePooling(outputs: []))
    kinds.append(LocalResponseNormalization(size: n, alpha: 1, beta: 1, k: 1))
    kinds.append(GroupNormalization(groups: n))
    kinds.append(ChannelShuffle(groups: n))
    kinds.append(Softmax(axis: n))
    kinds.append(Mean(Reduction(axes: [n])))
    kinds.append(Max(Reduction(axes: [0, n])))
    kinds.append(Mean(Reduction(axes: [])))
    kinds.append(Reshape(sizes: [n]))
    kinds.append(Reshape(sizes: [n, n]))
    kinds.append(Reshape(sizes: [n, -1]))
    kinds.append(Reshape(sizes: []))
    kinds.append(Transposition(order: [0, n]))
    kinds.append(Transposition(order: []))
    kinds.append(Slice(n < 0 ? n..<0 : 0..<n, axis: 1))
    kinds.append(Slice(0..<1, axis: n))
    kinds.append(Slice(0..<1, step: n))
    kinds.append(Padding(cells: [pair]))
    kinds.append(Padding(cells: [pair], filling: .reflect))
    kinds.append(Padding(cells: []))
    kinds.append(Resize(.cells([n])))
    kinds.append(Resize(.cells([n]), interpolation: .linear))
    kinds.append(Resize(.cells([])))
    return kinds
  }

  private static func kinds(_ x: Double) -> [any LayerKind] {
    var kinds: [any LayerKind] = []
    kinds.append(Resize(.scale([x])))
    kinds.append(Resize(.scale([x]), interpolation: .linear))
    kinds.append(Resize(.scale([])))
    kinds.append(Dropout(rate: x))
    kinds.append(Affine(scale: [x]))
    kinds.append(Affine(scale: []))
    kinds.append(Clip(minimum: x))
    kinds.append(ELU(alpha: x))
    kinds.append(HardSigmoid(alpha: x))
    kinds.append(LeakyReLU(slope: x))
    kinds.append(Softplus(beta: x))
    kinds.append(Tanh(amplitude: x, slope: x))
    kinds.append(BatchNormalization(epsilon: x, isAffine: true))
    kinds.append(LayerNormalization(epsilon: x))
    kinds.append(L2Normalization(epsilon: x))
    kinds.append(Padding(cells: [], value: x))
    kinds.append(LocalResponseNormalization(size: 5, alpha: x, beta: x, k: x))
    return kinds
  }

  private static let many = 2_147_483_647
  private static let shapes: [[Int]] = [
    [1], [many], [4, 6], [1, many], [4, 5, 6], [1_048_576, 1024, 1024], [1, many, 1], [1, 1, 1, many],
    [2, 8192, 8192, 8192], [1, 1, 1, 1, 1, 1, 1, 1],
  ]

  /// Not one of them traps, and what fits can be looked at from all sides.
  private func tryOut(_ kind: any LayerKind) throws {
    for dimensions in Self.shapes {
      var builder = NetworkBuilder(named: "test")
      try builder.input(Shape(dimensions: dimensions))
      guard let index = try? builder.add(kind, name: "layer", reading: [0]), let network = try? builder.network() else {
        continue
      }
      let layer = network.layers[index]
      for mode in Mode.allCases { #expect(layer.arithmetic(mode).flops >= 0) }
      #expect(layer.parameters.allSatisfy { $0.count >= 0 })
      #expect(layer.shape.dimensions.allSatisfy { $0 >= 1 })
      if case .axes(let readings) = layer.connectivity {
        for (reading, size) in zip(readings, layer.shape.extent) {
          guard case .cells(let map) = reading else { continue }
          _ = map.cells(of: 0)
          _ = map.cells(of: size - 1)
        }
      }
    }
  }

  @Test("Whole numbers", arguments: numbers) func anyNumber(number: Int) throws {
    for kind in Self.kinds(number) { try tryOut(kind) }
  }

  @Test("Fractions", arguments: fractions) func anyFraction(number: Double) throws {
    for kind in Self.kinds(number) { try tryOut(kind) }
  }

  @Test func everyKindOnHugeInputs() throws {
    let kinds: [any LayerKind] = [
      BatchNormalization(epsilon: 1e-5, isAffine: true), LayerNormalization(over: .all),
      LayerNormalization(over: .last),
      InstanceNormalization(isAffine: true), L2Normalization(), Scale(), PReLU(), GELU(approximation: .tanh), Mish(),
      HardSwish(), SiLU(), Sigmoid(), ReLU(), ReLU6(), Softmax(), Flatten(), GlobalAveragePooling(), GlobalMaxPooling(),
      Addition(), Multiplication(), Maximum(), Concatenation(),
    ]
    for kind in kinds { try tryOut(kind) }
  }

  // MARK: Each refusal

  @Test(arguments: [0, -1, 65_536, 4_611_686_018_427_387_904]) func aNormalizationOfNoWindow(size: Int) throws {
    let kind = LocalResponseNormalization(size: size, alpha: 1, beta: 1, k: 1)
    #expect(try sizeError(kind, on: [3, 2, 2]) == .windowNumber(.size, size, least: 1))
    for size in [1, 65_535] {
      #expect(
        try sizeError(LocalResponseNormalization(size: size, alpha: 1, beta: 1, k: 1), on: [3, 2, 2]) == nil)
    }
  }

  @Test func aRateIsAProbabilityBelow1() throws {
    for rate in [-0.001, 1, 1.5] { #expect(try sizeError(Dropout(rate: rate), on: [3]) == .rate(rate)) }
    for rate in [0, 0.5, 0.999] { #expect(try sizeError(Dropout(rate: rate), on: [3]) == nil) }
    #expect("\(SizeError.rate(1))" == "a rate is at least 0 and below 1, not 1.0")
  }

  @Test(arguments: [Double.infinity, -.infinity, .nan]) func argumentsAreFinite(number: Double) throws {
    #expect(try sizeError(Dropout(rate: number), on: [3]) == .notFinite(argument: "rate"))
    #expect(try sizeError(Resize(.scale([1, number])), on: [3, 4, 4]) == .notFinite(argument: "scale"))
    #expect(try sizeError(Affine(shift: [1, number, 1]), on: [3]) == .notFinite(argument: "shift"))
    #expect("\(SizeError.notFinite(argument: "rate"))" == "rate must be a finite number")
    // What nobody described may say what it likes.
    let shape = try Shape(channels: 3)
    let unknown = UnknownOperation(operation: "odd", shape: shape, stated: [Attribute("bound", number)])
    #expect(try sizeError(unknown, on: [3]) == nil)
  }

  @Test func aConnectionTableSaysForEachOutputWhatItReads() throws {
    #expect(try sizeError(conv(2, connections: [[0], [1, 2]]), on: [3, 2, 2]) == nil)
    #expect(try sizeError(conv(2, connections: [[0]]), on: [3, 2, 2]) == .connectionRows(1, channels: 2))
    #expect(try sizeError(conv(1, connections: [[0], [1]]), on: [3, 2, 2]) == .connectionRows(2, channels: 1))
    #expect(try sizeError(conv(1, connections: [[3]]), on: [3, 2, 2]) == .connectedMap(row: 0, map: 3, inputs: 3))
    #expect(try sizeError(conv(1, connections: [[-1]]), on: [3, 2, 2]) == .connectedMap(row: 0, map: -1, inputs: 3))
    #expect(try sizeError(conv(1, connections: [[2, 1, 2]]), on: [3, 2, 2]) == .connectedTwice(row: 0, map: 2))
    #expect(
      try sizeError(conv(2, groups: 2, connections: [[0], [1]]), on: [2, 2, 2]) == .connectedGroups(2))
    #expect(
      "\(SizeError.connectionRows(1, channels: 2))" == "the connection table has 1 rows for 2 output channels")
    #expect("\(SizeError.connectedTwice(row: 0, map: 2))" == "row 0 of the connection table names input map 2 twice")
    #expect("\(SizeError.connectedGroups(2))" == "a connection table and groups exclude each other")
  }

  @Test func aTransposedConvolutionCannotPadSame() throws {
    let kind = TransposedConvolution(channels: 2, window: WindowArguments(kernel: [3], padding: .same))
    #expect(try sizeError(kind, on: [2, 4, 4]) == .transposedSame)
    #expect("\(SizeError.transposedSame)" == "a transposed convolution cannot pad 'same'")
  }

  /// Regions of an axis of one cell and of many outputs: in + out cells on each axis, 2³¹ times as many as either has.
  @Test func anAdaptivePoolingThatGrowsOneAxisAndShrinksTheOther() throws {
    let (one, many) = (1, Self.many)
    #expect(
      try sizeError(AdaptiveAveragePooling(outputs: [one, many]), on: [1, many, one])
        == .tooMany(.operations, factors: [1, many, many], limit: Limits.operations))
    #expect(try sizeError(AdaptiveAveragePooling(outputs: [1, 1_048_576]), on: [1, 1_048_576, 1]) == nil)
  }

  @Test func aSumOfMoreBranchesThanCanBeCounted() throws {
    let shape = try Shape(channels: 1_048_576, extent: [1_048_576])
    for kind in [Addition(), Multiplication(), Maximum()] as [any LayerKind] {
      #expect(throws: SizeError.tooMany(.operations, factors: [8193, Shape.largestCount], limit: Limits.operations)) {
        try kind.output(of: Array(repeating: shape, count: 8194))
      }
      #expect(try kind.output(of: Array(repeating: shape, count: 8193)) == shape)
    }
  }

  @Test func aResizeOfTwoBillionCells() throws {
    let many = Self.many
    #expect(
      try sizeError(Resize(.cells([many]), coordinates: .halfPixel), on: [1, many])
        == .tooMany(.elements, factors: [many, many], limit: Limits.operations))
    // So small a scale that no ratio of small numbers is near it.
    #expect(try sizeError(Resize(.scale([4.7e-10])), on: [1, many]) == nil)
  }
}
