import Architecture
import PlainText
import Weights

/// Why a layer differs from the reference, found by trying: the layer is computed again from the reference's own input with
/// each of the usual faults, and those are causes with which it fits.
public struct Diagnosis: Sendable {
  /// What makes the layer fit, the best first; empty where nothing does.
  public let causes: [Cause]
  /// Changes that were tried.
  public let tried: Int
  /// The layers that were computed again, and the layer whose recorded output they began with; nil for the input.
  public let layers: [String]
  public let start: String?
}

/// Searches for causes. It has what the reference recorded, and runs parts of the network.
struct Search {
  let network: Network
  let weights: ParameterSource
  let threads: Int?
  /// The largest difference, relative to the reference's largest number, with which a layer fits.
  let tolerance: Double
  /// Inputs of the batch that are looked at: `input` holds as many.
  let batch: Int
  let input: [Float]
  /// What the reference recorded for a layer, by its index; nil where it did not, or in another size.
  let recorded: (Int) throws(InferenceError) -> [Float]?

  /// - Parameters:
  ///   - index: the first layer that differs.
  ///   - output: what the reference recorded for it, in whatever size.
  ///   - progress: is told how many changes were tried, of how many.
  func diagnose(
    _ index: Int, _ output: [Float], progress: (Int, Int) -> Void
  ) throws(InferenceError) -> Diagnosis {
    let layer = network.layers[index]
    let (sources, chain) = try beginning(of: index)
    let segment = try segment(chain, reading: sources)
    let names = segment.layers.map(\.name)
    let start = segment.startsAtInput ? nil : sources.map { network.layers[$0].name }.joined(separator: ", ")
    guard let outputs = try segment.run(), let own = outputs[layer.name] else {
      return Diagnosis(causes: [], tried: 0, layers: names, start: start)
    }
    func found(_ causes: [Cause], _ tried: Int) -> Diagnosis {
      Diagnosis(causes: causes.sorted { $0.remaining < $1.remaining }, tried: tried, layers: names, start: start)
    }
    if let remaining = distance(own.values, output), remaining <= tolerance {
      return found([Cause(fault: .grown, layer: layer.name, remaining: remaining)], 1)
    }
    var hypotheses = try following(index) + Hypotheses.all(for: segment, outputs)
    hypotheses += try InputFit.hypotheses(for: segment, output)
    var causes: [Cause] = []
    for (number, hypothesis) in hypotheses.enumerated() {
      var trial = segment
      hypothesis.change(&trial)
      if let values = try trial.output(), let remaining = distance(values, output),
        remaining <= tolerance
      {
        causes.append(Cause(fault: hypothesis.fault, layer: hypothesis.layer, remaining: remaining))
      }
      progress(number + 1, hypotheses.count)
    }
    if causes.isEmpty { causes = OutputFit.causes(layer, own.values, output, tolerance) }
    return found(causes, hypotheses.count + OutputFit.tried)
  }

  /// That the reference recorded the layer's output after what follows it: batch normalization, an activation, or both.
  private func following(_ index: Int) throws(InferenceError) -> [Hypothesis] {
    let consumers = network.consumers
    let name = network.layers[index].name
    var all: [Hypothesis] = []
    var added: [(name: String, kind: any LayerKind)] = []
    var weights: [String: [Float]] = [:]
    var current = index
    while added.count < 2, consumers[current].count == 1 {
      current = consumers[current][0]
      let layer = network.layers[current]
      guard layer.inputs.count == 1, layer.connectivity == .pointwise else { break }
      added.append((layer.name, layer.kind))
      for parameter in NetworkParameter.all(of: network) where parameter.layer.name == layer.name {
        weights[parameter.name] = try numbers(of: parameter)
      }
      all.append(
        Hypothesis(fault: .recordedAfter(layer.name), layer: name) { [added, weights] segment in
          segment.layers += added
          segment.weights.merge(weights) { first, _ in first }
        })
    }
    return all
  }

  /// The largest difference relative to the reference's largest number; nil for other sizes or what is no number.
  private func distance(_ values: [Float], _ output: [Float]) -> Double? {
    guard values.count == output.count else { return nil }
    var largest = 0.0
    var magnitude = 0.0
    for (a, b) in zip(values, output) {
      guard a.isFinite, b.isFinite else { return nil }
      largest = max(largest, Double((a - b).magnitude))
      magnitude = max(magnitude, Double(b.magnitude))
    }
    return magnitude > 0 ? largest / magnitude : largest == 0 ? 0 : nil
  }

  /// The layers that lead to one from the last that the reference recorded, or that joins others; and what they read. A
  /// joint is alone, and reads its branches.
  private func beginning(of index: Int) throws(InferenceError) -> (sources: [Int], chain: [Int]) {
    var chain = [index]
    while true {
      let sources = network.layers[chain[0]].inputs
      if sources.count > 1 || sources[0] < network.inputs.count || network.layers[sources[0]].inputs.count > 1 {
        return (sources, chain)
      }
      if try recorded(sources[0]) != nil { return (sources, chain) }
      chain.insert(sources[0], at: 0)
    }
  }

  private func segment(_ chain: [Int], reading sources: [Int]) throws(InferenceError) -> Segment {
    let parameters = NetworkParameter.all(of: network).filter { parameter in
      chain.contains { network.layers[$0].name == parameter.layer.name }
    }
    var numbers: [String: [Float]] = [:]
    for parameter in parameters { numbers[parameter.name] = try self.numbers(of: parameter) }
    var input: [Float] = []
    for source in sources { input += try values(of: source) }
    return Segment(
      layers: chain.map { (network.layers[$0].name, network.layers[$0].kind) }, input: input,
      shapes: sources.map { network.layers[$0].shape }, batch: batch, weights: numbers,
      axes: Dictionary(parameters.map { ($0.name, $0.axes) }, uniquingKeysWith: { first, _ in first }),
      startsAtInput: sources == [0], model: network.model, threads: threads)
  }

  private func numbers(of parameter: NetworkParameter) throws(InferenceError) -> [Float] {
    do { return try weights.numbers(of: parameter) } catch { throw InferenceError(error) }
  }

  /// What the reference recorded of a layer, else what the network gives.
  private func values(of index: Int) throws(InferenceError) -> [Float] {
    if index == 0 { return input }
    if let values = try recorded(index) { return values }
    let name = network.layers[index].name
    let executor = try Executor(
      network, weights: weights, options: Executor.Options(batch: batch, threads: threads, keeps: .layers([name])))
    return try executor.run(input)[name]?.values ?? []
  }
}
