import Analysis
import Architecture

/// The arithmetic behind a network's numbers, with the numbers filled in.
public struct Explanation: Sendable {
  private let profile: Profile
  private let language: Language
  private let fields: [ReceptiveField]

  public init(of profile: Profile, in language: Language = .english) {
    self.profile = profile
    self.language = language
    fields = ReceptiveField.fields(of: profile.network)
  }

  /// Every layer.
  public func text(canvas: Canvas = .plain) -> String {
    profile.rows.map { lines(of: $0, canvas).joined(separator: "\n") + "\n" }.joined(separator: "\n")
  }

  /// One layer, and where asked the pixels that one of its units sees.
  ///
  /// - Throws: `UnitError` where the layer has no such unit.
  public func text(of row: Profile.Row, unit: [Int]? = nil, canvas: Canvas = .plain) throws(UnitError) -> String {
    var lines = lines(of: row, canvas)
    if let unit { lines += align(try unitLines(row, unit), canvas) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A layer's head and facts without emphasis.
  package func plainLines(of row: Profile.Row) -> [String] { lines(of: row, .plain) }

  private func lines(of row: Profile.Row, _ canvas: Canvas) -> [String] {
    [canvas.style.bold(head(of: row.layer))] + align(facts(of: row), canvas)
  }

  /// `conv1   conv, input 3×227×227 → 96×55×55`.
  private func head(of layer: Layer) -> String {
    "\(layer.name)   \(AnalysisColumn.words(layer.kind.name)), \(sources(of: layer)) → \(layer.shape)"
  }

  /// Each quantity of a layer with its arithmetic, one line each; several lines of a quantity follow each other.
  package func facts(of row: Profile.Row) -> [(label: String, text: String)] {
    let layer = row.layer
    var facts: [(label: String, text: String)] = []
    facts += sizes(layer).map { (language.text("explain.size"), $0) }
    if let parameters = parameters(layer) { facts.append((language.text("explain.parameters"), parameters)) }
    if row.macs > 0 { facts.append((language.text("explain.macs"), macs(row))) }
    if row.flops > 0 { facts.append((language.text("explain.flops"), flops(row))) }
    facts += receptiveField(row).map { (language.text("explain.field"), $0) }
    return facts
  }

  /// Labels in a column, each shown once.
  private func align(_ facts: [(label: String, text: String)], _ canvas: Canvas) -> [String] {
    var previous = ""
    return facts.map { label, text in
      let shown = label == previous ? "" : label
      previous = label
      let blanks = String(repeating: " ", count: max(1, 18 - shown.count))
      return "  " + canvas.style.dim(shown) + blanks + text
    }
  }

  /// What it reads, with sizes: `pool1 96×27×27`.
  package func sources(of layer: Layer) -> String {
    zip(layer.inputs, layer.inputShapes).map { "\(profile.network.layers[$0].name) \($1)" }.joined(separator: " + ")
  }

  // MARK: Output size

  private func sizes(_ layer: Layer) -> [String] {
    let input = layer.inputShapes[0]
    switch layer.kind {
    case is FullyConnected, is RadialBasis:
      return [language.text("explain.outputs", ["shape": layer.shape.description])]
    case is GlobalAveragePooling:
      return [language.text("explain.global_pooling", ["channels": language.grouped(input.channels)])]
    case is AdaptiveAveragePooling:
      let extent = layer.shape.extent.map(String.init).joined(separator: "×")
      return [language.text("explain.adaptive_pooling", ["size": extent, "cells": regions(input, layer.shape)])]
    case is Flatten:
      return ["\(input.dimensions.map(language.grouped).joined(separator: "·")) = \(language.grouped(input.count))"]
    case is Concatenation:
      let channels = layer.inputShapes.map { String($0.channels) }.joined(separator: " + ")
      return [language.text("explain.channels", ["sum": "\(channels) = \(layer.shape.channels)"])]
    default: break
    }
    let axes = zip(layer.windows, input.extent).map { size($1, $0) }
    guard !axes.isEmpty else { return [language.text("explain.same_size", ["shape": layer.shape.description])] }
    if Set(axes).count == 1 { return [axes[0]] }
    return perAxis(axes)
  }

  private func regions(_ input: Shape, _ output: Shape) -> String {
    zip(input.extent, output.extent).map { input, output in
      let counts = Set((0..<output).map { AdaptiveAveragePooling.region($0, input: input, outputs: output).count })
      return counts.sorted().map(String.init).joined(separator: " \(language.text("explain.or")) ")
    }.joined(separator: " × ")
  }

  /// Lines for the height and for the width.
  private func perAxis(_ axes: [String]) -> [String] {
    zip([language.text("explain.height"), language.text("explain.width")], axes).map { name, text in
      name + String(repeating: " ", count: max(1, 8 - name.count)) + text
    }
  }

  /// `(227 + 2·0 − 11)/4 + 1 = 55`, with the rounding where the division leaves a rest, and the cells that are not read.
  private func size(_ input: Int, _ window: Window) -> String {
    let padding =
      window.before == window.after ? "2·\(window.before)" : "\(window.before) + \(window.after)"
    let span = window.dilation == 1 ? "\(window.kernel)" : "((\(window.kernel) − 1)·\(window.dilation) + 1)"
    let room = input + window.before + window.after - window.span
    let quotient = "(\(input) + \(padding) − \(span))/\(window.stride)"
    let output = (try? window.outputSize(input)) ?? 0
    let isExact = room % window.stride == 0
    var text: String
    switch window.rounding {
    case _ where isExact: text = "\(quotient) + 1 = \(output)"
    case .floor: text = "⌊\(quotient)⌋ + 1 = \(output)"
    case .ceil:
      let full = (room + window.stride - 1) / window.stride + 1
      text = "⌈\(quotient)⌉ + 1 = \(full)"
      if full > output { text += ", " + language.text("explain.clipped", ["size": String(output)]) }
    }
    if !isExact {
      text += ", " + (window.rounding == .floor ? language.text("explain.floor") : language.text("explain.ceil"))
    }
    if let unreached = try? window.unreached(input), unreached > 0 {
      let cells = language.grouped(input + window.before + window.after)
      text += "; " + language.text("explain.unreached", count: unreached, ["cells": cells])
    }
    return text
  }

  // MARK: Parameters and operations

  private func parameters(_ layer: Layer) -> String? {
    let count = ParameterCount(of: layer)
    let total = language.grouped(count.total)
    let channels = language.grouped(layer.shape.channels)
    func bias(_ has: Bool) -> String { has ? " + \(channels)" : "" }
    switch layer.kind {
    case let convolution as Convolution:
      return "\(weights(layer, convolution))\(bias(convolution.hasBias)) = \(total)"
    case let connected as FullyConnected:
      return "\(language.grouped(layer.inputShapes[0].count))·\(channels)\(bias(connected.hasBias)) = \(total)"
        + flattened(layer)
    case is RadialBasis:
      return "\(language.grouped(layer.inputShapes[0].count))·\(channels) = \(total), " + language.text("explain.fixed")
    case is Subsampling: return language.text("explain.subsampling", ["channels": channels, "total": total])
    case is BatchNormalization where count.total > 0:
      return language.text("explain.batch_normalization", ["channels": channels, "total": total])
    default: return count.total > 0 ? total : nil
    }
  }

  /// `11·11·3·96`, height · width · input channels · output channels.
  private func weights(_ layer: Layer, _ convolution: Convolution) -> String {
    let kernel = layer.windows.map { String($0.kernel) }.joined(separator: "·")
    if let connections = convolution.connections {
      let count = connections.reduce(0) { $0 + $1.count }
      return language.text("explain.connections", ["kernel": kernel, "pairs": String(count)])
    }
    let input = language.grouped(layer.inputShapes[0].channels)
    let inputs = convolution.groups == 1 ? input : "(\(input)/\(convolution.groups))"
    return "\(kernel)·\(inputs)·\(language.grouped(convolution.channels))"
  }

  private func flattened(_ layer: Layer) -> String {
    let input = layer.inputShapes[0]
    guard !input.isVector else { return "" }
    let product = "\(input.dimensions.map(language.grouped).joined(separator: "·")) = \(language.grouped(input.count))"
    return ", " + language.text("explain.inputs", ["product": product])
  }

  private func macs(_ row: Profile.Row) -> String {
    let layer = row.layer
    let batch = profile.options.batch
    let images = batch == 1 ? "" : language.text("explain.images", ["batch": String(batch)]) + " · "
    guard let convolution = layer.kind as? Convolution else {
      return images + "\(language.grouped(layer.inputShapes[0].count))·\(language.grouped(layer.shape.channels)) = "
        + language.grouped(row.macs)
    }
    let positions = layer.shape.extent.map(language.grouped).joined(separator: "·")
    return "\(images)\(weights(layer, convolution)) · \(language.text("explain.positions", ["count": positions]))"
      + " = \(language.grouped(row.macs))"
  }

  private func flops(_ row: Profile.Row) -> String {
    let arithmetic = row.arithmetic
    let parts = [
      (arithmetic.multiplyAdds, "2·", ""), (arithmetic.multiplies, "", language.text("explain.multiplies")),
      (arithmetic.adds, "", language.text("explain.adds")),
      (arithmetic.compares, "", language.text("explain.compares")),
      (arithmetic.divides, "", language.text("explain.divides")),
      (arithmetic.exponentials, "", language.text("explain.exponentials")),
    ].filter { $0.0 > 0 }.map { "\($0.1)\(language.grouped($0.0))" + ($0.2.isEmpty ? "" : " \($0.2)") }
    return parts.joined(separator: " + ")
      + (parts.count == 1 && row.macs == 0 ? "" : " = \(language.grouped(row.flops))")
  }

  // MARK: Receptive field

  private func receptiveField(_ row: Profile.Row) -> [String] {
    let layer = row.layer
    let image = profile.network.input.extent.map(String.init).joined(separator: "×")
    guard !row.field.axes.isEmpty else { return [] }
    let before = fields[layer.inputs[0]]
    var lines: [String] = []
    if layer.inputs.count > 1 {
      let sizes = Set(layer.inputs.map { language.perAxis(fields[$0].axes.map(\.size)) }).sorted()
      let size = language.perAxis(row.field.axes.map(\.size))
      lines.append(
        language.text("explain.branches", ["size": size, "sizes": sizes.joined(separator: ", ")])
          + (row.field.isAligned ? "" : ", " + language.text("explain.misaligned")))
    } else if row.field.seesWholeInput {
      lines.append(language.text("explain.whole", ["image": image]) + whole(before, row.field, layer))
    } else {
      let axes = zip(layer.windows, zip(before.axes, row.field.axes)).map { field($0, $1.0, $1.1) }
      guard !axes.isEmpty else {
        let size = language.perAxis(row.field.axes.map(\.size))
        if case .axes = layer.connectivity { return [language.text("explain.regions", ["size": size])] }
        return [language.text("explain.same_field", ["size": size])]
      }
      lines += Set(axes).count == 1 ? [axes[0]] : perAxis(axes)
    }
    let starts = row.field.axes.compactMap(\.padding).map { signed(-$0) }
    let centers = row.field.axes.compactMap(\.center).map { signed($0) }
    if !row.field.seesWholeInput, centers.count == row.field.axes.count {
      lines.append(language.text("explain.first_unit", ["start": place(starts), "center": place(centers)]))
    }
    return lines
  }

  /// `pixel −1`, or `row −5, column −1` where they differ.
  private func place(_ numbers: [String]) -> String {
    if Set(numbers).count == 1 { return "\(language.text("explain.pixel")) \(numbers[0])" }
    let names = [language.text("explain.row"), language.text("explain.column")]
    return zip(names, numbers).map { "\($0) \($1)" }.joined(separator: ", ")
  }

  private func whole(_ before: ReceptiveField, _ after: ReceptiveField, _ layer: Layer) -> String {
    guard !before.seesWholeInput, let axis = before.axes.first, let stride = axis.stride,
      let size = layer.inputShapes[0].extent.first, let result = after.axes.first?.size
    else { return "" }
    return " (\(axis.size) + (\(size) − 1)·\(stride) = \(result) \(language.text("explain.with_padding")))"
  }

  /// `11 + (5 − 1)·8 = 43, jump 8·1 = 8`.
  private func field(_ window: Window, _ before: AxisField, _ after: AxisField) -> String {
    guard let stride = before.stride, let jump = after.stride else {
      return language.text("explain.at_most", ["size": language.grouped(after.size)])
    }
    return "\(before.size) + (\(window.span) − 1)·\(stride) = \(language.grouped(after.size)), "
      + "\(language.text("explain.jump")) \(stride)·\(window.stride) = \(language.grouped(jump))"
  }

  private func signed(_ number: Double) -> String {
    number < 0 ? "−\(language.plain(-number))" : language.plain(number)
  }
  private func signed(_ number: Int) -> String { signed(Double(number)) }

  // MARK: One unit

  private func unitLines(_ row: Profile.Row, _ unit: [Int]) throws(UnitError) -> [(label: String, text: String)] {
    let layer = row.layer
    let extent = layer.shape.extent
    guard unit.count == extent.count, zip(unit, extent).allSatisfy({ (0..<$1).contains($0) }) else {
      if extent.isEmpty { throw UnitError(language.text("explain.vector", ["layer": layer.name])) }
      let ranges = extent.map { language.text("explain.range", ["from": "0", "to": String($0 - 1)]) }
      throw UnitError(
        language.text(
          "explain.no_unit",
          [
            "layer": layer.name, "ranges": ranges.joined(separator: ", "),
            "unit": unit.map(String.init).joined(separator: ","),
          ]))
    }
    let index = profile.network.layers.firstIndex { $0.name == layer.name } ?? 0
    let label = language.text("explain.unit", ["unit": unit.map(String.init).joined(separator: ",")])
    let names = extent.count == 1 ? ["explain.samples"] : ["explain.rows", "explain.columns"]
    let image = profile.network.input.extent
    var lines: [(label: String, text: String)] = []
    func span(_ axis: Int, _ range: ClosedRange<Int>) -> String {
      language.text(names[axis], ["from": signed(range.lowerBound), "to": signed(range.upperBound)])
    }
    for (axis, field) in row.field.axes.enumerated() where axis < unit.count {
      guard let pixels = field.pixels(of: unit[axis]) else { continue }
      let before = max(0, min(-pixels.lowerBound, pixels.count))
      let after = max(0, min(pixels.upperBound - image[axis] + 1, pixels.count))
      let padding =
        before + after == 0
        ? language.text("explain.no_padding")
        : language.text("explain.padding", ["before": String(before), "after": String(after)])
      let values: KeyValuePairs = ["span": span(axis, pixels), "last": String(image[axis] - 1), "padding": padding]
      lines.append((label, language.text("explain.pixels", values)))
    }
    let exact = UnitField(of: unit, layer: index, in: profile.network)
    if let rectangle = exact.rectangle {
      let pixels = exact.axes.map { $0.reduce(0) { $0 + $1.count } }
      let product = pixels.map(language.grouped).joined(separator: "·")
      let values: KeyValuePairs = [
        "spans": rectangle.enumerated().map { span($0, $1) }.joined(separator: ", "),
        "product": "\(product) = \(language.grouped(pixels.reduce(1, *)))",
      ]
      lines.append((label, language.text("explain.exact", values)))
    } else {
      lines.append((label, language.text("explain.padding_alone")))
    }
    return lines
  }
}

/// A unit that a layer does not have.
public struct UnitError: Error, Equatable, Sendable {
  /// One sentence for the user.
  public let message: String

  init(_ message: String) { self.message = message }
}
