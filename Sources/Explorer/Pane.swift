import Analysis
import Architecture
import Charts
import Report

/// One network's part of a page: its totals, controls, diagram, table, and the place for the picked layer.
struct Pane {
  /// What its elements' identifiers end with.
  let id: String
  let profile: Profile
  let layout: DiagramLayout?
  /// The rows' counterparts in the other network.
  let twins: [Int: Int]
  let language: Language
  let sizes: SizeLookup

  init(id: String, profile: Profile, layout: DiagramLayout?, twins: [Int: Int], language: Language) {
    self.id = id
    self.profile = profile
    self.layout = layout
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
    <section class="model" aria-labelledby="title-\(id)">
    <h2 id="title-\(id)">\(Markup.escape(title))</h2>
    \(source)
    \(totals)
    <div class="controls">
    \(slider)
    \(kinds)
    <div class="copy">
    <button type="button" data-copy="markdown">\(text("html.copy_markdown"))</button>
    <button type="button" data-copy="csv">\(text("html.copy_csv"))</button>
    </div>
    <p role="status"></p>
    </div>
    <div class="views">
    <div class="side">
    \(diagram)
    \(details)
    </div>
    \(ExplorerTable(profile: profile, id: id, language: language).html)
    </div>
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

  private var diagram: String {
    guard let layout else { return "" }
    return """
      <section class="diagram" aria-label="\(text("html.diagram"))">
      \(ExplorerDiagram(profile: profile, layout: layout, language: language).svg)
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
    let layers = profile.rows.enumerated().map { index, row -> JSON in
      let facts = explanation.arithmetic(of: row).map { JSON.array([.string($0.label), .string($0.text)]) }
      var members: [(String, JSON)] = [
        ("name", .string(row.layer.name)), ("kind", .string(AnalysisColumn.words(row.layer.kind.name))),
        ("reads", .string("\(explanation.sources(of: row.layer)) → \(row.layer.shape)")),
        ("arithmetic", .array(facts)),
      ]
      if let twin = twins[index] { members.append(("twin", .integer(twin))) }
      return .object(members + sizes.layers[index])
    }
    return .object(sizes.members + [("layers", .array(layers))])
  }
}
