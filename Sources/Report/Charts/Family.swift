import Architecture

/// The three groups in which layers are counted, in the order of `Profile.byFamily`, and their colour.
enum Family: String {
  case conv, fc, rest

  static let all: [Family] = [.conv, .fc, .rest]

  init(of layer: Layer) { self = layer.kind is Convolution ? .conv : layer.kind is FullyConnected ? .fc : .rest }

  /// The class of `ChartStyle` that colours it.
  var style: String { rawValue }

  func name(_ language: Language) -> String {
    switch self {
    case .conv: language.text("charts.conv")
    case .fc: language.text("charts.fc")
    case .rest: language.text("charts.rest")
    }
  }
}
