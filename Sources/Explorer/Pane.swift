import Analysis
import Architecture
import Charts
import Report

/// One network's part of a page: its settings, diagram, table, and the places for the picked layer and the totals.
struct Pane {
  /// What its elements' identifiers end with.
  let id: String
  let profile: Profile
  /// The same for training, with its auxiliary classifiers, where the profile is without them.
  let training: Profile?
  /// What the network makes of a picture.
  let run: PictureRun?
  /// The rows' counterparts in the other network.
  let twins: [Int: Int]
  let words: PageWords

  private var language: Language { words.language }

  /// With all layers that the page can show.
  var full: Profile { training ?? profile }

  var title: String { language.title(of: profile.network.model) }

  var html: String {
    """
    <section class="model" data-view="layer" aria-labelledby="title-\(id)">
    <h2 id="title-\(id)">\(Markup.escape(title))</h2>
    <div class="controls">
    \(settings)
    <div class="history">
    \(words.button("undo", sign: "↶", label: "html.undo"))
    \(words.button("redo", sign: "↷", label: "html.redo"))
    </div>
    \(tabs)
    </div>
    <div class="views">
    \(diagram)
    <div class="side">
    <div class="problem" role="alert" hidden></div>
    <section class="changes" hidden></section>
    \(details)
    \(about)
    </div>
    <div class="drawer">
    <div class="choices">
    \(kinds)
    <div class="copy">
    <button type="button" data-copy="markdown" data-text="html.copy_markdown">\(words.text("html.copy_markdown"))</button>
    <button type="button" data-copy="csv" data-text="html.copy_csv">\(words.text("html.copy_csv"))</button>
    </div>
    <p role="status"></p>
    </div>
    \(ExplorerTable(profile: profile, full: full, id: id, words: words).html)
    </div>
    </div>
    </section>
    """
  }

  // MARK: Settings

  private var settings: String {
    let options = profile.options
    let extent = profile.network.input.extent
    let sizes = extent.enumerated().map { axis, size in
      let label = extent.count == 2 ? (axis == 0 ? "html.rows" : "html.columns") : "html.size"
      return
        "<input type=\"number\" class=\"extent\" min=\"1\" max=\"\(Shape.largestDimension)\" value=\"\(size)\""
        + " aria-label=\"\(words.text(label))\" data-label=\"\(label)\">"
    }
    let size =
      extent.isEmpty
      ? ""
      : """
      <div class="size">
      <label for="size-\(id)" data-text="html.size">\(words.text("html.size"))</label>
      \(sizes.joined(separator: "×"))
      <input type="range" id="size-\(id)" min="1" max="\(max(512, 2 * (extent.max() ?? 1)))" value="\(extent.max() ?? 1)">
      <button type="button" class="own" disabled>↺</button>
      </div>
      """
    let types = DataType.allCases.map { option($0.rawValue, isChosen: $0 == options.dataType) }
    let conventions = Convention.allCases.map { option($0.rawValue, isChosen: $0 == options.convention) }
    let auxiliaries =
      training == nil
      ? ""
      : "<label class=\"switch\"><input type=\"checkbox\" class=\"training\"> "
        + "<span data-text=\"html.auxiliaries\">\(words.text("html.auxiliaries"))</span></label>"
    return """
      \(size)
      <label><span data-text="html.batch">\(words.text("html.batch"))</span> \
      <input type="number" class="batch" min="1" max="1000000" value="\(options.batch)"></label>
      <label><span data-text="html.type">\(words.text("html.type"))</span> \
      <select class="type">\(types.joined())</select></label>
      <label><span data-text="html.convention">\(words.text("html.convention"))</span> \
      <select class="convention">\(conventions.joined())</select></label>
      \(auxiliaries)
      """
  }

  private func option(_ value: String, isChosen: Bool) -> String {
    "<option\(isChosen ? " selected" : "")>\(value)</option>"
  }

  /// What is seen beside the diagram, or on a phone instead of it.
  private var tabs: String {
    let views = [
      ("diagram", "html.view_diagram"), ("layer", "html.view_layer"), ("network", "html.view_network"),
      ("table", "html.view_table"),
    ].map { view, key in
      "<button type=\"button\" data-view=\"\(view)\" aria-pressed=\"\(view == "layer")\" data-text=\"\(key)\">"
        + "\(words.text(key))</button>"
    }
    return "<div class=\"tabs\" role=\"group\" \(words.label("html.view"))>\(views.joined())</div>"
  }

  private var kinds: String {
    let buttons = full.byKind.map { kind in
      "<button type=\"button\" aria-pressed=\"false\" data-kind=\"\(kind.kind)\">\(AnalysisColumn.words(kind.kind)) "
        + "<span>\(language.grouped(kind.layers))</span></button>"
    }
    return """
      <div class="kinds" role="group" \(words.label("html.kinds"))>
      <button type="button" aria-pressed="true" data-text="html.all_kinds">\(words.text("html.all_kinds"))</button>
      \(buttons.joined(separator: "\n"))
      </div>
      """
  }

  // MARK: Views

  /// The places of the diagram and its map, which the script draws.
  private var diagram: String {
    let tools = [
      ("larger", "+", "html.tool_larger"), ("smaller", "−", "html.tool_smaller"), ("fit", "⤢", "html.tool_fit"),
      ("open", "⊞", "html.tool_open"), ("close", "⊟", "html.tool_close"), ("svg", "SVG", "html.tool_svg"),
      ("png", "PNG", "html.tool_png"),
    ].map { words.button($0, sign: $1, label: $2) }
    return """
      <section class="diagram" \(words.label("html.diagram"))>
      <svg class="drawing" role="group" \(words.label("html.diagram"))><g class="scene"></g></svg>
      <svg class="map" aria-hidden="true" hidden></svg>
      <div class="tools" role="group" \(words.label("html.tools"))>\(tools.joined())</div>
      </section>
      """
  }

  /// The place that the script fills once a layer is picked.
  private var details: String {
    let units =
      profile.network.input.extent.count == 1 ? ["html.unit_sample"] : ["html.unit_row", "html.unit_column"]
    let inputs = units.map {
      "<label><span data-text=\"\($0)\">\(words.text($0))</span> <input type=\"number\" min=\"0\" value=\"0\"></label>"
    }
    return """
      <section class="details" \(words.label("html.details"))>
      <div aria-live="polite">
      <h3 data-text="html.pick">\(words.text("html.pick"))</h3>
      <p class="role"></p>
      </div>
      <form class="edit" hidden></form>
      <figure class="field" hidden>
      <svg role="img" \(words.label("html.field_picture"))></svg>
      <figcaption></figcaption>
      <p class="unit"><span data-text="html.unit">\(words.text("html.unit"))</span> \(inputs.joined(separator: " "))</p>
      </figure>
      <dl></dl>
      <section class="run" hidden></section>
      \(sliding)
      <details class="trace" \(words.label("html.trace")) hidden>
      <summary data-text="html.trace">\(words.text("html.trace"))</summary>
      <ol></ol>
      </details>
      </section>
      """
  }

  /// The place of a layer's window over numbers.
  private var sliding: String {
    """
    <section class="sliding" hidden>
    <h4 data-text="html.sliding">\(words.text("html.sliding"))</h4>
    <svg role="img" tabindex="0" \(words.label("html.sliding"))></svg>
    <p class="sum" aria-live="polite"></p>
    <p class="moves">
    \(words.button("back", sign: "◀", label: "html.sliding_back"))
    \(words.button("next", sign: "▶", label: "html.sliding_next"))
    <button type="button" data-do="play" aria-pressed="false" data-text="html.sliding_play">\(words.text("html.sliding_play"))</button>
    </p>
    <p class="note"></p>
    </section>
    """
  }

  /// The network as a whole.
  private var about: String {
    """
    <section class="about" \(words.label("html.view_network"))>
    <section class="run" hidden></section>
    \(totals)
    <p class="source"></p>
    <p class="hint" data-text="html.introduction">\(words.text("html.introduction"))</p>
    <p class="hint" data-text="html.keys">\(words.text("html.keys"))</p>
    </section>
    """
  }

  private var totals: String {
    let totals = profile.totals
    let peakLayer = profile.memory.peakLayer == 0 ? language.text("html.input") : profile.peakLayer.name
    let peak = language.text("html.peak_at", ["peak": language.bytes(profile.memory.peak), "layer": peakLayer])
    let facts: [(String, value: String, name: String)] = [
      ("html.input", profile.network.input.description, "input"),
      ("html.layers", language.grouped(profile.rows.count), "layers"),
      ("html.parameters", language.grouped(totals.parameters.total), "parameters"),
      ("html.macs", language.grouped(totals.macs), "macs"),
      ("html.activations", language.bytes(profile.memory.total), "activations"),
      ("html.at_once", peak, "peak"),
      ("html.parameter_memory", language.bytes(profile.parameterBytes), "memory"),
    ]
    let items = facts.map { key, value, name in
      "<div><dt data-text=\"\(key)\">\(words.text(key))</dt><dd data-total=\"\(name)\">\(Markup.escape(value))</dd></div>"
    }
    return "<dl class=\"totals\">\(items.joined())</dl>"
  }

  // MARK: What the script reads

  var json: JSON {
    let accepted = AcceptedSizes(of: profile.network)
    func said(_ text: (Language) -> String) -> JSON {
      .object(words.languages.map { ($0.code, .string(text($0))) })
    }
    return .object(
      [
        ("name", .string(profile.network.model.name)), ("title", said { $0.title(of: profile.network.model) }),
        ("source", .object(words.languages.map { ($0.code, .array(source(in: $0).map(JSON.string))) })),
        ("accepted", said { SizesReport(accepted, of: profile.network).ranges(in: $0) }),
      ] + (run.map { [("run", $0.json(of: full.rows.map(\.layer.name)))] } ?? []) + facts)
  }

  /// The network, with what each number comes about by.
  var facts: [(String, JSON)] {
    let network = full.network
    var modules = Pool<EnclosingModule>()
    var terms = CountingTerms()
    let places = terms.places(of: network)
    // In inference some tools count otherwise.
    let own = profile.network
    let ownPlaces =
      training == nil ? [:] : Dictionary(uniqueKeysWithValues: zip(own.body.map(\.name), terms.places(of: own)))
    let layers = full.rows.enumerated().map { row, facts -> JSON in
      let layer = facts.layer
      var members: [(String, JSON)] = [
        ("name", .string(layer.name)), ("kind", .string(AnalysisColumn.words(layer.kind.name))),
        ("inputs", .integers(layer.inputs)), ("scope", .integers(layer.scope.map { modules.place(of: $0) })),
        ("style", .string(FamilyShare(of: layer).style)),
      ]
      let recipe = LayerRecipe(layer: layer)
      members += recipe.members
      let place = places[row]
      if training != nil { members.append(("training", .integer(place))) }
      members.append(("counting", .integer(ownPlaces[layer.name] ?? place)))
      if recipe.isRigid { members.append(("rigid", .integer(1))) }
      if layer.windows.isEmpty, !AnalysisColumn.kernel(layer).isEmpty {
        members.append(("window", .string(AnalysisColumn.kernel(layer))))
      }
      if Pane.joins(layer) { members.append(("joins", .integer(1))) }
      if training != nil, layer.auxiliary != nil { members.append(("auxiliary", .integer(1))) }
      if let twin = twins[row] { members.append(("twin", .integer(twin))) }
      return .object(members)
    }
    let inputs = network.layers.prefix(network.inputCount).map { layer -> JSON in
      .object([
        ("name", .string(network.inputCount == 1 ? "" : layer.name)), ("shape", .integers(layer.shape.dimensions)),
      ])
    }
    let named = modules.values.map { module in
      JSON.object([("name", .string(module.name))] + (module.kind.map { [("kind", .string($0))] } ?? []))
    }
    let options = profile.options
    return
      [
        ("batch", .integer(options.batch)), ("type", .string(options.dataType.rawValue)),
        ("convention", .string(options.convention.rawValue)), ("isTraining", .bool(options.mode == .training)),
        (
          "types",
          .array(
            DataType.allCases.map { .object([("name", .string($0.rawValue)), ("bytes", .integer($0.bytes))]) })
        ),
        ("inputs", .array(inputs)), ("modules", .array(named)), ("layers", .array(layers)),
      ] + terms.members
  }

  /// Where the network comes from, and how it was changed.
  private func source(in language: Language) -> [String] {
    let model = profile.network.model
    var lines = [language.translation(of: model.paper)]
    if !model.reference.isEmpty {
      lines.append(language.text("html.as_in", ["reference": language.translation(of: model.reference)]))
    }
    if let changes = language.changes(of: model) { lines.append(changes) }
    return lines.filter { !$0.isEmpty }
  }

  /// Whether a layer works on each number, or each channel, of the one before it: one box shows both.
  private static func joins(_ layer: Layer) -> Bool {
    switch layer.family {
    case .activation, .scaling: layer.inputs.count == 1
    default: layer.kind is BatchNormalization || layer.kind is Dropout
    }
  }
}
