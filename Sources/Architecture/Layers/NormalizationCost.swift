/// What it costs to bring groups of numbers to mean 0 and variance 1, as layer, group and instance normalization do.
enum NormalizationCost {
  /// Per element: an add for the mean; a subtraction, a multiply and an add for the variance; a multiply to normalize; where
  /// there are a factor and a term, a multiply and an add for them. Per group: two divides, an add of ε and a root.
  static func of(elements: Int, groups: Int, isAffine: Bool) -> Arithmetic {
    Arithmetic(multiplies: isAffine ? 3 : 2, adds: isAffine ? 4 : 3) * elements
      + Arithmetic(adds: 1, divides: 2, exponentials: 1) * groups
  }
}
