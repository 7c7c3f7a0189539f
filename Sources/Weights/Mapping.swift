import Architecture
import PlainText

/// Which tensor of a file fills which slot of a network.
public struct Mapping: Sendable {
  /// A slot and the tensor that fills it.
  public struct Match: Sendable {
    public let slot: ParameterSlot
    public let tensor: WeightTensor
    /// Where the slot's numbers, in its own order, lie in the tensor.
    let view: StridedView
    /// Caffe's scale factor of a mean or a variance.
    let divisor: WeightTensor?
  }

  /// A slot whose tensor is there with a shape that does not fit.
  public struct Misshapen: Sendable {
    public let slot: ParameterSlot
    public let tensor: WeightTensor
    /// The shapes that would fit, the usual one first.
    public let expected: [[Int]]
    /// What would make it fit, where something would: `it fits transposed`.
    public let hint: Phrase?
  }

  /// A slot that no tensor fills.
  public struct Missing: Sendable {
    public let slot: ParameterSlot
    /// The tensor that comes nearest: of the same shape among those left over, else the nearest name.
    public let candidate: WeightTensor?
  }

  public private(set) var matches: [Match] = []
  public private(set) var misshapen: [Misshapen] = []
  public private(set) var missing: [Missing] = []
  /// Tensors of the file that the network has no place for.
  public private(set) var extra: [WeightTensor] = []
  /// Auxiliary classifiers that the file does not have: no error, since inference does without.
  public private(set) var absentAuxiliaries: [String] = []

  /// No layer's name in the file is known to the model, and layers were matched in the order of the file.
  public private(set) var isByOrder = false

  /// Whether every slot is filled and nothing is left over.
  public var isComplete: Bool { misshapen.isEmpty && missing.isEmpty && extra.isEmpty }

  /// Whether every slot is filled: a network can run, whatever else is in the file.
  public var isUsable: Bool { misshapen.isEmpty && missing.isEmpty }

  /// Whether nothing is worse than that something is missing, and the file is of this network at all.
  public var isPartial: Bool { misshapen.isEmpty && (!matches.isEmpty || extra.isEmpty) }

  /// - Parameters:
  ///   - file: the tensors and the format that they are in.
  ///   - network: with its auxiliary classifiers.
  ///   - flipsChannels: whether the first convolution's input channels are in the order BGR for RGB, or the reverse.
  public init(of file: WeightFile, onto network: Network, flipsChannels: Bool = false) {
    self.init(of: file.tensors, format: file.format, onto: network, flipsChannels: flipsChannels)
  }

  init(of tensors: [WeightTensor], format: WeightFormat, onto network: Network, flipsChannels: Bool) {
    let slots = ParameterSlot.slots(of: network)
    let names = LayerNames(of: network, format: format, tensors: tensors)
    isByOrder = names.isByOrder
    let plain = format.description.plain
    var byKey: [String: Int] = [:]
    for (index, tensor) in tensors.enumerated() {
      byKey["\(plain(tensor.layer)) \(tensor.part.rawValue)"] = index
    }
    var used: Set<Int> = []
    var open: [ParameterSlot] = []
    let firstConvolution = network.layers.first { $0.kind is Convolution }?.name

    func find(_ slot: ParameterSlot, _ part: WeightTensor.Part) -> Int? {
      for name in names.candidates(for: slot.layer, part) {
        let key = "\(plain(name)) \(part.rawValue)"
        if let index = byKey[key], !used.contains(index) { return index }
      }
      return nil
    }

    for slot in slots {
      guard let part = WeightTensor.Part(rawValue: slot.parameter.name), let index = find(slot, part) else {
        open.append(slot)
        continue
      }
      let tensor = tensors[index]
      used.insert(index)
      guard var view = format.layout.view(of: slot, holding: tensor) else {
        misshapen.append(
          Misshapen(
            slot: slot, tensor: tensor, expected: format.layout.shapes(of: slot),
            hint: Mapping.hint(slot, tensor, format.layout)))
        continue
      }
      if flipsChannels, slot.isKernel, slot.layer.name == firstConvolution { view = view.reversed(axis: 1) }
      var divisor: WeightTensor?
      if part == .runningMean || part == .runningVariance,
        let factor = byKey["\(plain(tensor.layer)) \(WeightTensor.Part.scaleFactor.rawValue)"]
      {
        divisor = tensors[factor]
        used.insert(factor)
      }
      matches.append(Match(slot: slot, tensor: tensor, view: view, divisor: divisor))
    }
    for (index, tensor) in tensors.enumerated() where !used.contains(index) && tensor.part != .batchCount {
      extra.append(tensor)
    }
    let filled = Set(matches.compactMap(\.slot.layer.auxiliary) + misshapen.compactMap(\.slot.layer.auxiliary))
    for slot in open {
      if let auxiliary = slot.layer.auxiliary, !filled.contains(auxiliary) {
        if !absentAuxiliaries.contains(auxiliary) { absentAuxiliaries.append(auxiliary) }
      } else {
        missing.append(Missing(slot: slot, candidate: Mapping.candidate(slot, extra, format.layout)))
      }
    }
  }

  /// The tensor left over that a slot was most probably meant to have.
  private static func candidate(_ slot: ParameterSlot, _ extra: [WeightTensor], _ layout: Layout) -> WeightTensor? {
    let fitting = extra.filter { layout.view(of: slot, holding: $0) != nil && $0.part.rawValue == slot.parameter.name }
    let near = NearestWord.candidates(for: slot.layer.name, among: fitting.map(\.layer), atMost: 1)
    return fitting.first { $0.layer == near.first } ?? fitting.first
  }

  /// What a tensor of the wrong shape probably is.
  private static func hint(_ slot: ParameterSlot, _ tensor: WeightTensor, _ layout: Layout) -> Phrase? {
    for other in [Layout.channelsFirst, .channelsLast] where other != layout && slot.isKernel {
      if other.shapes(of: slot).contains(tensor.shape) { return "it fits transposed, as \(other.rawValue)" }
    }
    if tensor.shape.sorted() == slot.axes.sorted() { return "it fits with its axes in another order" }
    if tensor.count == slot.count { return "it has as many numbers" }
    return nil
  }
}
