import Analysis
import Architecture

/// What `zoo check` writes.
public struct BudgetDocument: JSONDocument {
  public static let schema = "zoo.budget/1"

  public var schema: String = BudgetDocument.schema
  /// Whether every limit holds.
  public var passes: Bool
  public var networks: [Network]

  /// A network with what is asked of it.
  public struct Network: Codable, Hashable, Sendable {
    public var title: String
    public var model: String
    public var input: [Int]
    public var batch: Int
    public var mode: String
    public var type: String
    public var passes: Bool
    public var limits: [Limit]
    /// Nil where it was compared with nothing.
    public var against: Against?
  }

  public struct Limit: Codable, Hashable, Sendable {
    public var name: String
    public var quantity: String
    public var asked: Int
    /// Nil where it is not known.
    @OrNull public var value: Int?
    public var passes: Bool
  }

  /// What changed since an earlier version.
  public struct Against: Codable, Hashable, Sendable {
    public var model: String
    /// In percent.
    public var tolerance: Double
    public var changes: [Change]
    /// The parts that account for the change in multiply–adds, and for that in parameters, the largest first.
    public var macs: [Part]
    public var parameters: [Part]
  }

  public struct Change: Codable, Hashable, Sendable {
    public var quantity: String
    @OrNull public var before: Int?
    @OrNull public var after: Int?
    public var passes: Bool
  }

  public struct Part: Codable, Hashable, Sendable {
    public var name: String
    public var reason: String
    public var macs: Int
    public var parameters: Int
    /// Layers that differ.
    public var layers: Int
  }
}

extension BudgetReport {
  public var document: BudgetDocument {
    BudgetDocument(
      passes: passes,
      networks: entries.map { entry in
        BudgetDocument.Network(
          title: entry.title, model: entry.profile.network.model.name, input: entry.profile.network.input.dimensions,
          batch: entry.profile.options.batch, mode: entry.profile.options.mode.rawValue,
          type: entry.profile.options.dataType.rawValue, passes: entry.passes,
          limits: entry.limits.map {
            BudgetDocument.Limit(
              name: $0.limit.name, quantity: $0.limit.quantity.rawValue, asked: $0.limit.value, value: $0.value,
              passes: $0.passes)
          },
          against: entry.earlier.map { against(entry, $0) })
      })
  }

  private func against(_ entry: Entry, _ earlier: Profile) -> BudgetDocument.Against {
    let attribution = ChangeAttribution(from: earlier, to: entry.profile)
    func parts(_ total: ChangeAttribution.Total) -> [BudgetDocument.Part] {
      attribution.parts(of: total).map {
        BudgetDocument.Part(
          name: $0.name, reason: $0.reason.rawValue, macs: $0.macs, parameters: $0.parameters, layers: $0.layers)
      }
    }
    return BudgetDocument.Against(
      model: earlier.network.model.name, tolerance: entry.changes.first?.tolerance.percent ?? 0,
      changes: entry.changes.map {
        BudgetDocument.Change(
          quantity: $0.quantity.rawValue, before: $0.before, after: $0.after, passes: $0.passes)
      },
      macs: parts(.macs), parameters: parts(.parameters))
  }
}
