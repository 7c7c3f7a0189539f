import Architecture
import Weights

/// How large the gradient of the loss is at every layer of an untrained network, with its auxiliary classifiers and without.
///
/// The loss is the cross entropy of the network's result, plus 0.3 times that of each auxiliary classifier (Szegedy et al. 2015, section 5),
/// the mean over a batch of random inputs with random classes.
public struct GradientNorms: Sendable {
  /// One layer of the main path.
  public struct Row: Hashable, Sendable {
    public let layer: String
    public let kind: String
    /// Root mean square of the gradient with respect to the layer's output, so that layers of all sizes can be compared; the loss
    /// with its auxiliary classifiers.
    public let output: Double
    /// The same of the main classifier alone.
    public let outputWithout: Double
    /// Length of the gradient with respect to the layer's weights; nil for a layer without.
    public let weights: Double?
    public let weightsWithout: Double?
    /// Length of the weights.
    public let weightLength: Double?
  }

  public let model: String
  public let scheme: Generator.Scheme
  public let seed: UInt64
  public let batch: Int
  public let auxiliaryWeight: Double
  /// The mean cross entropy of the main classifier and of each auxiliary one, by the layer that gives the scores or their softmax.
  public let losses: [(layer: String, loss: Double)]
  public let rows: [Row]

  /// The weight of an auxiliary classifier's loss in the paper.
  public static let auxiliaryWeight = 0.3

  /// - Parameters:
  ///   - network: with its auxiliary classifiers; it ends in scores or their softmax.
  ///   - batch: inputs, whose numbers are uniform in [−1, 1).
  /// - Throws: `InferenceError` as a run does.
  public init(
    of network: Network, scheme: Generator.Scheme, seed: UInt64, batch: Int = 4, threads: Int? = nil
  ) throws(InferenceError) {
    let generator = Generator(seed: seed, scheme: scheme)
    let options = GradientRun.Options(batch: batch, threads: threads, layers: .all, parameters: true)
    let run = try GradientRun(network, weights: .generator(generator), options: options)
    let count = batch * network.inputs.reduce(0) { $0 + $1.shape.count }
    let input = [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      generator.fill(
        UnsafeMutableBufferPointer(rebasing: buffer[..<count]), named: "input", centre: 0, scale: 1, from: 0)
      filled = count
    }
    let key = Generator.mix(seed ^ Generator.hash("classes"))
    func term(_ index: Int, _ weight: Double) -> Objective.Term {
      let layer = network.layers[index]
      let classes = (0..<batch).map { Int(Generator.mix(key &+ UInt64($0)) % UInt64(layer.shape.channels)) }
      return Objective.Term(layer.name, .crossEntropy(classes: classes), weight: weight / Double(batch))
    }
    let ends = network.outputs
    let main = ends.filter { network.layers[$0].auxiliary == nil }.map { term($0, 1) }
    let auxiliary = ends.filter { network.layers[$0].auxiliary != nil }.map { term($0, GradientNorms.auxiliaryWeight) }
    let alone = try run.run(input, of: Objective(main))
    let both = auxiliary.isEmpty ? alone : try run.run(input, of: Objective(main + auxiliary))
    model = network.model.name
    (self.scheme, self.seed, self.batch) = (scheme, seed, batch)
    auxiliaryWeight = GradientNorms.auxiliaryWeight
    losses = zip(main + auxiliary, both.terms).map { ($0.layer, $1 / Double(batch)) }
    rows = network.body.compactMap { layer -> Row? in
      guard layer.auxiliary == nil, let with = both.layers[layer.name], let without = alone.layers[layer.name] else {
        return nil
      }
      let parameter = "\(layer.name)/weight"
      let numbers = both.parameters[parameter]
      let weights = numbers.map { _ in run.parameter(layer.name, "weight") }
      return Row(
        layer: layer.name, kind: layer.kind.name, output: GradientNorms.meanSquare(with.values),
        outputWithout: GradientNorms.meanSquare(without.values), weights: numbers.map(GradientNorms.length),
        weightsWithout: alone.parameters[parameter].map(GradientNorms.length),
        weightLength: weights.map(GradientNorms.length))
    }
  }

  private static func length(_ numbers: [Float]) -> Double {
    numbers.withUnsafeBufferPointer { buffer in
      var sum = 0.0
      for number in buffer { sum += Double(number) * Double(number) }
      return sum.squareRoot()
    }
  }

  private static func meanSquare(_ numbers: [Float]) -> Double {
    length(numbers) / Double(max(1, numbers.count)).squareRoot()
  }

  /// A plain chain of fully connected layers, each with an activation after it, and a classifier: where gradients vanish, if they do.
  ///
  /// - Throws: `BuildError` for widths that no layer can have.
  public static func chain(
    layers: Int = 20, width: Int = 100, classes: Int = 10, activation: any LayerKind
  ) throws(BuildError) -> Network {
    let name = "\(type(of: activation).name) chain"
    var kinds: [(name: String, kind: any LayerKind)] = []
    for layer in 1...max(1, layers) {
      kinds.append(("fc\(layer)", FullyConnected(outputs: width, hasBias: true)))
      kinds.append(("\(type(of: activation).name)\(layer)", activation))
    }
    kinds.append(("scores", FullyConnected(outputs: classes, hasBias: true)))
    let input: Shape
    do { input = try Shape(channels: width) } catch { throw .size(layer: "input", error) }
    return try NetworkBuilder.chain(kinds, on: [input], of: Model(name: name, title: name))
  }
}
