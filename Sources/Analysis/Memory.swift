import Architecture

/// The memory that activations take, and the peak of what has to be there at the same time.
///
/// Layers run in their order. An output is there from its layer on until the last layer that reads it; one that no layer
/// reads is a result, and stays to the end. Layers that may overwrite their input do so where nothing else reads it, and
/// take no memory of their own.
///
/// For training the backward steps follow, from the last layer to the first. What a layer keeps for its own, as its kind says
/// (`Kept`), stays until then: its inputs, its output, or indices or a mask beside it; what no backward step needs is freed as in
/// inference, and an input that one needs is not overwritten. Results stay until their own backward step, in which the loss is
/// taken. The gradient with respect to an output is there from the backward step of the layer that reads it last until its own,
/// unless no parameter lies before it. The two numbers that batch normalization keeps for each channel are not counted, nor what
/// implementations use besides.
public struct Memory: Hashable, Sendable {
  /// Bytes of each layer's own output, the input's first; 0 where the layer works in place.
  public let activations: [Int]
  /// The largest sum of bytes that have to be there at once, the network's input included.
  public let peak: Int
  /// Of the peak, the gradients with respect to outputs; 0 in inference.
  public let peakGradients: Int
  /// The index of the layer during which it occurs, the first one.
  public let peakLayer: Int
  /// Bytes that have to be there at once in each step: forward through the layers, the input first, and for training
  /// back again.
  public let timeline: [Int]

  /// All outputs together, the network's inputs not counted.
  public let total: Int

  public init(of network: Network, batch: Int, dataType: DataType) {
    let isTraining = network.mode == .training
    let readers = network.readerCounts
    let count = network.layers.count
    /// The backward step of a layer; its forward step is its index.
    func backward(_ layer: Int) -> Int { 2 * count - 1 - layer }

    // The layer whose memory holds each output: its own, or that of the input it overwrites.
    var holder: [Int] = []
    var activations: [Int] = []
    for (index, layer) in network.layers.enumerated() {
      if let input = layer.inputs.first, input >= network.inputCount, readers[input] == 1,
        Memory.overwrites(layer, network.layers[input], network.mode)
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

    // The last step that needs each piece of memory.
    let liveness = Liveness(
      writes: Array(0..<count), reads: network.layers.map(\.inputs), holder: holder, holders: count)
    let lastRead = liveness.steps.map { $0?.upperBound ?? 0 }
    var release = lastRead
    func keep(_ output: Int, until step: Int) { release[holder[output]] = max(release[holder[output]], step) }
    for index in 0..<count where readers[index] == 0 {
      keep(index, until: isTraining ? backward(index) : count - 1)
    }
    var hasParameters: [Bool] = []
    for layer in network.layers {
      hasParameters.append(layer.hasParameters || layer.inputs.contains { hasParameters[$0] })
    }
    let steps = isTraining ? 2 * count : count
    var outputs = Array(repeating: 0, count: steps + 1)
    var gradients = outputs
    func add(_ bytes: Int, to changes: inout [Int], from first: Int, through last: Int) {
      changes[first] += bytes
      changes[last + 1] -= bytes
    }
    if isTraining {
      for (index, layer) in network.layers.enumerated() where hasParameters[index] {
        switch layer.kind.kept {
        case .nothing: break
        case .output: keep(index, until: backward(index))
        case .inputs: for input in layer.inputs { keep(input, until: backward(index)) }
        case .indices, .mask:
          let bytes = layer.kind.kept.ownBytes * layer.shape.count * batch
          add(bytes, to: &outputs, from: index, through: backward(index))
        }
      }
    }
    for index in 0..<count where holder[index] == index {
      add(activations[index], to: &outputs, from: index, through: release[index])
      if isTraining, hasParameters[index] {
        add(activations[index], to: &gradients, from: backward(lastRead[index]), through: backward(index))
      }
    }
    var live = (outputs: 0, gradients: 0)
    var most = (bytes: 0, gradients: 0, step: 0)
    timeline = zip(outputs, gradients).prefix(steps).enumerated().map { step, change in
      live.outputs += change.0
      live.gradients += change.1
      let bytes = live.outputs + live.gradients
      if bytes > most.bytes { most = (bytes, live.gradients, step) }
      return bytes
    }
    peak = most.bytes
    peakGradients = most.gradients
    peakLayer = most.step < count ? most.step : backward(most.step)
  }

  /// Whether a layer's output may lie where its input was, of which it is the only reader.
  private static func overwrites(_ layer: Layer, _ writer: Layer, _ mode: Mode) -> Bool {
    // A view changes no number.
    if layer.kind.isView(mode) { return true }
    guard layer.kind.isInPlace(mode) else { return false }
    return mode == .inference || layer.kind.kept != .inputs && writer.kind.kept != .output
  }
}
