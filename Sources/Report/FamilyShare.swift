import Architecture

/// The three groups in which layers are counted, in the order of `Profile.byFamily`.
package enum FamilyShare: String {
  case conv, fc, rest

  package static let all: [FamilyShare] = [.conv, .fc, .rest]

  package init(of layer: Layer) {
    switch layer.family {
    case .convolution: self = .conv
    case .fullyConnected: self = .fc
    default: self = .rest
    }
  }

  /// The class that colours it in charts and on the page.
  package var style: String { rawValue }

  package func name(_ language: Language) -> String {
    switch self {
    case .conv: language.text("charts.conv")
    case .fc: language.text("charts.fc")
    case .rest: language.text("charts.rest")
    }
  }
}
