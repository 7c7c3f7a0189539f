import Architecture

/// Totals of a network as formulas in the height and width of its input, for one image.
///
/// Operations and activations are sums over positions, and positions are straight lines in the size for all sizes that leave
/// the same remainder by the network's whole stride.
public struct SizeFormulas: Sendable {
  public struct Formula: Sendable {
    public let quantity: Quantity
    public let polynomial: SizePolynomial
  }

  /// By classes of sizes, in the order of the quantities.
  public let formulas: [Formula]
  /// Quantities that are no polynomial, in one class at least.
  public let without: [Quantity]
  /// Classes of sizes that no formula was looked for.
  public let classesLeft: Int

  /// What depends on the size, and grows by the batch.
  public static let quantities: [Quantity] = [.macs, .flops, .activations, .peak]
  /// Classes at most.
  private static let mostClasses = 4
  /// The largest whole stride for which formulas are looked for.
  private static let longestPeriod = 512

  /// - Parameter extents: sizes whose classes are asked for; sizes up to the largest of them are tried.
  public init(of network: Network, quantities: [Quantity], extents: [[Int]], options: Profile.Options) {
    let asked = quantities.filter { SizeFormulas.quantities.contains($0) }
    let network = network.network(for: options.mode)
    let period = SizeFormulas.period(of: network)
    guard network.input.extent.count == 2, let period, !asked.isEmpty else {
      (formulas, without, classesLeft) = ([], network.input.extent.count == 2 ? asked : [], 0)
      return
    }
    var options = options
    options.batch = 1
    var known: [[Int]: [Int]?] = [:]
    /// All asked-for totals of a size; nil where it does not fit.
    func totals(_ extent: [Int]) -> [Int]? {
      if let found = known[extent] { return found }
      let totals = SizeFormulas.totals(of: network, extent, asked, options)
      known[extent] = .some(totals)
      return totals
    }
    let largest = max(extents.flatMap { $0 }.max() ?? 1, network.input.extent.max() ?? 1)
    var classes: [[Int]] = []
    var first: [[Int]: [[Int]]] = [:]
    for extent in extents where totals(extent) != nil {
      let remainders = extent.map { $0 % period }
      if first[remainders] == nil { classes.append(remainders) }
      first[remainders, default: []].append(extent)
    }
    var formulas: [Formula] = []
    var without: Set<Quantity> = []
    for remainders in classes.prefix(SizeFormulas.mostClasses) {
      let sizes = (first[remainders] ?? []).sorted { $0[0] * $0[1] < $1[0] * $1[1] }
      for (index, quantity) in asked.enumerated() {
        // Small sizes may be special: where they are, a larger one may begin.
        let starts = [sizes.first, sizes.dropFirst(sizes.count / 2).first, sizes.last].compactMap { $0 }
        let polynomial = starts.lazy.compactMap { start in
          SizePolynomial(period: period, extent: start, upTo: largest) { totals($0)?[index] }
        }.first
        guard let polynomial else {
          without.insert(quantity)
          continue
        }
        formulas.append(Formula(quantity: quantity, polynomial: polynomial))
      }
    }
    self.formulas = formulas
    self.without = asked.filter(without.contains)
    classesLeft = max(0, classes.count - SizeFormulas.mostClasses)
  }

  /// The least common multiple of the pixels from unit to unit of all layers; nil where it is too long.
  private static func period(of network: Network) -> Int? {
    var period = 1
    for field in ReceptiveField.fieldsWithoutGates(of: network) {
      for stride in field.axes.compactMap(\.stride) where stride > 0 {
        var (a, b) = (period, stride)
        while b != 0 { (a, b) = (b, a % b) }
        let (multiple, overflow) = (period / a).multipliedReportingOverflow(by: stride)
        guard !overflow, multiple <= longestPeriod else { return nil }
        period = multiple
      }
    }
    return period
  }

  private static func totals(
    of network: Network, _ extent: [Int], _ quantities: [Quantity], _ options: Profile.Options
  ) -> [Int]? {
    guard let shape = try? Shape(channels: network.input.channels, extent: extent),
      let resized = shape == network.input ? network : try? network.resized(to: shape)
    else { return nil }
    var arithmetic = (macs: 0, flops: 0)
    for layer in resized.layers {
      let own = layer.arithmetic(options.mode)
      arithmetic.macs += own.multiplyAdds
      arithmetic.flops += own.flops
    }
    let memory =
      quantities.contains { $0 == .peak || $0 == .activations }
      ? Memory(of: resized, batch: 1, dataType: options.dataType) : nil
    return quantities.map { quantity in
      switch quantity {
      case .macs: arithmetic.macs
      case .flops: arithmetic.flops
      case .activations: memory?.total ?? 0
      default: memory?.peak ?? 0
      }
    }
  }
}
