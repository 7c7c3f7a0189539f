import Architecture
import PlainText
import OneDNN
import Weights

/// Runs a network on batches of inputs.
///
/// Auxiliary classifiers run where the network has them; dropout is the identity, and batch normalization uses its running
/// statistics. An executor belongs to one thread at a time.
public final class Executor {
  public struct Options: Sendable {
    /// Inputs at a time.
    public var batch = 1
    /// Threads that compute, at most; nil for as many as the machine has. Tiny networks use one.
    public var threads: Int?
    /// The layers whose outputs are returned.
    public var keeps = Kept.outputs
    /// Which convolutions are computed by Winograd's algorithm: tests want it for small ones too.
    var winograd = Winograd.Choice()

    public init(batch: Int = 1, threads: Int? = nil, keeps: Kept = .outputs) {
      self.batch = batch
      self.threads = threads
      self.keeps = keeps
    }
  }

  public enum Kept: Sendable {
    /// The network's results: the layers that no one reads, and those that are said to be results.
    case outputs
    /// Every layer, the inputs not among them.
    case all
    /// The layers of these names.
    case layers(Set<String>)
  }

  public let network: Network
  public let options: Options
  let engine: Engine
  private let plan: Plan

  /// Bytes of all activations together while the network runs.
  public var activationBytes: Int { plan.arenaBytes }

  /// Threads that compute.
  public var threads: Int { engine.threads }

  var titles: [Plan.Title] { plan.titles }

  /// Bytes of the weights that `init` reads, the total of its progress.
  public static func weightBytes(of network: Network) -> Int {
    NetworkParameter.all(of: network).reduce(0) { $0 + $1.count * 4 }
  }

  /// How many inputs of many are best run together: the most up to 16 that leave none over.
  ///
  /// - Precondition: there is one at least.
  public static func together(of inputs: Int) -> Int { (1...min(inputs, 16)).last { inputs % $0 == 0 } ?? 1 }

  /// Reads the weights and prepares everything that does not depend on the input.
  ///
  /// - Parameters:
  ///   - weights: a file mapped onto this network or one of its modes, or the generator.
  ///   - progress: is told how many bytes of weights were read.
  /// - Throws: `InferenceError` where weights are missing, the machine's memory does not suffice, or a layer to be kept is not there.
  public init(
    _ network: Network, weights: ParameterSource, options: Options = Options(), progress: (Int) -> Void = { _ in }
  ) throws(InferenceError) {
    self.network = network
    self.options = options
    let kept = try Executor.kept(options.keeps, of: network)
    try Budget(of: network, batch: options.batch, kept: kept).check(network.model.name)
    do {
      let engine = try Engine(threads: Executor.isTiny(network, options.batch) ? 1 : options.threads)
      plan = try withoutActuallyEscaping(progress) { progress in
        let reader = try WeightReader(weights, for: network, engine, progress: progress)
        return try Planner(
          network, batch: options.batch, kept: kept, engine: engine, weights: reader,
          winograd: options.winograd
        ).plan()
      }
      self.engine = engine
    } catch {
      throw InferenceError(error)
    }
  }

  /// Runs the network.
  ///
  /// - Parameter input: batch × channels × height × width numbers, row-major; of several inputs, one after the other.
  /// - Throws: `InferenceError` where there is another number of elements.
  public func run(_ input: [Float]) throws(InferenceError) -> Activations { try run(input, finished: nil) }

  /// - Parameter finished: is told the number of each step when it is done.
  func run(_ input: [Float], finished: ((Int) -> Void)?) throws(InferenceError) -> Activations {
    guard input.count == options.batch * network.inputs.reduce(0, { $0 + $1.shape.count }) else {
      let sizes = network.inputs.map { "\(options.batch) × \($0.shape)" }.joined(separator: " and ")
      throw InferenceError("\(network.model.name) takes \(sizes) numbers, and \(input.count) arrive")
    }
    engine.select()
    let results: [(layer: Int, values: [Float])]
    do {
      results = try input.withUnsafeBufferPointer { numbers in
        guard let start = numbers.baseAddress else { return [] }
        return try plan.run(start, finished: finished)
      }
    } catch {
      throw InferenceError(error)
    }
    return Activations(
      results.sorted { $0.layer < $1.layer }.map { index, values in
        let layer = network.layers[index]
        return Activation(layer: layer.name, shape: layer.shape, batch: options.batch, values: values)
      })
  }

  /// Whether threads would wait for each other longer than they compute.
  private static func isTiny(_ network: Network, _ batch: Int) -> Bool {
    let flops = network.layers.reduce(0) { $0 + $1.arithmetic(.inference).flops }
    return flops <= 4_000_000 / batch
  }

  /// Indices of the layers to keep.
  private static func kept(_ keeps: Kept, of network: Network) throws(InferenceError) -> Set<Int> {
    switch keeps {
    case .outputs: return Set(network.outputs)
    case .all: return Set(network.body.indices)
    case .layers(let names):
      let index = Dictionary(
        network.layers.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
      var kept: Set<Int> = []
      for name in names.sorted() {
        guard let position = index[name] else {
          let hint = NearestWord.hint(for: name, among: network.layers.map(\.name))
          throw InferenceError("\(network.model.name) has no layer '\(name)'\(hint)")
        }
        kept.insert(position)
      }
      return kept
    }
  }
}
