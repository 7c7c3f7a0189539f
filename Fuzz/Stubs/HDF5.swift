/// In the place of the module for HDF5, whose C library is not part of what is fuzzed: a configuration without a file of weights.
public final class HDF5Reader: Sendable {}

public enum HDF5Worker {
  public static var command: [String] { [] }
}
