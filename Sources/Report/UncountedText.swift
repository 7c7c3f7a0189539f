import Analysis
import Architecture

/// What the totals of an analysis lack, in sentences.
enum UncountedText {
  /// Names of layers that are written out before the rest is left out.
  private static let shown = 3

  /// One sentence for the layers that the convention's tool does not know, and one for those that nobody described; none
  /// where there are none.
  static func notes(of profile: Profile, in language: Language) -> [String] {
    var notes: [String] = []
    if profile.options.convention != .zoo, !profile.uncounted.isEmpty {
      let kinds = list(profile.uncounted, language)
      notes.append(language.text("analysis.uncounted", ["tool": profile.options.convention.rawValue, "kinds": kinds]))
    }
    if !profile.undescribed.isEmpty {
      notes.append(language.text("analysis.undescribed", ["kinds": list(profile.undescribed, language)]))
    }
    return notes
  }

  /// `max pool (5 layers: pool1, pool2, pool3, …), lrn (norm1)`.
  private static func list(_ kinds: [Uncounted], _ language: Language) -> String {
    kinds.map { kind in
      var names = kind.layers.prefix(shown).joined(separator: ", ")
      if kind.layers.count > shown { names += ", …" }
      return language.text(
        "analysis.layers", count: kind.layers.count, ["kind": title(kind), "names": names])
    }.joined(separator: ", ")
  }

  /// A kind as tables write it; an operation that nobody described as its file does.
  private static func title(_ kind: Uncounted) -> String {
    LayerKinds.all.contains { $0.name == kind.kind } ? AnalysisColumn.words(kind.kind) : kind.kind
  }
}
