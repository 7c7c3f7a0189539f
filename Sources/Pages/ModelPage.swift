import Analysis
import Architecture
import Charts
import Report

/// The page of one network.
struct ModelPage {
  let entry: Reports.Entry
  let language: Language
  let slug: String
  private let reports: Reports

  var profile: Profile { entry.profile }
  var model: Model { entry.model }
  private var title: String { language.title(of: model) }

  init(_ reports: Reports, _ index: Int) {
    self.reports = reports
    entry = reports.entries[index]
    slug = reports.slugs[index]
    language = reports.language
  }

  var files: [ReportFile] {
    var page = MarkdownPage(path: "\(slug).md", title: title)
    page.paragraph(navigation)
    head(&page)
    summary(&page)
    shares(&page)
    layers(&page)
    diagram(&page)
    sizes(&page)
    fields(&page)
    memory(&page)
    published(&page)
    auxiliaries(&page)
    reductions(&page)
    return page.files
  }

  private var navigation: String {
    let others = reports.translations.map { "[\($0.language.name)](\($0.folder)/\(slug).md)" }
    return (["[\(language.text("page.index"))](README.md)"] + others).joined(separator: " · ")
  }

  /// A layer's name as code; markup in it means nothing there.
  private func code(_ name: String) -> String { "`\(name.replacing("`", with: "'"))`" }

  /// Where the network comes from, and how it differs from the paper.
  private func head(_ page: inout MarkdownPage) {
    var facts = language.changes(of: model).map { ["**\(MarkdownTable.escape($0))**"] } ?? []
    func add(_ label: String, _ text: String) {
      if !text.isEmpty { facts.append("**\(label)** \(MarkdownTable.escape(language.translation(of: text)))") }
    }
    add(language.text("page.paper"), model.paper)
    add(language.text("page.reference"), model.reference)
    page.list(facts)
    if !model.deviations.isEmpty {
      page.paragraph(language.text("page.deviations"))
      page.list(model.deviations.map { MarkdownTable.escape(language.translation(of: $0)) })
    }
  }

  private func summary(_ page: inout MarkdownPage) {
    page.heading(language.text("page.summary"))
    let totals = profile.totals
    let options = profile.options
    var rows: [[Table.Cell]] = []
    func add(_ label: String, _ text: String) { rows.append([.text(label), .text(text)]) }
    add(language.text("page.input"), profile.network.input.description)
    var parameters = language.grouped(totals.parameters.total)
    if totals.parameters.fixed > 0 {
      parameters += language.text("page.fixed", ["count": language.grouped(totals.parameters.fixed)])
    }
    add(language.text("charts.parameters"), parameters)
    add(language.text("charts.parameter_memory"), language.bytes(profile.parameterBytes))
    add(language.text("charts.macs"), language.grouped(totals.macs))
    add("FLOP", language.grouped(totals.flops))
    add(language.text("page.all_activations"), language.bytes(profile.memory.total))
    add(
      language.text("charts.peak_memory"),
      language.text(
        "charts.memory_peak", ["peak": language.bytes(profile.memory.peak), "layer": profile.peakLayer.name]))
    if let row = profile.lastWindowed, !row.windowedField.axes.isEmpty {
      let size = language.perAxis(row.windowedField.axes.map(\.size))
      let (input, unit) = language.inputWords(of: profile.network)
      add(
        language.text("page.largest_field", ["input": input]),
        language.text("page.field_at", ["size": size, "unit": unit, "layer": row.layer.name]))
    }
    add(language.text("page.layer_count"), language.grouped(profile.rows.count))
    add(language.text("page.depth"), language.grouped(Depth.of(profile.network)))
    let columns = [
      Table.Column("quantity", language.text("page.quantity"), .left),
      Table.Column("value", language.text("page.value"), .left),
    ]
    page.table(Table(columns: columns, rows: rows), language)
    page.paragraph(
      language.text(
        "page.setting",
        [
          "mode": options.mode == .inference ? language.text("page.inference") : language.text("page.training"),
          "batch": language.grouped(options.batch), "type": options.dataType.rawValue,
        ]))
  }

  private func shares(_ page: inout MarkdownPage) {
    page.heading(language.text("page.shares"))
    let totals = profile.totals
    let families = profile.byFamily
    if families[0].macs > 0, families[1].macs > 0 {
      page.paragraph(
        language.text(
          "page.shares_sentence",
          [
            "conv_parameters": language.percent(families[0].parameters.total, of: totals.parameters.total),
            "conv_macs": language.percent(families[0].macs, of: totals.macs),
            "fc_parameters": language.percent(families[1].parameters.total, of: totals.parameters.total),
            "fc_macs": language.percent(families[1].macs, of: totals.macs),
          ]))
    }
    let chart = ShareChart(profile: profile, language: language)
    page.picture("\(slug)-shares", chart.svg, language.text("charts.shares_title", ["model": title]))
    func row(_ name: String, _ part: KindTotals) -> [Table.Cell] {
      [
        .text(name), .count(part.parameters.total),
        .text(language.percent(part.parameters.total, of: totals.parameters.total)), .count(part.macs),
        .text(language.percent(part.macs, of: totals.macs)), .count(part.flops),
      ]
    }
    let columns = [
      Table.Column("kind", "", .left), Table.Column("parameters", language.text("charts.parameters")),
      Table.Column("share", language.text("page.share")), Table.Column("macs", language.text("charts.macs")),
      Table.Column("share", language.text("page.share")), Table.Column("flops", "FLOP"),
    ]
    page.table(
      Table(
        columns: columns, rows: zip(FamilyShare.allCases, families).map { row($0.name(language), $1) },
        footer: row(language.text("columns.total"), totals)), language)
  }

  private func layers(_ page: inout MarkdownPage) {
    page.heading(language.text("page.layers"))
    page.picture(
      "\(slug)-layers", LayerBars(profile: profile, language: language).svg,
      language.text("charts.bars_title", ["model": title]))
    page.picture(
      "\(slug)-cumulative", CumulativeChart(profile: profile, language: language).svg,
      language.text("charts.cumulative_title", ["model": title]))
    page.table(AnalysisReport(profile).table(in: language), language)
  }

  private func diagram(_ page: inout MarkdownPage) {
    page.heading(language.text("page.diagram"))
    let modules = Diagram(of: entry.training ?? profile, .modules, in: language)
    if let lines = Mermaid.lines(modules) {
      page.code(lines, "mermaid")
    } else {
      page.paragraph(language.text("page.diagram_large", ["boxes": language.grouped(modules.nodes.count)]))
    }
    guard let layout = entry.layout else { return }
    let diagram = entry.diagram(in: language)
    let svg = DiagramDrawing(diagram, layout, of: title, language).svg
    let caption = language.text("charts.diagram_title", ["model": title])
    if diagram.hasBranches {
      page.paragraph(language.text("page.diagram_branches"))
      page.picture("\(slug)-diagram", svg, caption)
    } else {
      page.link(language.text("page.diagram_picture"), "\(slug)-diagram", svg)
    }
  }

  /// How the sizes of three telling layers come about: the first convolution, the one that works most, and the layer with
  /// the most parameters or, where that is one of these, the first pooling.
  private func sizes(_ page: inout MarkdownPage) {
    let rows = profile.rows
    var chosen: [Int] = []
    func choose(_ index: Int?) {
      if let index, chosen.count < 3, !chosen.contains(index) { chosen.append(index) }
    }
    choose(rows.firstIndex { $0.layer.family == .convolution })
    choose(rows.indices.max { rows[$0].macs < rows[$1].macs })
    choose(rows.indices.max { rows[$0].parameters.total < rows[$1].parameters.total })
    choose(rows.firstIndex { $0.layer.family == .pooling && $0.layer.kind.attributes.value("kernel") != nil })
    choose(rows.firstIndex { $0.layer.family == .fullyConnected })
    guard !chosen.isEmpty else { return }
    page.heading(language.text("page.sizes"))
    page.paragraph(language.text("page.sizes_formula"))
    let explanation = Explanation(of: profile, in: language)
    for index in chosen.sorted() { page.code(explanation.plainLines(of: rows[index])) }
  }

  private func fields(_ page: inout MarkdownPage) {
    guard let svg = FieldChart(profile: profile, language: language).svg else { return }
    page.heading(language.text("page.field"))
    let input = language.inputWords(of: profile.network).input
    let smaller = profile.withinImageAgain.map(\.layer.name)
    if let row = profile.firstBeyondImage {
      page.paragraph(
        language.text(
          smaller.isEmpty ? "page.field_beyond" : "page.field_beyond_except",
          ["layer": code(row.layer.name), "input": input, "smaller": language.list(smaller.map(code))]))
    } else {
      page.paragraph(language.text("page.field_within", ["input": input]))
    }
    page.picture("\(slug)-field", svg, language.text("charts.field_title", ["model": title]))
  }

  private func memory(_ page: inout MarkdownPage) {
    page.heading(language.text("page.memory"))
    let layer = profile.peakLayer
    page.paragraph(
      language.text(
        "page.memory_sentence",
        [
          "peak": language.bytes(profile.memory.peak), "layer": code(layer.name), "shape": layer.shape.description,
          "total": language.bytes(profile.memory.total), "parameters": language.bytes(profile.parameterBytes),
        ]))
    page.picture(
      "\(slug)-memory", MemoryChart(profile: profile, language: language).svg,
      language.text("charts.memory_title", ["model": title]))
    page.paragraph(language.text("page.roofline_sentence"))
    page.picture(
      "\(slug)-roofline", RooflineChart(profile: profile, language: language).svg,
      language.text("page.roofline", ["model": title]))
  }

  private func published(_ page: inout MarkdownPage) {
    let results = PublishedCheck(of: profile, training: entry.training).results
    guard !results.isEmpty else { return }
    page.heading(language.text("page.published"))
    let rows = results.map { result -> [Table.Cell] in
      [
        .text(quantity(result.figure)), .text(number(result.figure)), .count(result.computed),
        .text(agreement(result.agreement)), .text(language.translation(of: result.figure.source)),
      ]
    }
    let columns = [
      Table.Column("quantity", language.text("page.quantity"), .left),
      Table.Column("published", language.text("page.published_number")),
      Table.Column("computed", language.text("page.computed")),
      Table.Column("agreement", language.text("page.agreement"), .left),
      Table.Column("source", language.text("page.source"), .left),
    ]
    page.table(Table(columns: columns, rows: rows), language)
  }

  private func number(_ figure: PublishedFigure) -> String {
    if figure.step == 1 { return language.grouped(figure.value) }
    let digits = figure.text.prefix { !$0.isLetter }
    let decimals = digits.split(separator: ".").dropFirst().first?.count ?? 0
    let number = Double(digits).map { language.fixed($0, decimals: decimals) } ?? String(digits)
    return number + " " + figure.text.dropFirst(digits.count)
  }

  private func quantity(_ figure: PublishedFigure) -> String {
    let name =
      switch figure.quantity {
      case .parameters: language.text("charts.parameters")
      case .trainable: language.text("page.trainable")
      case .macs: language.text("charts.macs")
      case .convMACs: language.text("page.conv_macs")
      case .field: language.text("page.field_of", ["layer": figure.layer ?? ""])
      }
    return figure.mode == .training ? language.text("page.in_training", ["quantity": name]) : name
  }

  private func agreement(_ agreement: PublishedFigure.Agreement) -> String {
    switch agreement {
    case .exact: language.text("page.exact")
    case .rounded: language.text("page.rounded")
    case .truncated: language.text("page.truncated")
    case .differs: language.text("page.differs")
    }
  }

  /// What auxiliary classifiers cost in training, and how much nearer they bring a loss to the layers below.
  private func auxiliaries(_ page: inout MarkdownPage) {
    guard let training = entry.training else { return }
    let parts = Outline(of: training, by: .blocks).parts.filter {
      training.rows[$0.rows.lowerBound].layer.auxiliary != nil
    }
    guard !parts.isEmpty else { return }
    page.heading(language.text("page.auxiliaries"))
    page.paragraph(language.text("page.auxiliaries_sentence"))
    let totals = training.totals
    let rows = parts.map { part -> [Table.Cell] in
      [
        .text(part.name), .count(part.totals.parameters.total),
        .text(language.percent(part.totals.parameters.total, of: totals.parameters.total)), .count(part.totals.macs),
        .text(language.percent(part.totals.macs, of: totals.macs)),
      ]
    }
    let sum = parts.reduce((0, 0)) { ($0.0 + $1.totals.parameters.total, $0.1 + $1.totals.macs) }
    let columns = [
      Table.Column("name", language.text("page.classifier"), .left),
      Table.Column("parameters", language.text("charts.parameters")),
      Table.Column("share", language.text("page.share")), Table.Column("macs", language.text("charts.macs")),
      Table.Column("share", language.text("page.share")),
    ]
    page.table(
      Table(
        columns: columns, rows: rows,
        footer: [
          .text(language.text("columns.total")), .count(sum.0),
          .text(language.percent(sum.0, of: totals.parameters.total)),
          .count(sum.1), .text(language.percent(sum.1, of: totals.macs)),
        ]), language)
    page.paragraph(language.text("page.paths_sentence"))
    let paths = Outline(of: training, by: .blocks).parts.compactMap { part -> [Table.Cell]? in
      let row = training.rows[part.rows.upperBound - 1]
      guard part.totals.parameters.total > 0, row.layer.auxiliary == nil, let with = row.gradientPath,
        let without = row.gradientPathWithoutAuxiliaries
      else { return nil }
      return [.text(part.name), .count(without), .count(with)]
    }
    page.table(
      Table(
        columns: [
          Table.Column("layer", language.text("page.from_layer"), .left),
          Table.Column("without", language.text("page.path_without")),
          Table.Column("with", language.text("page.path_with")),
        ], rows: paths), language)
  }

  /// What 1×1 reductions save in each module: its branches as they are, beside the naive form.
  private func reductions(_ page: inout MarkdownPage) {
    let modules = ModuleReduction.all(in: profile)
    guard let first = modules.first else { return }
    page.heading(language.text("page.reductions"))
    page.paragraph(language.text("page.reductions_sentence"))
    let columns = [
      Table.Column("branch", language.text("page.branch"), .left),
      Table.Column("naive_parameters", language.text("page.naive_parameters")),
      Table.Column("parameters", language.text("page.reduced_parameters")),
      Table.Column("naive_macs", language.text("page.naive_macs")),
      Table.Column("macs", language.text("page.reduced_macs")),
    ]
    func cells(_ name: String, _ cost: ModuleReduction.Branch) -> [Table.Cell] {
      [
        .text(name), .count(cost.naive.parameters), .count(cost.reduced.parameters), .count(cost.naive.macs),
        .count(cost.reduced.macs),
      ]
    }
    page.paragraph(
      language.text(
        first.name.isEmpty ? "page.reduction_whole" : "page.reduction_module",
        ["module": code(first.name), "naive": String(first.naiveChannels), "reduced": String(first.channels)]))
    page.table(
      Table(
        columns: columns, rows: first.branches.map { cells($0.name, $0) },
        footer: cells(language.text("columns.total"), first.total)), language)
    guard modules.count > 1 else { return }
    page.paragraph(language.text("page.reduction_all"))
    let sums = modules.reduce(into: ModuleReduction.Branch(name: "")) { $0.add($1.total) }
    page.table(
      Table(
        columns: [Table.Column("module", language.text("page.module"), .left)] + columns.dropFirst(),
        rows: modules.map { cells($0.name, $0.total) }, footer: cells(language.text("columns.total"), sums)), language)
  }
}
