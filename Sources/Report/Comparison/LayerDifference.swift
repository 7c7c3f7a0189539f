import Analysis
import Architecture

/// One thing in which two layers that stand for each other differ.
package struct LayerDifference: Hashable, Sendable {
  /// What differs: an argument as in a model file, or a column of the table of layers.
  package let name: String
  /// Nil where a layer has none.
  package let first: Attribute.Value?
  package let second: Attribute.Value?

  /// All differences of two layers: their arguments, what follows for their windows, their sizes and parameters. The names
  /// do not count, nor how a padding is spelt that comes to the same.
  package static func all(_ first: Layer, _ second: Layer) -> [LayerDifference] {
    var differences: [LayerDifference] = []
    func add(_ name: String, _ a: Attribute.Value?, _ b: Attribute.Value?) {
      if a != b { differences.append(LayerDifference(name: name, first: a, second: b)) }
    }
    add("kind", .word(first.kind.name), .word(second.kind.name))
    let arguments = (arguments(of: first), arguments(of: second))
    let names = arguments.0.map(\.name) + arguments.1.map(\.name).filter { arguments.0.value($0) == nil }
    for name in names { add(name, arguments.0.value(name), arguments.1.value(name)) }
    func perAxis(_ name: String, _ value: (Window) -> Int) {
      add(name, list(first.windows.map(value)), list(second.windows.map(value)))
    }
    add("kernel", word(AnalysisColumn.kernel(first)), word(AnalysisColumn.kernel(second)))
    perAxis("stride", \.stride)
    add("pad", word(AnalysisColumn.padding(first.windows)), word(AnalysisColumn.padding(second.windows)))
    perAxis("dilation", \.dilation)
    // Of windows that go on by one cell nothing is left over.
    if first.windows.count == second.windows.count, first.windows.contains(where: { $0.stride > 1 }) {
      add(
        "rounding", first.windows.first.map { .word($0.rounding.rawValue) },
        second.windows.first.map { .word($0.rounding.rawValue) })
    }
    add("output", .word(first.shape.description), .word(second.shape.description))
    add(
      "parameters", .integer(ParameterCount(of: first).total), .integer(ParameterCount(of: second).total))
    return differences
  }

  /// Arguments that neither the windows nor the output say.
  private static func arguments(of layer: Layer) -> [Attribute] {
    var said: Set<String> = ["channels", "outputs", "output"]
    if !layer.windows.isEmpty { said.formUnion(["kernel", "stride", "pad", "dilation", "rounding"]) }
    // The window over channels stands in the column of kernels.
    if layer.family == .normalization { said.insert("size") }
    return layer.kind.attributes.filter { !said.contains($0.name) }
  }

  private static func word(_ text: String) -> Attribute.Value? { text.isEmpty ? nil : .word(text) }

  /// One number where all axes have the same.
  private static func list(_ numbers: [Int]) -> Attribute.Value? {
    if numbers.isEmpty { return nil }
    return Set(numbers).count == 1 ? .integer(numbers[0]) : .word(numbers.map(String.init).joined(separator: "×"))
  }

  /// `pad 0 → 2`.
  package func text(in language: Language) -> String {
    let label = language.argument(name)
    switch (first, second) {
    case (.table, .table): return language.text("comparison.connections")
    case (.numbers(let a), .numbers(let b)) where max(a.count, b.count) > 4:
      return language.text("comparison.numbers", ["name": label])
    default: break
    }
    let values = [first, second].map { $0.map(language.text) ?? language.text("comparison.none") }
    return "\(label) \(values[0]) → \(values[1])"
  }
}

extension LayerAlignment.Pair {
  /// What differs; empty where one layer has no counterpart.
  package var differences: [LayerDifference] {
    guard let first = first?.layer, let second = second?.layer else { return [] }
    return LayerDifference.all(first, second)
  }

  /// Whether both are there with equal arguments and sizes.
  package var isSame: Bool { first != nil && second != nil && differences.isEmpty }

  /// What differs: `groups 2 → 1, pad 0 → 2`.
  package func difference(in language: Language) -> String {
    if first == nil { return language.text("comparison.only_second") }
    if second == nil { return language.text("comparison.only_first") }
    return differences.map { $0.text(in: language) }.joined(separator: ", ")
  }
}
