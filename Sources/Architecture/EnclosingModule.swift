/// A module that a layer is part of, as the network's author wrote it: `layer1.0`, a `bottleneck`.
public struct EnclosingModule: Hashable, Sendable {
  /// Its name with those of the modules around it, unique among the modules of its network: `inception_3a`, `layer1.0`.
  public let name: String
  /// What it is: a model file's module, a framework's class; nil for a group of layers that is nothing in itself.
  public let kind: String?
  /// Whether it is an auxiliary classifier, left out in inference.
  public let isAuxiliary: Bool

  public init(name: String, kind: String?, isAuxiliary: Bool = false) {
    self.name = name
    self.kind = kind
    self.isAuxiliary = isAuxiliary
  }
}
