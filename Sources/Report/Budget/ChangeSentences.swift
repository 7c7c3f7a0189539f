import Analysis
import Architecture

/// What changed between two versions of a network, and which parts account for it: `MACs +12 %: layer3 is wider`.
struct ChangeSentences {
  let sentences: [String]

  private static let mostNamed = 3

  init(from before: Profile, to after: Profile, _ changes: [ChangeCheck], in language: Language) {
    let attribution = ChangeAttribution(from: before, to: after)
    func named(_ total: ChangeAttribution.Total) -> String {
      let parts = ChangeAttribution.named(attribution.parts(of: total), total)
      let texts = parts.prefix(ChangeSentences.mostNamed).map { ChangeSentences.text($0, in: language) }
      let rest = parts.count - texts.count
      return language.list(texts + (rest > 0 ? [language.text("budget.more_parts", count: rest)] : []))
    }
    var sentences: [String] = []
    for change in changes where change.before != change.after {
      let name = language.text("quantities.\(change.quantity.rawValue)")
      let values = [change.before, change.after].map { $0.map(language.grouped) ?? language.text("columns.unknown") }
      let size = change.percent.map(language.change) ?? "\(values[0]) → \(values[1])"
      let reason: String
      switch change.quantity {
      case .macs: reason = named(.macs)
      case .parameters: reason = named(.parameters)
      case .peak:
        let (last, layer) = (before.peakLayer.name, after.peakLayer.name)
        reason =
          last == layer
          ? language.text("budget.peak_still_at", ["layer": layer])
          : language.text("budget.peak_at", ["before": last, "after": layer])
      default: reason = "\(values[0]) → \(values[1])"
      }
      sentences.append("\(name) \(size): \(reason)")
    }
    self.sentences =
      sentences.isEmpty ? [language.text("budget.unchanged", ["model": before.network.model.name])] : sentences
  }

  /// `layer3 is wider`.
  static func text(_ part: ChangeAttribution.Part, in language: Language) -> String {
    language.text("reasons.\(part.reason.rawValue)", ["part": part.name])
  }
}
