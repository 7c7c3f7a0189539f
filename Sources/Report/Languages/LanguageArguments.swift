import Architecture

/// Arguments of layers as a language writes them.
extension Language {
  /// What an argument is called: as the column of that name, else as in a model file, where it is the same in all languages.
  func argument(_ name: String) -> String {
    if name == "bias" { return text("comparison.bias") }
    let key = "columns.\(name)"
    let title = text(key)
    return title == key ? name : title
  }

  /// The value of an argument: `2`, `[2, 3]`, `0.75`, `yes`.
  func text(_ value: Attribute.Value) -> String {
    switch value {
    case .integer(let number): grouped(number)
    case .number(let number): exact(number)
    case .boolean(let flag): text(flag ? "comparison.yes" : "comparison.no")
    case .word, .integers, .numbers, .pairs, .table: value.description
    }
  }

  /// With as few digits as tell it from every other number: `1.5`, `1e-5`.
  func exact(_ number: Double) -> String { numbers.exact(number) }

  /// `conv 11×11 stride 4`.
  package func arguments(of layer: Layer) -> String {
    var words = AnalysisColumn.words(layer.kind.name)
    let kernel = AnalysisColumn.kernel(layer)
    if !kernel.isEmpty { words += " \(kernel)" }
    let strides = layer.windows.map(\.stride)
    if strides.contains(where: { $0 != 1 }) { words += " \(text("columns.stride")) \(perAxis(strides))" }
    let padding = AnalysisColumn.padding(layer.windows)
    if !padding.isEmpty { words += " \(text("columns.pad")) \(padding)" }
    if layer.family == .convolution, case .integer(let groups) = layer.kind.attributes.value("groups"), groups > 1 {
      words += " \(text("columns.groups")) \(groups)"
    }
    return words
  }
}
