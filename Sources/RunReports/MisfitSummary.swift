import Architecture
import Report
import Weights

/// What a long list of misfits comes to, in one line: `13 of 13 convolutions of vgg16 fit by name; another head: fc6, fc7 and fc8
/// are missing, 12 tensors are not part of it`.
struct MisfitSummary {
  private let mapping: Mapping
  private let model: String

  /// Problems from which a summary comes before them.
  static let least = 6
  /// Names that are listed; the rest is counted.
  private static let most = 5

  init(_ mapping: Mapping, model: String) {
    self.mapping = mapping
    self.model = model
  }

  func text(_ language: Language) -> String {
    let way = language.text(mapping.isByOrder ? "weights.summary_by_order" : "weights.summary_by_name")
    let parts = [
      share(of: .convolution, "weights.summary_convolutions", language),
      share(of: .fullyConnected, "weights.summary_fully_connected", language),
    ].compactMap { $0 }
    let fitting = language.text(
      "weights.summary_fit", ["parts": parts.joined(separator: ", "), "model": model, "way": way])
    var rest: [String] = []
    add("weights.summary_missing", mapping.missing.map(\.parameter), to: &rest, language)
    add("weights.summary_misshapen", mapping.misshapen.map(\.parameter), to: &rest, language)
    if !mapping.extra.isEmpty { rest.append(language.text("weights.summary_extra", count: mapping.extra.count)) }
    let list = rest.joined(separator: ", ")
    return fitting + "; " + (isAnotherHead ? language.text("weights.summary_head", ["rest": list]) : list)
  }

  /// Whether every convolution is there, and what is not are layers behind them.
  private var isAnotherHead: Bool {
    let open = mapping.missing.map(\.parameter) + mapping.misshapen.map(\.parameter)
    return !open.isEmpty && open.allSatisfy { $0.layer.family == .fullyConnected }
      && mapping.matches.contains { $0.parameter.layer.family == .convolution }
  }

  /// How many of the layers of a family have all of their parameters; nil where the network has none.
  private func share(of family: Family, _ key: String, _ language: Language) -> String? {
    func names(_ parameters: [NetworkParameter]) -> Set<String> {
      Set(parameters.filter { $0.layer.family == family }.map(\.layer.name))
    }
    let open = names(mapping.missing.map(\.parameter) + mapping.misshapen.map(\.parameter))
    let all = names(mapping.matches.map(\.parameter)).union(open)
    guard !all.isEmpty, open.count < all.count || family == .convolution else { return nil }
    return language.text(key, count: all.count, ["matched": String(all.count - open.count)])
  }

  private func add(_ key: String, _ parameters: [NetworkParameter], to rest: inout [String], _ language: Language) {
    var names: [String] = []
    for parameter in parameters where names.last != parameter.layer.name { names.append(parameter.layer.name) }
    guard !names.isEmpty else { return }
    let list = names.prefix(Self.most).joined(separator: ", ") + (names.count > Self.most ? " …" : "")
    rest.append(language.text(key, count: names.count, ["names": list]))
  }
}
