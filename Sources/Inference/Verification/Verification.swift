import Architecture
import PlainText
import Weights

/// A network compared with what a reference recorded, layer by layer.
public struct Verification: Sendable {
  public let model: String
  /// Inputs in the batch.
  public let batch: Int
  private let options: Options
  /// The layers that both have, in the order of the network.
  public let comparisons: [LayerComparison]
  /// Layers of the reference that the network does not have, and layers of the network that the reference does not have.
  public let unknown: [String]
  public let unrecorded: [String]
  /// Agreement on the classes, for each classifier that both have.
  public let agreements: [ClassAgreement]
  /// Why the first layer that differs does.
  public let diagnosis: Diagnosis?

  /// The first layer, in the order of the network, that differs.
  public var first: LayerComparison? { comparisons.first { !agrees($0) } }
  public var isSame: Bool { first == nil }
  /// The largest difference, relative to a layer's largest number in the reference, that counts as the same.
  public var tolerance: Double { options.tolerance ?? Options.usual }
  /// Layers that are the same for the reference's own rounding alone: they are farther off than the tolerance.
  public var rounded: [LayerComparison] { comparisons.filter { agrees($0) && !$0.agrees(within: tolerance) } }

  /// Whether a layer is the same.
  public func agrees(_ layer: LayerComparison) -> Bool { layer.agrees(within: options.bound(of: layer)) }

  /// A layer's index, and its output in the file.
  private struct Pair {
    let index: Int
    let recorded: ActivationFile.Recorded
  }

  /// Inputs of the batch that a cause is looked for with.
  private static let mostDiagnosed = 32

  public struct Options: Sendable {
    /// The tolerance without one that is asked for.
    public static let usual = 1e-4

    /// Where one is asked for, it alone counts; without one, the reference's own rounding does, too.
    public var tolerance: Double?
    public var threads: Int?
    public init(tolerance: Double? = nil, threads: Int? = nil) {
      self.tolerance = tolerance
      self.threads = threads
    }

    /// The largest difference with which a layer is the same.
    ///
    /// A reference may know how far rounding takes its numbers b from what exact arithmetic gives: r, the largest distance in
    /// several runs. Numbers a of a program that rounds no worse are within |a − b| ≤ |a − exact| + |exact − b| ≤ 2·r of them,
    /// whatever a network's depth and its gates make of rounding.
    func bound(of layer: LayerComparison) -> Double {
      tolerance ?? max(Options.usual, 2 * (layer.rounding ?? 0))
    }
  }

  /// What is going on, for a progress bar: done and all.
  public enum Progress: Sendable {
    case running(Int, of: Int)
    case diagnosing(Int, of: Int)
  }

  /// - Parameters:
  ///   - whole: the network with its auxiliary classifiers; they run where the reference has recorded one.
  ///   - weights: mapped onto it.
  /// - Throws: `InferenceError` where the reference's input does not fit, or it has no layer of the network.
  public init(
    of whole: Network, weights: ParameterSource, with file: ActivationFile, options: Options = Options(),
    progress: (Progress) -> Void = { _ in }
  ) throws(InferenceError) {
    let network = try Verification.network(whole, weights, file)
    let pairing = LayerPairing(file.layers.map(\.name), of: network)
    guard !pairing.indices.isEmpty else { throw Verification.nothingInCommon(file, network) }
    let pairs = file.layers.compactMap { recorded in
      pairing.indices[recorded.name].map { Pair(index: $0, recorded: recorded) }
    }.sorted { $0.index < $1.index }
    var comparisons = pairs.map { pair in
      LayerComparison(
        network.layers[pair.index], recordedName: pair.recorded.name, recordedShape: pair.recorded.shape,
        rounding: pair.recorded.rounding)
    }
    let outputs = Set(network.outputs)
    var agreements = pairs.map { outputs.contains($0.index) ? ClassAgreement(network.layers[$0.index]) : nil }

    let batch = file.batch
    let together = Executor.together(of: batch)
    let executor = try Executor(
      network, weights: weights,
      options: Executor.Options(
        batch: together, threads: options.threads, keeps: .layers(Set(comparisons.map(\.layer.name)))))
    for start in stride(from: 0, to: batch, by: together) {
      let images = start..<(start + together)
      let activations = try executor.run(try file.values(of: file.input, images: images))
      for (position, pair) in pairs.enumerated() where comparisons[position].hasSameShape {
        guard let own = activations[network.layers[pair.index].name]?.values else { continue }
        let recorded = try file.values(of: pair.recorded, images: images)
        comparisons[position].add(own, recorded, from: start)
        agreements[position]?.add(own, recorded)
      }
      progress(.running(start + together, of: batch))
    }
    model = network.model.name
    self.batch = batch
    self.options = options
    self.comparisons = comparisons
    self.agreements = agreements.compactMap { $0 }
    unknown = pairing.unknown
    let paired = Set(pairs.map(\.index))
    unrecorded = network.layers.indices.dropFirst().filter { !paired.contains($0) }.map { network.layers[$0].name }

    let first = comparisons.firstIndex { !$0.agrees(within: options.bound(of: $0)) }
    guard let first, comparisons[first].notFinite == 0, comparisons[first].recordedNotFinite == 0 else {
      diagnosis = nil
      return
    }
    let diagnosed = 0..<min(batch, Verification.mostDiagnosed)
    let sameShape = comparisons.map(\.hasSameShape)
    let search = Search(
      network: network, weights: weights, threads: options.threads,
      tolerance: max(options.tolerance ?? 0, Options.usual),
      batch: diagnosed.count, input: try file.values(of: file.input, images: diagnosed)
    ) { index throws(InferenceError) in
      guard let position = pairs.firstIndex(where: { $0.index == index }), sameShape[position] else { return nil }
      return try file.values(of: pairs[position].recorded, images: diagnosed)
    }
    diagnosis = try search.diagnose(pairs[first].index, try file.values(of: pairs[first].recorded, images: diagnosed)) {
      progress(.diagnosing($0, of: $1))
    }
  }

  /// The network for the reference's input, with auxiliary classifiers where the reference has recorded one.
  private static func network(
    _ whole: Network, _ weights: ParameterSource, _ file: ActivationFile
  ) throws(InferenceError) -> Network {
    let recorded = LayerPairing(file.layers.map(\.name), of: whole).indices.values
    let hasAuxiliaries = recorded.contains { whole.layers[$0].auxiliary != nil }
    let isThere = NetworkParameter.all(of: whole).allSatisfy { weights.contains($0) }
    let network = hasAuxiliaries && isThere ? whole : whole.network(for: .inference)
    let given = Array(file.input.shape.dropFirst())
    if given == network.input.dimensions { return network }
    let text = ActivationFile.Recorded.text(given)
    let misfit = InferenceError(
      "\(file.path): its input is \(text), and \(network.model.name) takes \(network.input): record the reference with "
        + "that size")
    guard given.count == network.input.dimensions.count else { throw misfit }
    do {
      return try network.resized(to: try Shape(channels: given[0], extent: Array(given.dropFirst())))
    } catch {
      throw misfit
    }
  }

  private static func nothingInCommon(_ file: ActivationFile, _ network: Network) -> InferenceError {
    func some(_ names: [String]) -> String {
      names.prefix(5).map(\.quoted).joined(separator: ", ") + (names.count > 5 ? " …" : "")
    }
    guard !file.layers.isEmpty else {
      return InferenceError("\(file.path): it holds no layer: no dataset below '/layers'")
    }
    return InferenceError(
      "\(file.path): no layer of it is one of \(network.model.name): it has \(some(file.layers.map(\.name))), and the "
        + "network has \(some(network.body.map(\.name))); record_reference.py --model \(network.model.name) names them so"
    )
  }
}
