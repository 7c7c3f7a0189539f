import Architecture

/// Which of some networks a file's tensors are of, by their shapes and their layers' names.
public struct Identification: Sendable {
  /// How well a network goes with the file.
  public struct Candidate: Sendable {
    public let network: Network
    /// Layers whose kernels are in the file with the right shape, and how many the network has.
    public let convolutions: (found: Int, all: Int)
    public let fullyConnected: (found: Int, all: Int)
    /// Numbers of the file that lie in tensors of the network's shapes.
    public let shared: Int
    /// Numbers that the network needs.
    public let needed: Int
    /// Whether the last fully connected layer is there.
    public let hasHead: Bool
    /// Whether the file has the names of its layers.
    public let isByName: Bool

    /// Whether every kernel of the network has a tensor of its shape.
    public var isWhole: Bool { convolutions.found == convolutions.all && fullyConnected.found == fullyConnected.all }
    /// Whether all convolutions are there, and another last layer.
    public var isTrunk: Bool { !hasHead && convolutions.all > 1 && convolutions.found == convolutions.all }
    /// Whether most layers with kernels are there.
    var isMost: Bool {
      let (found, all) = (convolutions.found + fullyConnected.found, convolutions.all + fullyConnected.all)
      return isWhole || isTrunk || all > 1 && found * 4 >= all * 3
    }
  }

  /// The networks that go best with the file, equally well; empty where none has a quarter of its numbers
  /// or most of its layers.
  public let best: [Candidate]
  /// Numbers of the file.
  public let count: Int
  /// Outputs of the file's last fully connected layer that is none of the best network's: the classes of another head.
  public let otherOutputs: Int?

  public init(of file: WeightFile, among networks: [Network]) {
    self.init(of: file.tensors, format: file.format, among: networks)
  }

  init(of tensors: [WeightTensor], format: WeightFormat, among networks: [Network]) {
    let tensors = tensors.filter { $0.part == .weight || $0.part == .bias }
    count = tensors.reduce(0) { $0 + $1.count }
    var found: [(candidate: Candidate, left: [WeightTensor])] = []
    for network in networks { found.append(Identification.candidate(network, tensors, format)) }
    let count = count
    // What both have, over what either has: numbers too many count as much as numbers that are missing.
    func share(_ candidate: Candidate) -> Double {
      Double(candidate.shared) / Double(max(1, count + candidate.needed - candidate.shared))
    }
    let order = found.sorted { a, b in
      let (one, other) = (share(a.candidate), share(b.candidate))
      return one != other ? one > other : a.candidate.isByName && !b.candidate.isByName
    }
    // Most numbers may lie in the head or the one matrix that is another: then most layers count.
    let likely = order.filter { share($0.candidate) >= 0.25 || $0.candidate.isMost }
    guard let first = likely.first else {
      (best, otherOutputs) = ([], nil)
      return
    }
    best = likely.prefix { other in
      share(other.candidate) == share(first.candidate) && other.candidate.isByName == first.candidate.isByName
    }.map(\.candidate)
    otherOutputs = first.candidate.isTrunk ? Identification.outputs(of: first.left, format) : nil
  }

  /// How well a network goes with tensors, and the tensors that are none of its.
  private static func candidate(
    _ network: Network, _ tensors: [WeightTensor], _ format: WeightFormat
  ) -> (Candidate, left: [WeightTensor]) {
    var byShape: [[Int]: [Int]] = [:]
    for (index, tensor) in tensors.enumerated().reversed() {
      byShape[Array(tensor.shape.drop { $0 == 1 }), default: []].append(index)
    }
    var used: Set<Int> = []
    var (convolutions, fullyConnected) = ((found: 0, all: 0), (found: 0, all: 0))
    var (shared, needed) = (0, 0)
    var hasHead = true
    // Without auxiliary classifiers, which files may lack.
    let main = network.network(for: .inference)
    for parameter in NetworkParameter.all(of: main) where parameter.declaration.role != .statistic {
      needed += parameter.count
      let shape = format.layout.shapes(of: parameter).map { Array($0.drop { $0 == 1 }) }
        .first { byShape[$0]?.isEmpty == false }
      let tensor = shape.flatMap { byShape[$0]?.popLast() }
      if let tensor {
        used.insert(tensor)
        shared += parameter.count
      }
      guard parameter.declaration.name == "weight" else { continue }
      switch parameter.layer.family {
      case .convolution: convolutions = (convolutions.found + (tensor == nil ? 0 : 1), convolutions.all + 1)
      case .fullyConnected:
        fullyConnected = (fullyConnected.found + (tensor == nil ? 0 : 1), fullyConnected.all + 1)
        hasHead = tensor != nil
      default: break
      }
    }
    let mapping = Mapping(of: tensors, format: format, onto: main, flipsChannels: false)
    let candidate = Candidate(
      network: network, convolutions: convolutions, fullyConnected: fullyConnected, shared: shared, needed: needed,
      hasHead: hasHead, isByName: !mapping.isByOrder && mapping.matches.count * 2 > tensors.count)
    return (candidate, tensors.indices.filter { !used.contains($0) }.map { tensors[$0] })
  }

  /// Outputs of the last matrix among tensors.
  private static func outputs(of tensors: [WeightTensor], _ format: WeightFormat) -> Int? {
    let last = tensors.last { $0.part == .weight && $0.shape.count { $0 > 1 } == 2 }
    return format.layout == .channelsFirst ? last?.shape.first { $0 > 1 } : last?.shape.last
  }
}
