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
  let language: Language

  /// Layers of one network at most; a browser is slow with more.
  public static let mostLayers = 5_000

  /// - Parameter networks: one or two.
  public init(_ networks: [Profile], language: Language = .english) {
    self.language = language
    let twins = networks.count == 2 ? ExplorerPage.twins(networks[0], networks[1]) : [[:], [:]]
    panes = networks.enumerated().map { index, profile in
      Pane(id: index == 0 ? "a" : "b", profile: profile, twins: twins[index], language: language)
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
      <a class="skip" href="#layers-a">\(language.text("html.skip"))</a>
      <header>
      <h1>\(title)</h1>
      <noscript><p>\(language.text("html.no_script"))</p></noscript>
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

  /// What the script reads.
  private var data: JSON {
    .object([
      (
        "marks",
        .object([("group", .string(language.numbers.group)), ("decimal", .string(language.numbers.decimal))])
      ),
      (
        "strings",
        .object(ExplorerPage.strings.map { (String($0.dropFirst("html.".count)), .string(language.text($0))) })
      ),
      ("models", .array(panes.map(\.json))),
    ])
  }

  /// The sentences of the script.
  static let strings = [
    "html.at_size", "html.at_size_facts", "html.close", "html.copied", "html.image", "html.input", "html.layer_count",
    "html.no_counterpart",
    "html.not_copied", "html.peak", "html.peak_at", "html.pick", "html.sees_padding", "html.sees_pixels",
    "html.sees_samples", "html.sees_unknown", "html.sees_whole", "html.shown",
  ]

  private static let script = [
    PackageResources.numbers_js, PackageResources.network_js, PackageResources.outline_js,
    PackageResources.layered_js, PackageResources.drawing_js, PackageResources.field_js, PackageResources.copying_js,
    PackageResources.layer_table_js, PackageResources.diagram_js, PackageResources.pane_js,
  ].map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")

  /// The colours that charts have too, as variables.
  static let palettes = """
    :root {\(variables(.light))}
    @media (prefers-color-scheme: dark) { :root {\(variables(.dark))} }

    """

  private static let style =
    palettes + String(decoding: PackageResources.page_css, as: UTF8.self)

  private static func variables(_ palette: Palette) -> String {
    palette.variables.map { " --\($0.name): \($0.color);" }.joined() + " "
  }
}
