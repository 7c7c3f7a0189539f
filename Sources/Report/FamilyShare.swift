import Analysis

extension FamilyShare {
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
