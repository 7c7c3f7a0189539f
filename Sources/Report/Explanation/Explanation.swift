import Analysis
import Architecture

/// The arithmetic behind a network's numbers, with the numbers filled in.
public struct Explanation: Sendable {
  let profile: Profile
  let language: Language
  /// The receptive field of each layer.
  let fields: [ReceptiveField]
  /// How the chosen convention's tool comes to its numbers, by the layers' names; none for zoo's own way.
  let terms: [String: CountedTerm]

  public init(of profile: Profile, in language: Language = .english) {
    self.profile = profile
    self.language = language
    fields = ReceptiveField.fields(of: profile.network)
    let (network, options) = (profile.network, profile.options)
    terms =
      options.convention == .zoo
      ? [:]
      : Dictionary(
        zip(network.layers, options.convention.terms(of: network, batch: options.batch)).compactMap { layer, term in
          term.map { (layer.name, $0) }
        }, uniquingKeysWith: { first, _ in first })
  }

  /// Every layer.
  public func text(canvas: Canvas = .plain) -> String {
    let layers = profile.rows.map { lines(of: $0, canvas).joined(separator: "\n") + "\n" }
    return (changes(canvas) + layers).joined(separator: "\n")
  }

  /// One layer, and where asked the pixels that one of its units sees.
  ///
  /// - Throws: `UnitError` where the layer has no such unit.
  public func text(of row: Profile.Row, unit: [Int]? = nil, canvas: Canvas = .plain) throws(UnitError) -> String {
    var lines = changes(canvas) + lines(of: row, canvas)
    if let unit { lines += align(try unitFacts(row, unit), canvas) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A layer's head and facts without emphasis.
  package func plainLines(of row: Profile.Row) -> [String] { [head(of: row.layer)] + align(facts(of: row), .plain) }

  private func lines(of row: Profile.Row, _ canvas: Canvas) -> [String] {
    [canvas.style.bold(head(of: row.layer))] + align(arithmetic(of: row), canvas)
  }

  /// That the network is not the one of its name; nothing where it is.
  private func changes(_ canvas: Canvas) -> [String] {
    language.changes(of: profile.network.model).map {
      ["\(canvas.style.bold(language.title(of: profile.network.model)))   \($0)\n"]
    } ?? []
  }

  /// `conv1   conv, input 3×227×227 → 96×55×55`.
  private func head(of layer: Layer) -> String {
    "\(layer.name)   \(AnalysisColumn.words(layer.kind.name)), \(sources(of: layer)) → \(layer.shape)"
  }

  /// All that is said of a layer: what it is, how a tool counts it, what it costs on a machine.
  package func arithmetic(of row: Profile.Row) -> [(label: String, text: String)] {
    facts(of: row) + counting(of: row) + costs(of: row)
  }

  /// Each quantity of a layer with its arithmetic, one line each; several lines of a quantity follow each other.
  package func facts(of row: Profile.Row) -> [(label: String, text: String)] {
    var facts = sizes(of: row.layer).map { (label: language.text("explain.size"), text: $0) }
    if row.layer.family == .unknown {
      let sentence = language.text("explain.undescribed")
      facts += ["explain.parameters", "explain.flops"].map { (label: language.text($0), text: sentence) }
    }
    if let parameters = parameters(of: row.layer) { facts.append((language.text("explain.parameters"), parameters)) }
    if row.macs > 0 { facts.append((language.text("explain.macs"), macs(of: row))) }
    if row.flops > 0 { facts.append((language.text("explain.flops"), flops(of: row))) }
    facts += receptiveField(of: row).map { (language.text("explain.field"), $0) }
    return facts
  }

  /// Labels in a column, each shown once.
  private func align(_ facts: [(label: String, text: String)], _ canvas: Canvas) -> [String] {
    var previous = ""
    return facts.map { label, text in
      let shown = label == previous ? "" : label
      previous = label
      let blanks = String(repeating: " ", count: max(1, 18 - shown.count))
      return "  " + canvas.style.dim(shown) + blanks + text
    }
  }

  /// What it reads, with sizes: `pool1 96×27×27`.
  package func sources(of layer: Layer) -> String {
    zip(layer.inputs, layer.inputShapes).map { "\(profile.network.layers[$0].name) \($1)" }.joined(separator: " + ")
  }
}

extension Language {
  /// `96·27·27`.
  func product(_ factors: [Int]) -> String { factors.map(grouped).joined(separator: "·") }

  /// One text where those of all axes are the same, else each behind the name of its axis.
  func perAxis(_ texts: [String]) -> [String] {
    if Set(texts).count <= 1 { return Array(texts.prefix(1)) }
    return zip(axisNames(texts.count), texts).map { name, text in
      name + String(repeating: " ", count: max(1, 8 - name.count)) + text
    }
  }

  /// What people call the spatial axes, where there are so many of them.
  func axisNames(_ count: Int) -> [String] {
    switch count {
    case 1: [text("explain.length")]
    case 2: [text("explain.height"), text("explain.width")]
    case 3: [text("explain.depth"), text("explain.height"), text("explain.width")]
    default: (1...max(count, 1)).map { text("explain.axis", ["axis": String($0)]) }
    }
  }
}
