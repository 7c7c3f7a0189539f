import Architecture

/// Everything that the analyses say of a network, for one mode, batch and data type: facts without any rendering.
public struct Profile: Sendable {
  public struct Options: Sendable {
    public var mode = Mode.inference
    /// Images at a time.
    public var batch = 1
    public var dataType = DataType.float32
    public var convention = Convention.zoo
    public var machine = Roofline.Machine.typical

    public init() {}
  }

  /// What is known of one layer. Operations and bytes are for the whole batch.
  public struct Row: Sendable {
    public let layer: Layer
    /// Names of the layers that it reads.
    public let inputs: [String]
    public let parameters: ParameterCount
    public let arithmetic: Arithmetic
    /// Operations by the chosen convention, in its unit; unknown where its tool does not know the layer.
    public let operations: OperationCount
    public let field: ReceptiveField
    /// The same as if there were no gates; nil in a network without.
    public let fieldWithoutGates: ReceptiveField?
    public let activationBytes: Int
    /// Bytes read and written.
    public let trafficBytes: Int
    public let roofline: Roofline
    public let gradientPath: Int?
    /// The same without auxiliary classifiers.
    public let gradientPathWithoutAuxiliaries: Int?

    /// How far its windows look: what gates bring from the whole image left out.
    public var windowedField: ReceptiveField { fieldWithoutGates ?? field }

    public var macs: Int { arithmetic.multiplyAdds }
    public var flops: Int { arithmetic.flops }
    /// Floating-point operations per byte moved; nil for a layer that computes nothing.
    public var intensity: Double? { flops == 0 ? nil : Double(flops) / Double(trafficBytes) }
  }

  public let network: Network
  public let options: Options
  /// One row per layer, the input left out.
  public let rows: [Row]
  /// Sums over all layers.
  public let totals: KindTotals
  /// Convolutions, fully connected layers, and all the rest: in the order of `FamilyShare.allCases`.
  public let byFamily: [KindTotals]
  public let memory: Memory
  /// The auxiliary classifiers that the network has, counted or not.
  public let auxiliaries: [String]

  /// - Throws: `SizeError` where the batch is below 1, and where the batch, or the convention, makes the totals pass `Limits.operations`.
  public init(of network: Network, options: Options = Options()) throws(SizeError) {
    var auxiliaries: [String] = []
    for layer in network.layers {
      if let name = layer.auxiliary, auxiliaries.last != name { auxiliaries.append(name) }
    }
    self.auxiliaries = auxiliaries
    let network = network.network(for: options.mode)
    self.network = network
    self.options = options
    try Profile.check(network, options)
    memory = Memory(of: network, batch: options.batch, dataType: options.dataType)
    let counts = try options.convention.counts(of: network, batch: options.batch)
    let fields = ReceptiveField.fields(of: network)
    let withoutGates = ReceptiveField.hasGates(network) ? ReceptiveField.fieldsWithoutGates(of: network) : nil
    let paths = GradientPath.lengths(in: network, countsAuxiliaries: true)
    let mainPaths = GradientPath.lengths(in: network, countsAuxiliaries: false)
    var rows: [Row] = []
    rows.reserveCapacity(network.body.count)
    for (index, layer) in network.layers.enumerated().dropFirst(network.inputCount) {
      let arithmetic = layer.arithmetic(options.mode) * options.batch
      let traffic = Roofline.bytes(of: layer, mode: options.mode, batch: options.batch, dataType: options.dataType)
      rows.append(
        Row(
          layer: layer, inputs: layer.inputs.map { network.layers[$0].name },
          parameters: ParameterCount(of: layer), arithmetic: arithmetic,
          operations: counts[index], field: fields[index], fieldWithoutGates: withoutGates?[index],
          activationBytes: memory.activations[index],
          trafficBytes: traffic,
          roofline: Roofline(flops: arithmetic.flops, bytes: traffic, on: options.machine),
          gradientPath: paths[index], gradientPathWithoutAuxiliaries: mainPaths[index]))
    }
    self.rows = rows
    totals = Profile.totals(rows[...])
    byFamily = Profile.byFamily(rows[...])
  }

  /// Refuses a batch with which a total passes `Limits.operations`, or the bytes moved 2⁶²; activations and their gradients
  /// are fewer. What the convention counts is checked where it is counted.
  private static func check(_ network: Network, _ options: Options) throws(SizeError) {
    var flops: Checked = 0
    var elements: Checked = 0
    var moved: Checked = 0
    for layer in network.layers {
      flops.add(layer.arithmetic(options.mode).flops)
      elements.add(layer.shape.count)
      for shape in layer.inputShapes { moved.add(shape.count) }
      moved.add(layer.shape.count)
      for parameter in layer.parameters { moved.add(parameter.count) }
    }
    let batch = options.batch
    guard batch >= 1 else { throw .impossibleDimension(batch) }
    guard flops.times(batch, atMost: Limits.operations), elements.times(batch, atMost: Limits.operations),
      moved.times(batch, atMost: 1 << 62 / options.dataType.bytes)
    else { throw .largeBatch(batch) }
  }
}

extension Profile {
  /// The row of the layer of that index in the network; nil for an input.
  public func row(of layer: Int) -> Row? {
    rows.indices.contains(layer - network.inputCount) ? rows[layer - network.inputCount] : nil
  }

  static func totals(_ rows: ArraySlice<Row>) -> KindTotals {
    var totals = KindTotals(kind: "total")
    // By their indices, which copies no row.
    for index in rows.indices { totals.add(rows[index]) }
    return totals
  }

  static func byFamily(_ rows: ArraySlice<Row>) -> [KindTotals] {
    let shares = FamilyShare.allCases
    var sums = shares.map { KindTotals(kind: $0.rawValue) }
    for index in rows.indices {
      let share = FamilyShare(of: rows[index].layer)
      for (family, own) in shares.enumerated() where own == share { sums[family].add(rows[index]) }
    }
    return sums
  }

  /// Sums over the layers of each kind, in the order in which kinds first occur.
  public var byKind: [KindTotals] {
    var index: [String: Int] = [:]
    var kinds: [KindTotals] = []
    for row in rows {
      let kind = row.layer.kind.name
      let position = index[kind] ?? kinds.count
      if position == kinds.count {
        index[kind] = position
        kinds.append(KindTotals(kind: kind))
      }
      kinds[position].add(row)
    }
    return kinds
  }

  /// The layer during which memory is fullest.
  public var peakLayer: Layer { network.layers[memory.peakLayer] }

  /// Bytes of all parameters.
  public var parameterBytes: Int { totals.parameters.total * options.dataType.bytes }

  /// The last layer that does not see the whole input by the way that it is connected, gates left out.
  public var lastWindowed: Row? { rows.last { !$0.windowedField.seesWholeInput } }

  /// The first layer whose receptive field is larger than the image.
  public var firstBeyondImage: Row? { rows.first { $0.field.exceeds(network.input) } }

  /// Layers behind that one whose field is not: in a branch that sees less than the others.
  public var withinImageAgain: [Row] {
    guard let first = rows.firstIndex(where: { $0.field.exceeds(network.input) }) else { return [] }
    return rows[first...].filter { !$0.field.seesWholeInput && $0.field.isKnown && !$0.field.exceeds(network.input) }
  }
}
