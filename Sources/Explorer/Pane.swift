import Analysis
import Architecture
import Charts
import Report

/// One network's part of a page: its totals, controls, diagram, table, and the place for the picked layer.
struct Pane {
  /// What its elements' identifiers end with.
  let id: String
  let profile: Profile
  /// The rows' counterparts in the other network.
  let twins: [Int: Int]
  let language: Language
  let sizes: SizeLookup

  init(id: String, profile: Profile, twins: [Int: Int], language: Language) {
    self.id = id
    self.profile = profile
    self.twins = twins
    self.language = language
    sizes = SizeLookup(SizeSweep(of: profile))
  }

  var title: String { language.title(of: profile.network.model) }

  private func text(_ key: String, _ values: KeyValuePairs<String, String> = [:]) -> String {
    Markup.escape(language.text(key, values))
  }

  var html: String {
    """
    <section class="model" data-view="layer" aria-labelledby="title-\(id)">
    <h2 id="title-\(id)">\(Markup.escape(title))</h2>
    <div class="controls">
    \(slider)
    \(tabs)
    </div>
    <div class="views">
    \(diagram)
    <div class="side">
    \(details)
    \(about)
    </div>
    <div class="drawer">
    <div class="choices">
    \(kinds)
    <div class="copy">
    <button type="button" data-copy="markdown">\(text("html.copy_markdown"))</button>
    <button type="button" data-copy="csv">\(text("html.copy_csv"))</button>
    </div>
    <p role="status"></p>
    </div>
    \(ExplorerTable(profile: profile, id: id, language: language).html)
    </div>
    </div>
    </section>
    """
  }

  /// What is seen beside the diagram, or on a phone instead of it.
  private var tabs: String {
    let views = [
      ("diagram", "html.view_diagram"), ("layer", "html.view_layer"), ("network", "html.view_network"),
      ("table", "html.view_table"),
    ].map { view, key in
      "<button type=\"button\" data-view=\"\(view)\" aria-pressed=\"\(view == "layer")\">\(text(key))</button>"
    }
    return "<div class=\"tabs\" role=\"group\" aria-label=\"\(text("html.view"))\">\(views.joined())</div>"
  }

  /// The network as a whole.
  private var about: String {
    """
    <section class="about" aria-label="\(text("html.view_network"))">
    \(totals)
    \(source)
    <p class="hint">\(text("html.introduction"))</p>
    </section>
    """
  }

  /// Where the network comes from, and for what it was analyzed.
  private var source: String {
    let model = profile.network.model
    let options = profile.options
    var lines = [Markup.escape(language.translation(of: model.paper))]
    if !model.reference.isEmpty {
      lines.append(text("html.as_in", ["reference": language.translation(of: model.reference)]))
    }
    let setting = text(
      "html.setting",
      [
        "mode": language.text(options.mode == .training ? "html.training" : "html.inference"),
        "batch": language.grouped(options.batch),
        "type": options.dataType.rawValue,
      ])
    lines.append(setting)
    if let changes = language.changes(of: model) { lines.append(Markup.escape(changes)) }
    return "<p class=\"source\">\(lines.filter { !$0.isEmpty }.joined(separator: "<br>"))</p>"
  }

  private var totals: String {
    let totals = profile.totals
    let peak = language.text(
      "html.peak_at", ["peak": language.bytes(profile.memory.peak), "layer": peakLayer])
    let facts: [(String, value: String, name: String?)] = [
      ("html.input", profile.network.input.description, "input"),
      ("html.layers", language.grouped(profile.rows.count), nil),
      ("html.parameters", language.grouped(totals.parameters.total), nil),
      ("html.macs", language.grouped(totals.macs), "macs"),
      ("html.activations", language.bytes(profile.memory.total), "activations"),
      ("html.at_once", peak, "peak"),
      ("html.parameter_memory", language.bytes(profile.parameterBytes), nil),
    ]
    let items = facts.map { key, value, name in
      let place = name.map { " data-total=\"\($0)\"" } ?? ""
      return "<div><dt>\(text(key))</dt><dd\(place)>\(Markup.escape(value))</dd></div>"
    }
    return "<dl class=\"totals\">\(items.joined())</dl>"
  }

  private var peakLayer: String {
    profile.memory.peakLayer == 0 ? language.text("html.input") : profile.peakLayer.name
  }

  /// A slider over the sizes that fit, or a sentence where there is one only.
  private var slider: String {
    let count = sizes.sweep.profiles.count
    guard count > 1 else { return "<p class=\"fixed\">\(text("html.fixed_size"))</p>" }
    let own = profile.network.input.extent.map(String.init).joined(separator: "×")
    return """
      <div class="size">
      <label for="size-\(id)">\(text("html.size")) <output for="size-\(id)">\(own)</output></label>
      <input type="range" id="size-\(id)" min="0" max="\(count - 1)" value="\(sizes.sweep.own)" aria-valuetext="\(own)">
      <button type="button" class="own" disabled>\(text("html.own_size", ["size": own]))</button>
      </div>
      """
  }

  private var kinds: String {
    let buttons = profile.byKind.map { kind in
      "<button type=\"button\" aria-pressed=\"false\" data-kind=\"\(kind.kind)\">\(AnalysisColumn.words(kind.kind)) "
        + "<span>\(language.grouped(kind.layers))</span></button>"
    }
    return """
      <div class="kinds" role="group" aria-label="\(text("html.kinds"))">
      <button type="button" aria-pressed="true">\(text("html.all_kinds"))</button>
      \(buttons.joined(separator: "\n"))
      </div>
      """
  }

  /// The places of the diagram and its map, which the script draws.
  private var diagram: String {
    let tools = [
      ("larger", "+", "html.tool_larger"), ("smaller", "−", "html.tool_smaller"), ("fit", "⤢", "html.tool_fit"),
      ("open", "⊞", "html.tool_open"), ("close", "⊟", "html.tool_close"),
    ].map { action, sign, key in
      let name = text(key)
      return "<button type=\"button\" data-do=\"\(action)\" title=\"\(name)\" aria-label=\"\(name)\">\(sign)</button>"
    }
    return """
      <section class="diagram" aria-label="\(text("html.diagram"))">
      <svg class="drawing" role="group" aria-label="\(text("html.diagram"))"><g class="scene"></g></svg>
      <svg class="map" aria-hidden="true" hidden></svg>
      <div class="tools" role="group" aria-label="\(text("html.tools"))">\(tools.joined())</div>
      </section>
      """
  }

  /// The place that the script fills once a layer is picked.
  private var details: String {
    let units = profile.network.input.extent.count == 1 ? ["html.unit_sample"] : ["html.unit_row", "html.unit_column"]
    let inputs = units.map { "<label>\(text($0)) <input type=\"number\" min=\"0\" value=\"0\"></label>" }
    return """
      <section class="details" aria-label="\(text("html.details"))">
      <div aria-live="polite">
      <h3>\(text("html.pick"))</h3>
      <p class="role"></p>
      <figure class="field" hidden>
      <svg role="img" aria-label="\(text("html.field_picture"))"></svg>
      <figcaption></figcaption>
      <p class="unit">\(text("html.unit")) \(inputs.joined(separator: " "))</p>
      </figure>
      <dl></dl>
      </div>
      </section>
      """
  }

  /// What the script reads of the network.
  var json: JSON {
    let explanation = Explanation(of: profile, in: language)
    let network = profile.network
    var modules = Pool<EnclosingModule>()
    let layers = profile.rows.enumerated().map { index, row -> JSON in
      let layer = row.layer
      let facts = explanation.arithmetic(of: row).map { JSON.array([.string($0.label), .string($0.text)]) }
      var members: [(String, JSON)] = [
        ("name", .string(layer.name)), ("kind", .string(AnalysisColumn.words(layer.kind.name))),
        ("reads", .string("\(explanation.sources(of: layer)) → \(layer.shape)")),
        ("inputs", .integers(layer.inputs)),
        ("scope", .integers(layer.scope.map { modules.place(of: $0) })),
        ("style", .string(FamilyShare(of: layer).style)),
        ("arithmetic", .array(facts)),
      ]
      let window = Pane.window(layer)
      if !window.isEmpty { members.append(("window", .string(window))) }
      if Pane.joins(layer) { members.append(("joins", .integer(1))) }
      if layer.auxiliary != nil { members.append(("auxiliary", .integer(1))) }
      if let twin = twins[index] { members.append(("twin", .integer(twin))) }
      return .object(members + sizes.layers[index])
    }
    let inputs = network.layers.prefix(network.inputCount).enumerated().map { index, layer -> JSON in
      let isAlone = index == 0 && network.inputCount == 1
      return .object([("name", .string(isAlone ? "" : layer.name)), ("shape", .integers(layer.shape.dimensions))])
    }
    let named = modules.values.map { module in
      JSON.object([("name", .string(module.name))] + (module.kind.map { [("kind", .string($0))] } ?? []))
    }
    return .object(
      sizes.members + [("inputs", .array(inputs)), ("modules", .array(named)), ("layers", .array(layers))])
  }

  /// Whether a layer works on each number, or each channel, of the one before it: one box shows both.
  private static func joins(_ layer: Layer) -> Bool {
    switch layer.family {
    case .activation, .scaling: layer.inputs.count == 1
    default: layer.kind is BatchNormalization || layer.kind is Dropout
    }
  }

  /// Kernel and stride: `7×7/2`; nothing for adaptive pooling, whose window depends on the size of the image.
  private static func window(_ layer: Layer) -> String {
    if !layer.windows.isEmpty, layer.kind.attributes.value("kernel") == nil { return "" }
    let kernel = AnalysisColumn.kernel(layer)
    let strides = layer.windows.map(\.stride)
    guard !layer.windows.isEmpty, strides.contains(where: { $0 != 1 }) else { return kernel }
    return "\(kernel)/\(Language.english.perAxis(strides))"
  }
}
