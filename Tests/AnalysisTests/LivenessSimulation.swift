import Architecture

/// Runs through a network step by step, with a shelf of buffers that appear and disappear: what `Memory` computes, told
/// as a story.
struct LivenessSimulation {
  private(set) var peak = 0
  /// Index of the layer at the first fullest step.
  private(set) var peakLayer = 0
  /// Bytes of gradients at that step.
  private(set) var peakGradients = 0

  private enum Buffer: Hashable {
    case output(Int)
    case gradient(Int)
    /// Indices or a mask.
    case own(Int)
  }

  private let network: Network
  /// The layers that read each layer's output.
  private let readers: [[Int]]
  private let bytes: (Int) -> Int
  private var shelf: [Buffer: Int] = [:]
  /// The layer whose buffer each output lies in.
  private var home: [Int]
  /// The layers whose outputs lie in each layer's buffer.
  private var tenants: [Set<Int>] = []
  /// Whether a gradient is wanted with respect to each output.
  private let isWanted: [Bool]

  init(_ network: Network, bytesPerElement: Int) {
    self.network = network
    bytes = { network.layers[$0].shape.count * bytesPerElement }
    home = Array(network.layers.indices)
    var readers: [[Int]] = network.layers.map { _ in [] }
    for (index, layer) in network.layers.enumerated() {
      for input in Set(layer.inputs) { readers[input].append(index) }
    }
    self.readers = readers
    var isWanted: [Bool] = []
    for layer in network.layers {
      isWanted.append(layer.parameters.contains { $0.role != .statistic } || layer.inputs.contains { isWanted[$0] })
    }
    self.isWanted = isWanted
    for (index, layer) in network.layers.enumerated() {
      guard layer.kind.isInPlace(network.mode), layer.inputs[0] != 0, readers[layer.inputs[0]].count == 1 else {
        continue
      }
      let isHarmless =
        !LivenessSimulation.reads(layer, .inputs)
        && !LivenessSimulation.reads(network.layers[layer.inputs[0]], .output)
      if network.mode == .inference || layer.kind.isView(.training) || isHarmless {
        home[index] = home[layer.inputs[0]]
      }
    }
    tenants = home.map { _ in [] }
    for (index, home) in home.enumerated() { tenants[home].insert(index) }
    for index in network.layers.indices { forward(index) }
    if network.mode == .training {
      for index in network.layers.indices.reversed() { backward(index) }
    }
  }

  private static func reads(_ layer: Layer, _ what: Kept) -> Bool { layer.kind.kept == what }

  private mutating func forward(_ index: Int) {
    shelf[.output(home[index])] = bytes(home[index])
    if network.mode == .training, isWanted[index] {
      let layer = network.layers[index]
      shelf[.own(index)] = layer.kind.kept.ownBytes * layer.shape.count
    }
    look(at: index)
    drop { later in
      later > index
    } backward: { _ in
      true
    }
  }

  /// Takes the gradient of the layer's output, makes those of its inputs, and drops what nobody needs any more.
  private mutating func backward(_ index: Int) {
    for buffer in [index] + network.layers[index].inputs where isWanted[buffer] {
      // Of an output that lies in another's buffer, that one's.
      shelf[.gradient(home[buffer])] = isWanted[home[buffer]] ? bytes(home[buffer]) : 0
    }
    look(at: index)
    if home[index] == index { shelf[.gradient(index)] = nil }
    shelf[.own(index)] = nil
    drop { _ in
      false
    } backward: { layer in
      layer < index
    }
  }

  /// Drops the outputs that no step to come needs.
  ///
  /// - Parameters:
  ///   - forward: whether a layer's forward step is still to come.
  ///   - backward: the same of its backward step.
  private mutating func drop(forward: (Int) -> Bool, backward: (Int) -> Bool) {
    for held in network.layers.indices where shelf[.output(held)] != nil {
      let tenants = tenants[held]
      let isNeeded = tenants.union(tenants.flatMap { readers[$0] }).contains { other in
        let layer = network.layers[other]
        let readsIt = layer.inputs.contains { tenants.contains($0) }
        if forward(other), readsIt { return true }
        let isResult = tenants.contains(other) && readers[other].isEmpty
        guard network.mode == .training else { return isResult }
        guard backward(other) else { return false }
        return isResult
          || isWanted[other]
            && (readsIt && LivenessSimulation.reads(layer, .inputs)
              || tenants.contains(other) && LivenessSimulation.reads(layer, .output))
      }
      if !isNeeded { shelf[.output(held)] = nil }
    }
  }

  private mutating func look(at index: Int) {
    let sum = shelf.values.reduce(0, +)
    guard sum > peak else { return }
    let gradients = shelf.filter { if case .gradient = $0.key { true } else { false } }
    (peak, peakLayer, peakGradients) = (sum, index, gradients.values.reduce(0, +))
  }
}
