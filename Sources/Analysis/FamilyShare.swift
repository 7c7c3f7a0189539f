import Architecture

/// The three groups in which layers are counted: where a network's parameters and operations are.
public enum FamilyShare: String, CaseIterable, Sendable {
  case conv, fc, rest

  public init(of layer: Layer) {
    switch layer.family {
    case .convolution: self = .conv
    case .fullyConnected: self = .fc
    default: self = .rest
    }
  }
}
