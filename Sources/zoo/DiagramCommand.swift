import Analysis
import Architecture
import ArgumentParser
import Charts
import FileSystem
import PlainText
import Report

/// `zoo diagram`: a network as a picture.
struct DiagramCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diagram",
    abstract: "A network as a picture: layers and modules with arrows, or boxes of the sizes of its maps.",
    discussion: """
      --style layers: boxes with what they compute, frames around modules, arrows; laid out by Graphviz's dot.
      --style blocks: one row of boxes as papers draw AlexNet and VGG. Height and depth grow with the square roots of the \
      output's height and width, thickness with that of its channels.

      --depth 1 draws whole stages, 2 modules with branches (the blocks of a ResNet), 3 every layer; without it as much as \
      can be read, for mermaid as much as it draws (500 arrows, 50,000 characters).

      dot and mermaid are texts of the layers, for other programs. png and pdf are drawn by Chromium or rsvg-convert, \
      layers without them by dot.
      """)

  enum Style: String, CaseIterable, ExpressibleByArgument {
    case layers, blocks
  }

  enum Form: String, CaseIterable, ExpressibleByArgument {
    case svg, png, pdf, dot, mermaid
  }

  @Argument(help: "A network of the zoo, or a model file.", completion: modelCompletion)
  var model: String

  @Option(help: "What the picture is like.")
  var style = Style.layers

  @Option(help: ArgumentHelp("1 stages, 2 modules, 3 every layer.", valueName: "n"))
  var depth: Int?

  @Option(help: "What to write; by the name of --output unless given, else svg.")
  var format: Form?

  @Option(
    help: ArgumentHelp("Pixels of a png for each of the picture's, 1 to 8.", valueName: "factor"))
  var zoom = 2

  @OptionGroup var options: NetworkOptions

  @OptionGroup var output: OutputOptions

  /// The format that is asked for, or that the name of the file has.
  private var form: Form {
    if let format { return format }
    let ending = output.output?.split(separator: ".").last.map { $0.lowercased() } ?? ""
    return ["gv": .dot, "mmd": .mermaid][ending] ?? Form(rawValue: ending) ?? .svg
  }

  func validate() throws {
    if let depth, !(1...3).contains(depth) { throw misuse("--depth is 1 (stages), 2 (modules) or 3 (every layer)") }
    guard (1...8).contains(zoom) else { throw misuse("--zoom is 1 to 8") }
    if style == .blocks, form == .dot || form == .mermaid {
      throw misuse("--style blocks is a picture: --format svg, png or pdf")
    }
    if form == .png || form == .pdf, output.output == nil {
      throw misuse("--format \(form.rawValue) needs a file: --output picture.\(form.rawValue)")
    }
  }

  /// What `--depth` asks for.
  private var detail: Diagram.Detail? { depth.map { [.stages, .modules, .layers][$0 - 1] } }

  func run() throws {
    try reportingFailures {
      let profile = try options.profile(model, in: output.language)
      switch form {
      case .dot: try output.write(DotPicture.text(diagram(of: profile)))
      case .mermaid: try output.write(try mermaid(of: profile))
      case .svg: try output.write(try svg(of: profile))
      case .png, .pdf: try writePicture(of: profile)
      }
    }
  }

  private func diagram(of profile: Profile) -> Diagram {
    detail.map { Diagram(of: profile, $0, in: output.language) } ?? Diagram.readable(of: profile, in: output.language)
  }

  private func mermaid(of profile: Profile) throws -> String {
    let details = detail.map { [$0] } ?? [.layers, .modules, .stages]
    for (index, detail) in details.enumerated() {
      let diagram = Diagram(of: profile, detail, in: output.language)
      guard let text = Mermaid.text(diagram) else { continue }
      if index > 0 {
        let folded: Phrase = detail == .modules ? "modules are single boxes" : "stages are single boxes"
        Console.say("\(model): note: \(folded), since Mermaid draws at most \(Mermaid.mostEdges) arrows")
      }
      return text
    }
    throw Failure.data(
      "\(model): error: there are more arrows than the \(Mermaid.mostEdges) that Mermaid draws; a smaller --depth has fewer"
    )
  }

  private func svg(of profile: Profile) throws -> String {
    if style == .blocks {
      let drawing = BlockDrawing(of: profile, detail, in: output.language)
      guard let svg = drawing.svg else {
        throw Failure.data(
          "\(model): error: \(drawing.count) boxes are too many for one row; at most \(BlockDrawing.mostBoxes) are drawn, and a smaller --depth has fewer"
        )
      }
      return svg
    }
    let diagram = diagram(of: profile)
    guard let source = DotSource.text(diagram) else {
      throw Failure.data(
        "\(model): error: the boxes are too many for a picture; at most \(DotSource.mostNodes) are drawn, and a smaller --depth has fewer"
      )
    }
    guard let plain = Graphviz.plain(source), let layout = DiagramLayout.parse(plain: plain)?.first,
      let svg = DiagramDrawing(diagram, layout, of: profile.network.model.name, output.language).svg
    else {
      throw Failure.io(
        "dot is missing or fails, which lays the layers out (apt-get install graphviz, or brew install graphviz); --style blocks and --format mermaid need none"
      )
    }
    return svg
  }

  private func writePicture(of profile: Profile) throws {
    guard let path = output.output else { return }
    let kind = form == .png ? PicturePrinter.Kind.png(zoom: zoom) : .pdf
    var bytes: [UInt8]?
    // Without dot there is no picture of the layers; without a printer of ours dot draws them itself.
    let svg = try svg(of: profile)
    bytes = try PicturePrinter.print(svg, kind)
    if bytes == nil, style == .layers { bytes = Graphviz.picture(DotPicture.text(diagram(of: profile)), form.rawValue) }
    guard let bytes else {
      throw Failure.io(
        "neither Chromium nor rsvg-convert is here to make a \(form.rawValue) (apt-get install librsvg2-bin, or chromium); --format svg needs none"
      )
    }
    if let warning = try OutputFile.write(bytes, to: path, mayReplace: output.force) { Files.write(warning, to: 2) }
  }
}
