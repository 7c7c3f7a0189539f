import Analysis
import Architecture
import PlainText

/// How often a network is right on examples whose classes are known, class by class, and where it is most wrong.
///
/// Outputs are added one by one and not kept: what stays is a count for each pair of classes that occurs, and the worst
/// mistakes.
public struct Evaluation: Sendable {
  /// The counts of one class.
  public struct PerClass: Hashable, Sendable {
    /// Examples of the class.
    public fileprivate(set) var examples = 0
    /// Of these, for how many the class came out first.
    public fileprivate(set) var right = 0
    /// Of these, for how many it was among the best five.
    public fileprivate(set) var amongFive = 0
    /// Examples of all classes that were taken for it.
    public fileprivate(set) var predicted = 0
    /// What its examples were taken for, and how often: its row of the confusion matrix.
    public fileprivate(set) var predictions: [Int: Int] = [:]
  }

  /// An example that was taken for something else.
  public struct Mistake: Hashable, Sendable {
    /// Which example, counted from 0.
    public let example: Int
    public let truth: Int
    public let predicted: Int
    /// Probability or distance of the predicted class.
    public let predictedValue: Double
    /// Probability or distance of the right class.
    public let truthValue: Double
  }

  public let measure: Prediction.Measure
  /// By class.
  public private(set) var classes: [PerClass]
  /// The worst first: those whose right class was least likely, or furthest behind the nearest.
  public private(set) var worst: [Mistake] = []
  private let network: Network
  private let mostMistakes: Int

  /// Examples.
  public var examples: Int { classes.reduce(0) { $0 + $1.examples } }
  /// Examples whose class came out first: top-1.
  public var right: Int { classes.reduce(0) { $0 + $1.right } }
  /// Examples whose class was among the best five: top-5; nil where there are no more than five classes.
  public var amongFive: Int? { classes.count > 5 ? classes.reduce(0) { $0 + $1.amongFive } : nil }

  /// - Parameter worst: how many mistakes are kept.
  /// - Throws: `InferenceError` where the network's last layer tells no classes apart.
  public init(of network: Network, worst: Int) throws(InferenceError) {
    let output = network.layers[network.layers.count - 1]
    guard output.shape.count > 1, output.shape.area == 1 else {
      throw InferenceError("\(network.model.name): its last layer \(output.name) gives \(output.shape), and no classes")
    }
    self.network = network
    mostMistakes = worst
    measure = Prediction.Measure(of: network)
    classes = Array(repeating: PerClass(), count: output.shape.count)
  }

  /// Adds what the network gave for the next example.
  ///
  /// - Parameters:
  ///   - output: of the last layer.
  ///   - truth: the right class, one of the outputs.
  /// - Throws: `InferenceError` where a number is not finite.
  public mutating func add(_ output: some Collection<Float>, truth: Int) throws(InferenceError) {
    let example = examples
    let prediction = try Prediction(output, of: network, count: 5)
    let best = prediction.best[0]
    classes[truth].examples += 1
    classes[truth].predictions[best.index, default: 0] += 1
    classes[best.index].predicted += 1
    if prediction.best.contains(where: { $0.index == truth }) { classes[truth].amongFive += 1 }
    if best.index == truth {
      classes[truth].right += 1
      return
    }
    let mistake = Mistake(
      example: example, truth: truth, predicted: best.index, predictedValue: best.value,
      truthValue: prediction.values[truth])
    let place = worst.firstIndex { isWorse(mistake, than: $0) } ?? worst.count
    guard place < mostMistakes else { return }
    worst.insert(mistake, at: place)
    if worst.count > mostMistakes { worst.removeLast() }
  }

  private func isWorse(_ one: Mistake, than other: Mistake) -> Bool {
    switch measure {
    case .probability: one.truthValue < other.truthValue
    case .distance: one.truthValue - one.predictedValue > other.truthValue - other.predictedValue
    }
  }
}

extension Executor {
  /// How many of many inputs to run together so that their memory stays bounded: up to 256, in 256 MB.
  ///
  /// - Parameter itemBytes: what one input takes beside the network's own values.
  public static func batch(for network: Network, of inputs: Int, itemBytes: Int) -> Int {
    let peak = Memory(of: network, batch: 1, dataType: .float32).peak
    return max(1, min(inputs, 256, (256 << 20) / max(1, peak + itemBytes)))
  }

  /// Does a piece of work for each number below `count` on the threads that compute the network, while it does not run.
  public func parallel(_ count: Int, _ work: @Sendable (Int) -> Void) { engine.parallel(count, work) }
}
