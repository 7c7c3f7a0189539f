/// Which networks of a list are wanted; what is nil asks for nothing.
public struct ListFilter: Sendable {
  /// The family's name, in capitals or not.
  public var family: String?
  public var mostParameters: Int?
  public var mostMACs: Int?
  /// Pixels on a side that a unit of the last layer with positions sees at least.
  public var leastField: Int?
  /// Percent that the best of its published weights reach at least.
  public var leastTop1: Double?

  public init() {}

  public func accepts(_ model: ListDocument.Model) -> Bool {
    func most(_ number: Int, _ bound: Int?) -> Bool { bound.map { number <= $0 } ?? true }
    return family.map { $0.lowercased() == model.family.lowercased() } ?? true
      && most(model.parameters, mostParameters) && most(model.macs, mostMACs)
      && (leastField.map { (model.field ?? 0) >= $0 } ?? true)
      && (leastTop1.map { (model.best?.top1 ?? 0) >= $0 } ?? true)
  }
}
