/// What a layer computes for one input, in classes of operations that cost differently.
public struct Arithmetic: Hashable, Sendable {
  /// Multiply–adds, the MACs: of convolutions and fully connected layers alone.
  public var multiplyAdds: Int
  public var multiplies: Int
  /// Additions and subtractions.
  public var adds: Int
  public var compares: Int
  public var divides: Int
  /// Exponentials, powers and roots.
  public var exponentials: Int

  public init(
    multiplyAdds: Int = 0, multiplies: Int = 0, adds: Int = 0, compares: Int = 0, divides: Int = 0,
    exponentials: Int = 0
  ) {
    self.multiplyAdds = multiplyAdds
    self.multiplies = multiplies
    self.adds = adds
    self.compares = compares
    self.divides = divides
    self.exponentials = exponentials
  }

  /// Floating-point operations: two per multiply–add, one for each of the others.
  public var flops: Int { 2 * multiplyAdds + multiplies + adds + compares + divides + exponentials }

  public static func + (a: Arithmetic, b: Arithmetic) -> Arithmetic {
    Arithmetic(
      multiplyAdds: a.multiplyAdds + b.multiplyAdds, multiplies: a.multiplies + b.multiplies, adds: a.adds + b.adds,
      compares: a.compares + b.compares, divides: a.divides + b.divides, exponentials: a.exponentials + b.exponentials)
  }

  public static func * (a: Arithmetic, times: Int) -> Arithmetic {
    Arithmetic(
      multiplyAdds: a.multiplyAdds * times, multiplies: a.multiplies * times, adds: a.adds * times,
      compares: a.compares * times, divides: a.divides * times, exponentials: a.exponentials * times)
  }
}
