/// The largest networks that are accepted: far beyond any real one, and small enough that no sum can overflow.
public enum Limits {
  /// 2⁴⁰ numbers in one tensor of weights.
  public static let parameters = 1 << 40
  /// 2⁵³ in each total of a network: operations, parameters, elements. The largest whole number that JSON keeps exactly.
  public static let operations = 1 << 53
  /// Layers of one network.
  public static let layers = 1_000_000
  /// The largest kernel, stride, padding or dilation.
  public static let window = 65_535

  /// The product of the factors.
  ///
  /// - Throws: `SizeError.tooMany` where it passes the limit.
  @discardableResult
  public static func check(_ factors: [Int], atMost limit: Int, _ what: SizeError.Quantity) throws(SizeError) -> Int {
    var product = 1
    for factor in factors {
      let (next, overflow) = product.multipliedReportingOverflow(by: factor)
      guard !overflow, next <= limit else { throw .tooMany(what, factors: factors, limit: limit) }
      product = next
    }
    return product
  }
}
