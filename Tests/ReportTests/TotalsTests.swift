import Analysis
import Architecture
import TestSupport
import Testing

@testable import Report

/// Every total of every report added up again from the rows, as they are printed.
@Suite struct TotalsTests {
  /// Columns whose totals are sums.
  private static let summed = [
    "parameters", "weights", "biases", "trainable", "macs", "flops", "operations", "adds", "multiplies", "compares",
    "divides", "exponentials",
  ]

  @Test(arguments: familyNames, Mode.allCases)
  func markdownTotalsAreSumsOfTheirColumns(model: String, mode: Mode) throws {
    let report = AnalysisReport(
      try profile(try zoo(model), mode, convention: .deepspeed, batch: 3),
      columns: try AnalysisColumn.named(["kind"] + Self.summed).get())
    let tables = MarkdownReader.tables(in: report.text(.markdown))
    try #require(tables.count == 2)
    for table in tables {
      let rows = table.dropFirst(2).dropLast()
      let totals = try #require(table.last)
      #expect(totals[0] == "total")
      for column in totals.indices.dropFirst() where !totals[column].hasSuffix("%") {
        #expect(rows.reduce(0) { $0 + number($1[column]) } == number(totals[column]), "\(table[0][column])")
      }
    }
    // Both tables end in the same totals.
    let columns = [("parameters", 1, 1), ("MACs", 3, 5), ("FLOPs", 5, 6)]
    for (title, first, second) in columns {
      #expect([tables[0][0][first], tables[1][0][second]] == [title, title])
      #expect(tables[0].last?[first] == tables[1].last?[second])
    }
  }

  @Test(arguments: familyNames, Mode.allCases)
  func terminalTotalsAreSumsOfTheirColumns(model: String, mode: Mode) throws {
    let profile = try profile(try zoo(model), mode, convention: .ptflops)
    for column in Self.summed {
      let report = AnalysisReport(profile, columns: try AnalysisColumn.named(["layer", column]).get())
      let blocks = report.text(.table).split(separator: "\n", omittingEmptySubsequences: false).split(separator: "")
      // Under the title: the head, a name and perhaps a number for each layer, the total.
      let rows = try #require(blocks.dropFirst().first).map { $0.split(separator: " ") }
      #expect(rows.count == profile.rows.count + 2)
      #expect(rows.last?.first == "total")
      let sum = rows.dropFirst().dropLast().reduce(0) { $0 + ($1.count == 2 ? number(String($1[1])) : 0) }
      #expect(number(String(rows.last?.last ?? "")) == sum, "\(column)")
    }
  }

  @Test(arguments: familyNames, Mode.allCases)
  func jsonTotalsAreSumsOfLayersKindsAndFamilies(model: String, mode: Mode) throws {
    let json = try JSONValue(AnalysisReport(try profile(try zoo(model), mode, convention: .thop, batch: 2)).json.text)
    let layers = try #require(json["layers"]?.items)
    let totals = try #require(json["totals"])
    func sum(_ rows: [JSONValue], _ value: (JSONValue) -> JSONValue?) -> Int {
      rows.reduce(0) { $0 + (value($1)?.integer ?? 0) }
    }
    for key in ["macs", "flops", "operations", "activation_bytes", "parameters"] {
      let expected = totals[key]?.integer
      #expect(sum(layers) { key == "parameters" ? $0[key]?["total"] : $0[key] } == expected, "\(key)")
      #expect(sum(json["by_kind"]?.items ?? []) { $0[key] } == expected, "\(key)")
      #expect(sum(json["by_family"]?.items ?? []) { $0[key] } == expected, "\(key)")
    }
    #expect(sum(layers) { $0["parameters"]?["trainable"] } == totals["trainable_parameters"]?.integer)
    #expect(totals["parameter_bytes"]?.integer == totals["parameters"]?.integer.map { 4 * $0 })
    #expect(sum(json["by_kind"]?.items ?? []) { $0["layers"] } == layers.count)
    #expect(sum(json["by_family"]?.items ?? []) { $0["layers"] } == layers.count)

    for layer in layers {
      let classes = try #require(layer["arithmetic"])
      let others = classes.keys.subtracting(["multiply_adds"]).reduce(0) { $0 + (classes[$1]?.integer ?? 0) }
      #expect(layer["flops"]?.integer == 2 * (classes["multiply_adds"]?.integer ?? 0) + others)
      #expect(layer["macs"] == classes["multiply_adds"])
      guard let parameters = layer["parameters"] else { continue }
      let parts = ["weights", "biases"].reduce(0) { $0 + (parameters[$1]?.integer ?? 0) }
      #expect(parameters["total"]?.integer == parts)
    }
    for group in json["by_kind"]?.items ?? [] {
      let members = layers.filter { $0["kind"] == group["kind"] }
      for key in ["macs", "flops", "operations", "activation_bytes"] {
        #expect(sum(members) { $0[key] } == group[key]?.integer)
      }
    }
  }

  @Test(arguments: familyNames)
  func csvColumnsAddUpToTheTotalsOfTheJSON(model: String) throws {
    let profile = try profile(try zoo(model))
    let report = AnalysisReport(profile, columns: try AnalysisColumn.named(Self.summed + ["activations"]).get())
    let records = CSVReader.records(report.text(.csv))
    var selection = RowSelection()
    selection.isTotals = true
    let sums = CSVReader.records(
      AnalysisReport(profile, columns: report.columns, selection: selection).text(.csv))
    #expect(sums.last?["part"] == "total")
    let totals = try #require(try JSONValue(report.json.text)["totals"])
    #expect(records.count == profile.rows.count)
    func sum(_ column: String) -> Int { records.reduce(0) { $0 + (Int($1[column] ?? "") ?? 0) } }
    for (column, key) in [
      ("parameters", "parameters"), ("trainable", "trainable_parameters"), ("macs", "macs"), ("flops", "flops"),
      ("operations", "operations"), ("activations", "activation_bytes"),
    ] {
      #expect(sum(column) == totals[key]?.integer, "\(column)")
      let groups = sums.compactMap { $0[column].flatMap { Int($0) } }
      #expect(groups.count == profile.byFamily.count { $0.layers > 0 } + 1)
      #expect(groups.dropLast().reduce(0, +) == groups.last)
      #expect(groups.last == totals[key]?.integer)
    }
    #expect(sum("weights") + sum("biases") == sum("parameters"))
  }

  @Test func comparisonsHaveTheTotalsOfTheirNetworks() throws {
    let profiles = try familyNames.map { try profile(try zoo($0)) }
    let report = ComparisonReport(profiles)
    let csv = CSVReader.rows(report.text(.csv))
    #expect(csv[0] == ["quantity"] + familyNames)
    for (index, profile) in profiles.enumerated() {
      var group = ""
      var parts: [String: Int] = [:]
      for row in csv.dropFirst() {
        let number = Int(row[index + 1]) ?? 0
        if row[0].hasPrefix("  "), ["parameters", "MACs"].contains(group) { parts[group, default: 0] += number }
        if !row[0].hasPrefix("  ") { group = row[0] }
        switch row[0] {
        case "parameters": #expect(number == profile.totals.parameters.total)
        case "MACs": #expect(number == profile.totals.macs)
        case "layers": #expect(number == profile.rows.count)
        default: break
        }
      }
      #expect(parts == ["parameters": profile.totals.parameters.total, "MACs": profile.totals.macs])
    }
  }

  /// `1,234` or nothing.
  private func number(_ text: String) -> Int { Int(text.filter { $0 != "," }) ?? 0 }
}
