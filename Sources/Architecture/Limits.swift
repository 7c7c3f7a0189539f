/// The largest networks that are accepted: far beyond any real one, and small enough that no sum can overflow.
public enum Limits {
  /// 2⁴⁰ numbers in one tensor of weights.
  public static let parameters = 1 << 40
  /// 2⁵³ in each total of a network: operations, parameters, elements. The largest whole number that JSON keeps exactly.
  public static let operations = 1 << 53
  /// Layers of one network.
  public static let layers = 1_000_000
  /// Levels of modules and branches inside each other.
  public static let depth = 100
  /// Levels of lists and maps inside each other in a model file: as many as the YAML parser takes.
  public static let nesting = 1_000
  /// Values that are read while modules are expanded: some thirty for each layer of the largest network.
  public static let work = 32 * layers
  /// Bytes of a layer's name, without and with the names of the modules around it.
  public static let name = 200
  /// Bytes of a model file.
  public static let fileSize = 16 << 20

  /// The product of the factors.
  ///
  /// - Throws: `Misfit` where it passes the limit.
  @discardableResult
  public static func check(_ factors: [Int], atMost limit: Int, _ what: String) throws(Misfit) -> Int {
    var product = 1
    for factor in factors {
      let (next, overflow) = product.multipliedReportingOverflow(by: factor)
      guard !overflow, next <= limit else {
        let text = factors.map(String.init).joined(separator: "×")
        throw Misfit("\(text) \(what) are too many: at most 2^\(limit.trailingZeroBitCount) are possible")
      }
      product = next
    }
    return product
  }
}
