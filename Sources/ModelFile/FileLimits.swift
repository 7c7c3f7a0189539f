import Architecture

/// How much a model file may hold.
public enum FileLimits {
  /// Levels of modules and branches inside each other.
  public static let depth = 100
  /// Levels of lists and maps inside each other: as many as the YAML parser takes.
  public static let nesting = 1_000
  /// Values that are read while modules are expanded: some thirty for each layer of the largest network.
  public static let work = 32 * Limits.layers
  /// Bytes of a layer's name, without and with the names of the modules around it.
  public static let name = 200
  /// Bytes of a model file.
  public static let fileSize = 16 << 20
}
