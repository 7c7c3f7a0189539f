import ArgumentParser
import Report

/// What `zoo analyze` writes: a report in any format, or the network's model file.
enum AnalysisFormat: String, CaseIterable, ExpressibleByArgument {
  case table, markdown, json, csv, yaml

  /// The format of the report; nil for a model file.
  var report: Format? { Format(rawValue: rawValue) }
}
