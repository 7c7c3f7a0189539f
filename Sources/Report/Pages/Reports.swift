import Analysis
import Architecture

/// The pages of several networks and an index, in one language.
public struct Reports: Sendable {
  /// A network that gets a page.
  public struct Entry: Sendable {
    /// As it runs.
    public let profile: Profile
    /// As it is trained; nil where the network does not change.
    public let training: Profile?
    public let aliases: [String]

    public init(profile: Profile, training: Profile? = nil, aliases: [String] = []) {
      self.profile = profile
      self.training = training
      self.aliases = aliases
    }

    var model: Model { profile.network.model }
  }

  /// A page that lies beside these, written by someone else.
  public struct Link: Sendable {
    public let title: String
    public let path: String

    public init(title: String, path: String) {
      self.title = title
      self.path = path
    }
  }

  let entries: [Entry]
  let language: Language
  /// The same pages in other languages: the language, and the path from this folder to that one.
  let translations: [(language: Language, folder: String)]
  /// Pages to which the index leads beside those of the networks.
  let links: [Link]
  /// For each entry the name of its files, without ending.
  let slugs: [String]

  public init(
    _ entries: [Entry], language: Language, translations: [(language: Language, folder: String)] = [],
    links: [Link] = []
  ) {
    self.entries = entries
    self.language = language
    self.translations = translations
    self.links = links
    slugs = Slugs.make(entries.map(\.model.name))
  }

  /// Every file, pages and pictures.
  public var files: [ReportFile] {
    entries.indices.flatMap { ModelPage(self, $0).files } + IndexPage(self).files
  }
}
