import Models
import Report
import TensorFiles

/// What is known of the zoo's networks without reading them: `zoo/index.json`, which a test compares with the networks.
enum ModelIndex {
  /// - Throws: `FormatError` where the file is damaged.
  static func models() throws -> [ListDocument.Model] {
    let document = try JSONValue(parsing: Models.index)
    return (document["models"]?.items ?? []).map { model in
      ListDocument.Model(
        name: model["name"].text, family: model["family"].text, aliases: (model["aliases"]?.items ?? []).map(\.text),
        title: model["title"].text, paper: model["paper"].text, reference: model["reference"].text,
        input: (model["input"]?.items ?? []).compactMap(\.integer), layers: model["layers"]?.integer ?? 0,
        parameters: model["parameters"]?.integer ?? 0, macs: model["macs"]?.integer ?? 0,
        field: model["field"]?.integer,
        weights: (model["weights"]?.items ?? []).map { weights in
          ListDocument.Weights(
            name: weights["name"].text, top1: weights["top1"]?.real ?? 0, top5: weights["top5"]?.real ?? 0,
            size: weights["size"]?.integer, source: weights["source"].text)
        })
    }
  }
}

extension JSONValue {
  fileprivate var items: [JSONValue] {
    if case .array(let items) = self { return items }
    return []
  }

  fileprivate var text: String {
    if case .string(let text) = self { return text }
    return ""
  }

  fileprivate var integer: Int? {
    if case .number(.integer(let number)) = self { return number }
    return nil
  }

  fileprivate var real: Double? {
    guard case .number(let number) = self else { return nil }
    switch number {
    case .integer(let number): return Double(number)
    case .real(let number): return number
    }
  }
}

extension JSONValue? {
  fileprivate var text: String { self?.text ?? "" }
}
