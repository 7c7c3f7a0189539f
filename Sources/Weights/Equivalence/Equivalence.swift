import Architecture

/// Whether two networks with their weights compute the same, however their programs name, fold and lay out what they keep.
///
/// The proof is one of structure and of numbers: every operation of the one has a counterpart in the other that does the same
/// to the same, and their parameters are equal, batch normalization folded into a convolution counted in. Nothing is run.
public struct Equivalence: Sendable {
  /// An operation of the one and its counterpart in the other.
  public struct Pair: Sendable {
    /// The layer's name in the first network.
    public let first: String
    public let second: String
    public let result: Result
  }

  /// How the parameters of two operations compare.
  public enum Result: Hashable, Sendable {
    /// Every number is the same.
    case same
    /// The same up to rounding: the largest difference over what it may be, for numbers stored in that precision and for
    /// batch normalization computed into them.
    case rounded(largest: Double, isFolded: Bool)
    /// So many of so many numbers differ by more than rounding, of the weight or the bias.
    case different(parameter: String, count: Int, of: Int, largest: Double, relative: Double)
    /// One of them has another number of parameters.
    case otherSize(first: Int, second: Int)
  }

  /// Where two networks do not do the same.
  public struct Parting: Sendable {
    /// The layer's name and what it does; nil where the network has nothing there.
    public let first: Place?
    public let second: Place?

    public struct Place: Sendable {
      public let layer: String
      public let operation: String
      /// Names of the layers whose output it reads.
      public let inputs: [String]
    }
  }

  /// Pairs with parameters, in the order of the first network.
  public let pairs: [Pair]
  /// The first place where the networks do something else; nil where they do the same.
  public let parting: Parting?
  /// Operations that stand for each other, those without parameters too.
  public let operations: Int

  /// Whether the networks compute the same, up to rounding.
  public var isSame: Bool { parting == nil && firstDifference == nil }

  /// The first pair whose parameters differ.
  public var firstDifference: Pair? {
    pairs.first { pair in
      switch pair.result {
      case .same, .rounded: false
      case .different, .otherSize: true
      }
    }
  }

  /// - Parameter progress: is told how many numbers of the first network's were compared.
  /// - Throws: `WeightError` where numbers cannot be read.
  public init(
    of first: Network, _ firstWeights: ParameterSource, with second: Network, _ secondWeights: ParameterSource,
    progress: (Int) -> Void = { _ in }
  ) throws(WeightError) {
    let (one, other) = (Computation(of: first), Computation(of: second))
    let pairing = Pairing(one, other)
    let (parameters, otherParameters) = (
      Equivalence.parameters(of: one.network), Equivalence.parameters(of: other.network)
    )
    var pairs: [Pair] = []
    for (a, b) in pairing.pairs where one.hasParameters(a) || other.hasParameters(b) {
      let result: Result
      if one.isLinear(a) {
        result = try ParameterComparison.compare(
          EffectiveParameters(of: one.nodes[a], in: one.network, parameters, firstWeights),
          EffectiveParameters(of: other.nodes[b], in: other.network, otherParameters, secondWeights), progress)
      } else {
        result = try ParameterComparison.compare(
          one.layer(a), parameters, firstWeights, other.layer(b), otherParameters, secondWeights, progress)
      }
      pairs.append(Pair(first: one.layer(a).name, second: other.layer(b).name, result: result))
    }
    self.pairs = pairs
    operations = pairing.pairs.count
    parting = pairing.difference.map { difference in
      Parting(
        first: difference.first.map { Equivalence.place($0, in: one) },
        second: difference.second.map { Equivalence.place($0, in: other) })
    }
  }

  /// Whether two networks do the same to the same, their parameters' numbers aside.
  public static func isSameComputation(_ first: Network, _ second: Network) -> Bool {
    Pairing(Computation(of: first), Computation(of: second)).difference == nil
  }

  private static func parameters(of network: Network) -> [String: NetworkParameter] {
    Dictionary(NetworkParameter.all(of: network).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  private static func place(_ node: Int, in computation: Computation) -> Parting.Place {
    Parting.Place(
      layer: computation.layer(node).name, operation: computation.nodes[node].operation.description,
      inputs: computation.nodes[node].inputs.map { computation.layer($0).name })
  }
}

extension Computation {
  /// Whether a node or what is computed with it keeps numbers.
  fileprivate func hasParameters(_ node: Int) -> Bool {
    !layer(node).parameters.isEmpty || !nodes[node].channelwise.isEmpty
  }

  /// Whether a node is kernels and a bias, or factors and summands of channels.
  fileprivate func isLinear(_ node: Int) -> Bool {
    layer(node).kind is Convolution || layer(node).kind is FullyConnected && layer(node).shape.isVector
      || !nodes[node].channelwise.isEmpty
  }
}
