import Architecture
import PlainText

/// Which tensor of a file fills which parameter of a network.
public struct Mapping: Sendable {
  /// A parameter and the tensor that fills it.
  public struct Match: Sendable {
    public let parameter: NetworkParameter
    public let tensor: WeightTensor
    /// Where the parameter's numbers, in its own order, lie in the tensor.
    let view: StridedView
    /// Caffe's scale factor of a mean or a variance.
    let divisor: WeightTensor?
  }

  /// A parameter whose tensor is there with a shape that does not fit.
  public struct Misshapen: Sendable {
    public let parameter: NetworkParameter
    public let tensor: WeightTensor
    /// The shapes that would fit, the usual one first.
    public let expected: [[Int]]
    /// What would make it fit, where something would: `it fits transposed`.
    public let hint: Phrase?
  }

  /// A parameter that no tensor fills.
  public struct Missing: Sendable {
    public let parameter: NetworkParameter
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

  /// Whether every parameter is filled and nothing is left over.
  public var isComplete: Bool { misshapen.isEmpty && missing.isEmpty && extra.isEmpty }

  /// Whether every parameter is filled: a network can run, whatever else is in the file.
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
    let parameters = NetworkParameter.all(of: network)
    let names = LayerNames(of: network, format: format, tensors: tensors)
    isByOrder = names.isByOrder
    let plain = format.description.plain
    var byKey: [String: Int] = [:]
    for (index, tensor) in tensors.enumerated() {
      byKey["\(plain(tensor.layer)) \(tensor.part.rawValue)"] = index
    }
    var used: Set<Int> = []
    var open: [NetworkParameter] = []
    let firstConvolution = network.layers.first { $0.kind is Convolution }?.name

    func find(_ parameter: NetworkParameter, _ part: WeightTensor.Part) -> Int? {
      for name in names.candidates(for: parameter.layer, part) {
        let key = "\(plain(name)) \(part.rawValue)"
        if let index = byKey[key], !used.contains(index) { return index }
      }
      return nil
    }

    for parameter in parameters {
      guard let part = WeightTensor.Part(rawValue: parameter.declaration.name), let index = find(parameter, part) else {
        open.append(parameter)
        continue
      }
      let tensor = tensors[index]
      used.insert(index)
      guard var view = format.layout.view(of: parameter, holding: tensor) else {
        misshapen.append(
          Misshapen(
            parameter: parameter, tensor: tensor, expected: format.layout.shapes(of: parameter),
            hint: Mapping.hint(parameter, tensor, format.layout)))
        continue
      }
      if flipsChannels, parameter.isKernel, parameter.layer.name == firstConvolution { view = view.reversed(axis: 1) }
      var divisor: WeightTensor?
      if part == .runningMean || part == .runningVariance,
        let factor = byKey["\(plain(tensor.layer)) \(WeightTensor.Part.scaleFactor.rawValue)"]
      {
        divisor = tensors[factor]
        used.insert(factor)
      }
      matches.append(Match(parameter: parameter, tensor: tensor, view: view, divisor: divisor))
    }
    for (index, tensor) in tensors.enumerated() where !used.contains(index) && tensor.part != .batchCount {
      extra.append(tensor)
    }
    let filled = Set(
      matches.compactMap(\.parameter.layer.auxiliary) + misshapen.compactMap(\.parameter.layer.auxiliary))
    for parameter in open {
      if let auxiliary = parameter.layer.auxiliary, !filled.contains(auxiliary) {
        if !absentAuxiliaries.contains(auxiliary) { absentAuxiliaries.append(auxiliary) }
      } else {
        missing.append(Missing(parameter: parameter, candidate: Mapping.candidate(parameter, extra, format.layout)))
      }
    }
  }

  /// The tensor left over that a parameter was most probably meant to have.
  private static func candidate(_ parameter: NetworkParameter, _ extra: [WeightTensor], _ layout: Layout)
    -> WeightTensor?
  {
    let fitting = extra.filter {
      layout.view(of: parameter, holding: $0) != nil && $0.part.rawValue == parameter.declaration.name
    }
    let near = NearestWord.candidates(for: parameter.layer.name, among: fitting.map(\.layer), atMost: 1)
    return fitting.first { $0.layer == near.first } ?? fitting.first
  }

  /// What a tensor of the wrong shape probably is.
  private static func hint(_ parameter: NetworkParameter, _ tensor: WeightTensor, _ layout: Layout) -> Phrase? {
    for other in [Layout.channelsFirst, .channelsLast] where other != layout && parameter.isKernel {
      if other.shapes(of: parameter).contains(tensor.shape) { return "it fits transposed, as \(other.rawValue)" }
    }
    if tensor.shape.sorted() == parameter.axes.sorted() { return "it fits with its axes in another order" }
    if tensor.count == parameter.count { return "it has as many numbers" }
    return nil
  }
}
