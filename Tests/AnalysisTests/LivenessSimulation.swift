import Architecture

/// Runs through a network step by step, with a shelf of buffers that appear and disappear: what `Memory` computes, told
/// as a story.
struct LivenessSimulation {
  private(set) var peak = 0
  /// Index of the layer at the first fullest step.
  private(set) var peakLayer = 0

  private enum Buffer: Hashable {
    case output(Int)
    case gradient(Int)
  }

  private let network: Network
  private let bytes: (Int) -> Int
  private var shelf: [Buffer: Int] = [:]

  init(_ network: Network, bytesPerElement: Int) {
    self.network = network
    bytes = { network.layers[$0].shape.count * bytesPerElement }
    // The layer whose buffer each output lies in.
    var home = Array(network.layers.indices)
    for (index, layer) in network.layers.enumerated() {
      let readers = network.layers.filter { $0.inputs.contains(layer.inputs.first ?? -1) }
      if layer.kind.isInPlace(network.mode), layer.inputs[0] != 0, readers.count == 1 {
        home[index] = home[layer.inputs[0]]
      }
    }
    for index in network.layers.indices { forward(index, home) }
    if network.mode == .training {
      for index in network.layers.indices.reversed() { backward(index, home) }
    }
  }

  private mutating func forward(_ index: Int, _ home: [Int]) {
    shelf[.output(home[index])] = bytes(home[index])
    look(at: index)
    guard network.mode == .inference else { return }
    for held in network.layers.indices where shelf[.output(held)] != nil {
      let tenants = network.layers.indices.filter { home[$0] == held }
      let isStillRead = network.layers.indices.contains { later in
        later > index && network.layers[later].inputs.contains { home[$0] == held }
      }
      let isResult = tenants.contains { tenant in !network.layers.contains { $0.inputs.contains(tenant) } }
      if !isStillRead, !isResult { shelf[.output(held)] = nil }
    }
  }

  /// Takes the gradient of the layer's output, makes those of its inputs, and drops both buffers of the layer.
  private mutating func backward(_ index: Int, _ home: [Int]) {
    for buffer in [home[index]] + network.layers[index].inputs.map({ home[$0] }) where buffer != 0 {
      shelf[.gradient(buffer)] = bytes(buffer)
    }
    look(at: index)
    if home[index] == index {
      shelf[.output(index)] = nil
      shelf[.gradient(index)] = nil
    }
  }

  private mutating func look(at index: Int) {
    let sum = shelf.values.reduce(0, +)
    if sum > peak { (peak, peakLayer) = (sum, index) }
  }
}
