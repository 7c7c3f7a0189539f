import Architecture
import OneDNN
import PlainText
import Weights

/// Runs a network on batches of inputs, and back: the gradient of a number that is computed from its outputs with respect to the inputs,
/// any layer's output and the parameters, by the chain rule from the last layer to the first.
///
/// Layers are as in inference: dropout is the identity, and batch normalization uses its running statistics, which are constants. At
/// corners of functions the gradient is PyTorch's: 0 of a ReLU at 0, and of several largest numbers under a window the first. A run
/// belongs to one thread at a time.
public final class GradientRun {
  /// The outputs with respect to which gradients are wanted.
  public enum Wanted: Hashable, Sendable {
    case none
    /// The network's inputs.
    case inputs
    /// The inputs and every layer.
    case all
    /// The inputs and layers of these names.
    case layers(Set<String>)
  }

  public struct Options: Sendable {
    /// Inputs at a time.
    public var batch: Int
    /// Threads that compute, at most; nil for as many as the machine has.
    public var threads: Int?
    public var layers: Wanted
    /// Whether gradients with respect to parameters are wanted.
    public var parameters: Bool

    public init(batch: Int = 1, threads: Int? = nil, layers: Wanted = .inputs, parameters: Bool = false) {
      self.batch = batch
      self.threads = threads
      self.layers = layers
      self.parameters = parameters
    }
  }

  public let network: Network
  public let options: Options
  private let executor: Executor
  private let wanted: Set<Int>
  /// The layers whose outputs' gradients something that is wanted needs.
  private let needed: [Bool]
  /// The numbers of each parameter by its parameter's name, as they are in files: the executor's are packed for the way there.
  private let parameters: [String: [Float]]

  /// Reads the weights.
  ///
  /// - Parameters:
  ///   - weights: a file mapped onto this network or one of its modes, or the generator.
  ///   - progress: is told how many bytes of weights were read, `Executor.weightBytes` in all.
  /// - Throws: `InferenceError` where weights are missing, the machine's memory does not suffice, or a layer is not there.
  public init(
    _ network: Network, weights: ParameterSource, options: Options = Options(), progress: (Int) -> Void = { _ in }
  ) throws(InferenceError) {
    self.network = network
    self.options = options
    wanted = try GradientRun.wanted(options.layers, of: network)
    var needed: [Bool] = []
    for (index, layer) in network.layers.enumerated() {
      let isOwn = wanted.contains(index) || options.parameters && layer.hasParameters
      needed.append(isOwn || layer.inputs.contains { needed[$0] })
    }
    self.needed = needed
    try GradientRun.checkMemory(network, options)
    parameters = try GradientRun.read(weights, network, progress)
    executor = try Executor(
      network, weights: .numbers(parameters),
      options: Executor.Options(batch: options.batch, threads: options.threads, keeps: .all))
  }

  /// The gradients of an objective.
  ///
  /// - Parameter input: batch × channels × height × width numbers, row-major; of several inputs, one after the other.
  /// - Throws: `InferenceError` where there is another number of elements, or for an objective of what is not there.
  public func run(_ input: [Float], of objective: Objective) throws(InferenceError) -> Gradients {
    let seeds = try objective.terms.map { term throws(InferenceError) in
      try ObjectiveSeed(term, in: network, batch: options.batch)
    }
    let activations = try executor.run(input)
    var values: [Numbers] = []
    var start = 0
    for shape in network.inputs.map(\.shape) {
      let count = options.batch * shape.count
      values.append(try Numbers(Array(input[start..<(start + count)])))
      start += count
    }
    for activation in activations.all { values.append(try Numbers(activation.values)) }

    var gradients: [Numbers?] = network.layers.map { _ in nil }
    func gradient(_ layer: Int) throws(InferenceError) -> UnsafeMutablePointer<Float> {
      if let present = gradients[layer] { return present.start }
      let made = try Numbers(options.batch * network.layers[layer].shape.count)
      gradients[layer] = made
      return made.start
    }
    let terms = try seeds.map { seed throws(InferenceError) in
      seed.add(values[seed.layer].start, batch: options.batch, to: try gradient(seed.layer))
    }

    var found: [String: [Float]] = [:]
    for index in network.body.indices.reversed() where needed[index] {
      guard let present = gradients[index] else { continue }
      let layer = network.layers[index]
      let targets = try layer.inputs.map { input throws(InferenceError) in needed[input] ? try gradient(input) : nil }
      let parts = layer.parameters.filter { options.parameters && $0.role != .statistic }
      var parameterTargets: [String: Numbers] = [:]
      for part in parts { parameterTargets[part.name] = try Numbers(part.shape.reduce(1, *)) }
      do {
        try withParameters(of: layer) { parameters in
          let pass = BackwardPass(
            layer: layer, batch: options.batch, engine: executor.engine,
            inputs: layer.inputs.map { UnsafePointer(values[$0].start) }, output: UnsafePointer(values[index].start),
            gradient: UnsafePointer(present.start), targets: targets, parameters: parameters,
            parameterTargets: parameterTargets.mapValues(\.start))
          try GradientRules.rule(of: layer).backward(layer.kind, pass)
        }
      } catch {
        throw InferenceError(error)
      }
      for (part, numbers) in parameterTargets { found["\(layer.name)/\(part)"] = numbers.values }
      if !wanted.contains(index) { gradients[index] = nil }
    }
    withExtendedLifetime(values) {}
    return Gradients(
      value: zip(terms, objective.terms).reduce(0) { $0 + $1.0 * $1.1.weight }, terms: terms,
      layers: Activations(
        wanted.sorted().compactMap { index in
          let layer = network.layers[index]
          return gradients[index].map {
            Activation(layer: layer.name, shape: layer.shape, batch: options.batch, values: $0.values)
          }
        }), parameters: found, activations: activations)
  }

  /// The numbers of a layer's parameter; none where there is no such.
  func parameter(_ layer: String, _ name: String) -> [Float] { parameters["\(layer)/\(name)"] ?? [] }

  /// Lends where the numbers of a layer's parameters lie, by their names.
  private func withParameters(
    of layer: Layer, _ use: ([String: UnsafePointer<Float>]) throws -> Void
  ) throws {
    func lend(_ rest: ArraySlice<Parameter>, _ lent: [String: UnsafePointer<Float>]) throws {
      guard let next = rest.first else { return try use(lent) }
      try parameter(layer.name, next.name).withUnsafeBufferPointer { numbers in
        var lent = lent
        lent[next.name] = numbers.baseAddress
        try lend(rest.dropFirst(), lent)
      }
    }
    try lend(layer.parameters[...], [:])
  }

  private static func wanted(_ layers: Wanted, of network: Network) throws(InferenceError) -> Set<Int> {
    let inputs = Set(0..<network.inputCount)
    switch layers {
    case .none: return []
    case .inputs: return inputs
    case .all: return Set(network.layers.indices)
    case .layers(let names):
      return try inputs.union(names.sorted().map { name throws(InferenceError) in try network.index(ofLayer: name) })
    }
  }

  private static func read(
    _ weights: ParameterSource, _ network: Network, _ progress: (Int) -> Void
  ) throws(InferenceError) -> [String: [Float]] {
    let parameters = NetworkParameter.all(of: network)
    try WeightReader.check(weights, hasAll: parameters, of: network)
    var read: [String: [Float]] = [:]
    for parameter in parameters {
      do {
        read[parameter.name] = try weights.numbers(of: parameter)
      } catch {
        throw InferenceError(error)
      }
      progress(parameter.count * MemoryLayout<Float>.size)
    }
    return read
  }

  /// Beside what the executor needs: the values and the gradients of all layers, the weights once more, and their gradients.
  private static func checkMemory(_ network: Network, _ options: Options) throws(InferenceError) {
    guard let forward = Budget(of: network, batch: options.batch, kept: Set(network.body.indices)).bytes else { return }
    let layers = network.layers.reduce(0) { $0 + $1.shape.count } * options.batch * 8
    let weights = Executor.weightBytes(of: network) * (options.parameters ? 3 : 1)
    let (bytes, available) = (forward + layers + weights, MachineMemory.available)
    guard bytes <= available else {
      throw InferenceError(
        "\(network.model.name): gradients for a batch of \(options.batch) take \(MachineMemory.text(bytes)) of memory, and "
          + "\(MachineMemory.text(available)) are free", .memory)
    }
  }
}

extension Network {
  /// The index of the layer of a name.
  ///
  /// - Throws: `InferenceError` with the nearest name.
  func index(ofLayer name: String) throws(InferenceError) -> Int {
    if let index = layers.firstIndex(where: { $0.name == name }) { return index }
    let hint = NearestWord.hint(for: name, among: layers.map(\.name))
    throw InferenceError("\(model.name) has no layer '\(name)'\(hint)")
  }
}
