import Analysis
import Architecture
import Charts
import Report

/// The pages of several networks and an index, in one language.
public struct Reports: Sendable {
  /// A network that gets a page.
  public struct Entry: Sendable {
    /// As it runs.
    public let profile: Profile
    /// As it is trained; nil where the network does not change.
    public let training: Profile?
    public let aliases: [String]
    /// Where `dot` has put the diagram's boxes, for the language of the pages; nil where there is no `dot`, or too many boxes.
    public var layout: DiagramLayout?

    public init(profile: Profile, training: Profile? = nil, aliases: [String] = []) {
      self.profile = profile
      self.training = training
      self.aliases = aliases
    }

    /// Every layer where they are few enough, else modules or stages; auxiliary classifiers too.
    public func diagram(in language: Language) -> Diagram { .readable(of: training ?? profile, in: language) }

    var model: Model { profile.network.model }
  }

  let entries: [Entry]
  let language: Language
  /// The same pages in other languages: the language, and the path from this folder to that one.
  let translations: [(language: Language, folder: String)]
  /// Paths of pages to which the index leads beside those of the networks: `robustness.md`.
  let links: [String]
  /// Whether a guide lies in `guide/`, to which the index leads.
  let hasGuide: Bool
  /// For each entry the name of its files, without ending.
  let slugs: [String]

  public init(
    _ entries: [Entry], language: Language, translations: [(language: Language, folder: String)] = [],
    links: [String] = [], hasGuide: Bool = false
  ) {
    self.entries = entries
    self.language = language
    self.translations = translations
    self.links = links
    self.hasGuide = hasGuide
    slugs = Slugs.make(entries.map(\.model.name))
  }

  /// Every file, pages and pictures.
  public var files: [ReportFile] {
    entries.indices.flatMap { ModelPage(self, $0).files } + IndexPage(self).files
  }
}
