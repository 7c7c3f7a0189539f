import Analysis
import Architecture
import Charts
import Report

/// One or two networks as a page for the browser: a single HTML file that works without a network.
///
/// The program computes every number, at each size of the image, and writes it into the page; the script looks them up.
/// Titles and names come from model files, which are strangers': `Markup.escape` writes them into HTML, `ScriptText` into
/// the script's data, and the script sets them as text only.
public struct ExplorerPage {
  let panes: [Pane]
  let words: PageWords

  private var language: Language { words.language }

  /// Layers of one network at most; a browser is slow with more.
  public static let mostLayers = 5_000

  /// A network as a page shows it.
  public struct Entry {
    let profile: Profile
    let training: Profile?
    let run: PictureRun?

    /// - Parameters:
    ///   - training: the same network for training where the profile leaves out its auxiliary classifiers.
    ///   - run: what the network makes of a picture.
    public init(_ profile: Profile, training: Profile? = nil, run: PictureRun? = nil) {
      (self.profile, self.training, self.run) = (profile, training, run)
    }
  }

  /// - Parameter networks: one or two.
  public init(_ networks: [Entry], language: Language = .english) {
    let words = PageWords(language: language)
    self.words = words
    let full = networks.map { $0.training ?? $0.profile }
    let twins = networks.count == 2 ? ExplorerPage.twins(full[0], full[1]) : [[:], [:]]
    panes = networks.enumerated().map { index, network in
      Pane(
        id: index == 0 ? "a" : "b", profile: network.profile, training: network.training, run: network.run,
        twins: twins[index], words: words)
    }
  }

  /// For each of two networks the rows whose counterpart in the other is known.
  private static func twins(_ first: Profile, _ second: Profile) -> [[Int: Int]] {
    func places(_ profile: Profile) -> [String: Int] {
      Dictionary(uniqueKeysWithValues: profile.rows.enumerated().map { ($1.layer.name, $0) })
    }
    let (firstPlaces, secondPlaces) = (places(first), places(second))
    var twins: [[Int: Int]] = [[:], [:]]
    for pair in LayerAlignment(first.rows, second.rows).pairs {
      guard let a = pair.first.flatMap({ firstPlaces[$0.layer.name] }),
        let b = pair.second.flatMap({ secondPlaces[$0.layer.name] })
      else { continue }
      twins[0][a] = b
      twins[1][b] = a
    }
    return twins
  }

  /// Layers of which the page shows what they make of a picture.
  public var picturedLayers: Int { panes.reduce(0) { $0 + ($1.run?.layers.count ?? 0) } }

  /// The file's text, with a line feed at its end.
  public var text: String {
    let title = Markup.escape(language.list(panes.map(\.title)))
    let script = ExplorerPage.script
    let style = ExplorerPage.style
    return """
      <!DOCTYPE html>
      <html lang="\(language.code)">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(ContentSecurity.policy(script: script, style: style))">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <link rel="icon" href="data:,">
      <title>\(title)</title>
      <style>\(style)</style>
      </head>
      <body>
      <a class="skip" href="#layers-a" data-text="html.skip">\(words.text("html.skip"))</a>
      <header>
      <h1>\(title)</h1>
      \(tools)
      <noscript><p>\(words.text("html.no_script"))</p></noscript>
      </header>
      <main class=\"\(panes.count == 2 ? "two" : "one")\">
      \(panes.map(\.html).joined(separator: "\n"))
      </main>
      \(Scene.symbols)
      <script type="application/json" id="data">\(ScriptText.escape(data.compactText))</script>
      <script>\(script)</script>
      </body>
      </html>

      """
  }

  /// Search, language, and light or dark.
  private var tools: String {
    let languages = words.languages.map { other in
      "<option value=\"\(other.code)\"\(other.code == language.code ? " selected" : "")>\(Markup.escape(other.name))</option>"
    }
    return """
      <div class="head">
      <div class="search"><input type="search" autocomplete="off" role="combobox" aria-expanded="false" \
      aria-controls="found" placeholder="\(words.text("html.search"))" \(words.label("html.key_search"))>\
      <ul id="found" role="listbox" \(words.label("html.found")) hidden></ul></div>
      <select class="language" \(words.label("html.language"))>\(languages.joined())</select>
      \(words.button("theme", sign: "◐", label: "html.theme"))
      </div>
      """
  }

  /// What the script reads.
  private var data: JSON { .object([("languages", words.json), ("models", .array(panes.map(\.json)))]) }

  private static let script = [
    PackageResources.numbers_js, PackageResources.axis_field_js, PackageResources.receptive_field_js,
    PackageResources.arithmetic_js, PackageResources.memory_js, PackageResources.network_js,
    PackageResources.explanation_js, PackageResources.outline_js, PackageResources.layered_js,
    PackageResources.drawing_js, PackageResources.field_js, PackageResources.copying_js,
    PackageResources.layer_table_js, PackageResources.diagram_js, PackageResources.sliding_js,
    PackageResources.trace_js, PackageResources.run_js, PackageResources.editing_js,
    PackageResources.pane_js, PackageResources.page_js,
  ].map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")

  /// The colours that charts have too, as variables; a page can be switched to either.
  static let palettes = """
    :root {\(variables(.light))}
    @media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) {\(variables(.dark))} }
    :root[data-theme="dark"] {\(variables(.dark))}

    """

  private static let style =
    palettes + String(decoding: PackageResources.page_css, as: UTF8.self)

  private static func variables(_ palette: Palette) -> String {
    palette.variables.map { " --\($0.name): \($0.color);" }.joined() + " "
  }
}
