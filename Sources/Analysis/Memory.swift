import Architecture

/// The memory that activations take, and the peak of what has to be there at the same time.
///
/// Layers run in their order. An output is there from its layer on until the last layer that reads it; one that no layer
/// reads is a result, and stays to the end. Layers that may overwrite their input do so where nothing else reads it, and
/// take no memory of their own. For training every output stays until its layer's backward step, and next to it lies its
/// gradient, from the backward step of the layer that reads it last until its own.
public struct Memory: Hashable, Sendable {
  /// Bytes of each layer's own output, the input's first; 0 where the layer works in place.
  public let activations: [Int]
  /// The largest sum of bytes that have to be there at once, the network's input included.
  public let peak: Int
  /// The index of the layer during which it occurs, the first one.
  public let peakLayer: Int
  /// Bytes that have to be there at once in each step: forward through the layers, the input first, and for training
  /// back again.
  public let timeline: [Int]

  /// All outputs together, the network's inputs not counted.
  public let total: Int

  public init(of network: Network, batch: Int, dataType: DataType) {
    let mode = network.mode
    let consumers = network.consumers
    let count = network.layers.count

    // The layer whose memory holds each output: its own, or that of the input it overwrites.
    var holder: [Int] = []
    var activations: [Int] = []
    for (index, layer) in network.layers.enumerated() {
      if let input = layer.inputs.first, input >= network.inputCount, layer.kind.isInPlace(mode),
        consumers[input].count == 1
      {
        holder.append(holder[input])
        activations.append(0)
      } else {
        holder.append(index)
        activations.append(layer.shape.count * batch * dataType.bytes)
      }
    }
    self.activations = activations
    total = activations.dropFirst(network.inputCount).reduce(0, +)

    // The last step that needs each piece of memory. Forward step i is i, backward step of layer i is 2·count − 1 − i.
    let liveness = Liveness(
      writes: Array(0..<count), reads: network.layers.map(\.inputs), holder: holder, holders: count)
    let lastUse = liveness.steps.map { $0?.upperBound ?? 0 }
    // Results stay to the end.
    var release = lastUse
    for index in 0..<count where consumers[index].isEmpty { release[holder[index]] = count - 1 }
    var change = Array(repeating: 0, count: 2 * count + 1)
    for index in 0..<count where holder[index] == index {
      let bytes = activations[index]
      let backward = 2 * count - 1 - index
      change[index] += bytes
      change[(mode == .training ? backward : release[index]) + 1] -= bytes
      // The network's input needs no gradient.
      if mode == .training, index >= network.inputCount {
        change[2 * count - 1 - lastUse[index]] += bytes
        change[backward + 1] -= bytes
      }
    }
    var live = 0
    var peak = 0
    var peakStep = 0
    var timeline: [Int] = []
    for (step, bytes) in change.prefix(mode == .training ? 2 * count : count).enumerated() {
      live += bytes
      timeline.append(live)
      if live > peak { (peak, peakStep) = (live, step) }
    }
    self.timeline = timeline
    self.peak = peak
    peakLayer = peakStep < count ? peakStep : 2 * count - 1 - peakStep
  }
}
