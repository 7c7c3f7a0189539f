import Architecture
import Report

/// A guide of short pages: what a convolution is, how sizes come about, and what the networks of the zoo teach.
///
/// Every number is computed while a page is written, from a small network or from one of the zoo, and every picture is
/// drawn from such numbers. What a page says lies in the language's table under `guide`.
public struct Guide {
  private let language: Language
  private let translations: [(language: Language, folder: String)]
  private let zoo: (String) throws -> Network

  /// The pages in the order in which one reads them.
  static let topics: [GuideTopic] = [
    .eye, .convolution, .kernels, .layer, .windows, .pooling, .receptiveField, .effectiveField, .classes, .lenetAlexnet,
    .alexnet, .smallKernels, .vgg, .averaging, .imageSize, .reductions, .googlenet, .gradients, .networks, .filters,
    .lesson,
  ]

  /// - Parameters:
  ///   - translations: the same guide in other languages: the language, and the path from the folder in which the guide's
  ///     folder lies to that one.
  ///   - zoo: the network of a name such as `vgg16`.
  public init(
    language: Language, translations: [(language: Language, folder: String)] = [],
    zoo: @escaping (String) throws -> Network
  ) {
    self.language = language
    self.translations = translations
    self.zoo = zoo
  }

  /// Every file, pages and pictures; all lie in `guide/`.
  ///
  /// - Throws: what `zoo` throws; an error where a sentence does not hold for the networks that it gives.
  public var files: [ReportFile] {
    get throws {
      var files = index
      for position in Guide.topics.indices { files += try page(position) }
      return files.map { ReportFile(path: "guide/\($0.path)", text: $0.text) }
    }
  }

  /// Each page's name and its title, in the order in which one reads them.
  public var contents: [(name: String, title: String)] { Guide.topics.map { ($0.name, title($0)) } }

  /// A page for a terminal; nil where none is called so.
  ///
  /// - Throws: what `zoo` throws.
  public func text(of name: String, canvas: Canvas) throws -> String? {
    guard let topic = Guide.topics.first(where: { $0.name == name }) else { return nil }
    var writer = writer(topic)
    try topic.write(&writer)
    writer.writeExercises()
    return TerminalPage(page: writer.page, language: language, canvas: canvas).text
  }

  /// A page before any rendering, without links to the other pages.
  package struct Page {
    /// Its file, without ending.
    package let name: String
    package let title: String
    /// The first is its title.
    package let blocks: [PageBlock]
    package let pictures: [ReportFile]
  }

  /// All pages, in the order in which one reads them.
  ///
  /// - Throws: what `zoo` throws.
  package var pages: [Page] {
    get throws {
      try Guide.topics.map { topic in
        var writer = writer(topic)
        try topic.write(&writer)
        writer.writeExercises()
        return Page(
          name: topic.name, title: title(topic), blocks: writer.page.blocks, pictures: writer.page.pictures)
      }
    }
  }

  /// The exercises of a page, in their order.
  func exercises(of topic: GuideTopic) throws -> [Exercise] {
    var writer = writer(topic)
    try topic.write(&writer)
    return writer.exercises
  }

  private var index: [ReportFile] {
    var page = MarkdownPage(path: "README.md", title: language.text("guide.index.title"))
    page.paragraph(others("README.md", first: "[\(language.text("guide.index.reports"))](../README.md)"))
    page.paragraph(language.text("guide.index.introduction", ["pages": "\(Guide.topics.count)"]))
    page.paragraph(
      Guide.topics.enumerated().map { number, topic in
        "\(number + 1). [\(title(topic))](\(topic.name).md)"
      }.joined(separator: "\n"))
    return page.files
  }

  private func page(_ position: Int) throws -> [ReportFile] {
    let topic = Guide.topics[position]
    var writer = writer(topic)
    writer.page.paragraph(others("\(topic.name).md", first: "[\(language.text("guide.index.title"))](README.md)"))
    try topic.write(&writer)
    writer.writeExercises()
    writer.page.paragraph(steps(position))
    return writer.page.files
  }

  private func writer(_ topic: GuideTopic) -> GuideWriter {
    GuideWriter(
      page: MarkdownPage(path: "\(topic.name).md", title: title(topic)), name: topic.name, language: language, zoo: zoo)
  }

  private func title(_ topic: GuideTopic) -> String { language.text(topic.title) }

  /// A link, and behind it the same page in other languages.
  private func others(_ path: String, first: String) -> String {
    ([first] + translations.map { "[\($0.language.name)](../\($0.folder)/guide/\(path))" }).joined(separator: " · ")
  }

  /// The pages before and after.
  private func steps(_ position: Int) -> String {
    var links: [String] = []
    if position > 0 {
      let topic = Guide.topics[position - 1]
      links.append("[← \(title(topic))](\(topic.name).md)")
    }
    if position + 1 < Guide.topics.count {
      let topic = Guide.topics[position + 1]
      links.append("[\(title(topic)) →](\(topic.name).md)")
    }
    return "---\n\n" + links.joined(separator: " · ")
  }
}
