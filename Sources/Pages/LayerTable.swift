import Analysis
import Report

/// The table of all layers in the words of a language.
struct LayerTable {
  let profile: Profile
  let language: Language

  var table: Table {
    let report = AnalysisReport(profile)
    var table = report.table
    table.columns = table.columns.map { column in
      Table.Column(column.id, language.text("columns.\(column.id)"), column.alignment, importance: column.importance)
    }
    let field = report.columns.firstIndex { $0.column.id == "field" }
    let kind = report.columns.firstIndex { $0.column.id == "kind" }
    let activations = report.columns.firstIndex { $0.column.id == "activations" }
    if let field {
      for (index, row) in profile.rows.enumerated() where row.field.seesWholeInput {
        table.rows[index][field] = .text(language.text("columns.image"))
      }
    }
    if let kind { table.footer?[kind] = .text(language.text("columns.total")) }
    if let activations {
      table.footer?[activations] = .text(language.text("columns.peak", ["bytes": language.bytes(profile.memory.peak)]))
    }
    return table
  }
}
