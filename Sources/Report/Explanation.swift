import Analysis
import Architecture

/// The arithmetic behind a network's numbers, with the numbers filled in.
public struct Explanation: Sendable {
  private let profile: Profile
  private let fields: [ReceptiveField]

  public init(of profile: Profile) {
    self.profile = profile
    fields = ReceptiveField.fields(of: profile.network)
  }

  /// Every layer.
  public func text(canvas: Canvas = .plain) -> String {
    profile.rows.map { lines(of: $0, canvas).joined(separator: "\n") + "\n" }.joined(separator: "\n")
  }

  /// One layer, and where asked the pixels that one of its units sees.
  ///
  /// - Throws: `Misfit` where the layer has no such unit.
  public func text(of row: Profile.Row, unit: [Int]? = nil, canvas: Canvas = .plain) throws(Misfit) -> String {
    var lines = lines(of: row, canvas)
    if let unit { lines += align(try unitLines(row, unit), canvas) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func lines(of row: Profile.Row, _ canvas: Canvas) -> [String] {
    [canvas.style.bold(head(of: row.layer))] + align(facts(of: row), canvas)
  }

  /// `conv1   conv, input 3×227×227 → 96×55×55`.
  private func head(of layer: Layer) -> String {
    "\(layer.name)   \(AnalysisColumn.words(layer.kind.kind)), \(sources(of: layer)) → \(layer.shape)"
  }

  /// Each quantity of a layer with its arithmetic, one line each; several lines of a quantity follow each other.
  func facts(of row: Profile.Row) -> [(label: String, text: String)] {
    let layer = row.layer
    var facts: [(label: String, text: String)] = []
    facts += sizes(layer).map { ("output size", $0) }
    if let parameters = parameters(layer) { facts.append(("parameters", parameters)) }
    if row.macs > 0 { facts.append(("MACs", macs(row))) }
    if row.flops > 0 { facts.append(("FLOPs", flops(row))) }
    facts += receptiveField(row).map { ("receptive field", $0) }
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
  func sources(of layer: Layer) -> String {
    zip(layer.inputs, layer.inputShapes).map { "\(profile.network.layers[$0].name) \($1)" }.joined(separator: " + ")
  }

  // MARK: Output size

  private func sizes(_ layer: Layer) -> [String] {
    let input = layer.inputShapes[0]
    switch layer.kind {
    case is FullyConnected, is RadialBasis: return ["\(layer.shape), as many as it has outputs"]
    case is GlobalAveragePooling: return ["one number for each of \(input.channels) channels, whatever the size"]
    case is AdaptiveAveragePooling:
      let extent = layer.shape.extent.map(String.init).joined(separator: "×")
      return ["\(extent) for any input; here each output averages " + regions(input, layer.shape)]
    case is Flatten:
      return ["\(input.dimensions.map(Numbers.grouped).joined(separator: "·")) = \(Numbers.grouped(input.count))"]
    case is Concatenation:
      let channels = layer.inputShapes.map { String($0.channels) }.joined(separator: " + ")
      return ["channels \(channels) = \(layer.shape.channels)"]
    default: break
    }
    let axes = zip(layer.windows, input.extent).map { Explanation.size($1, $0) }
    guard !axes.isEmpty else { return ["as its input, \(layer.shape)"] }
    if Set(axes).count == 1 { return [axes[0]] }
    return zip(["height  ", "width   "], axes).map { $0 + $1 }
  }

  private func regions(_ input: Shape, _ output: Shape) -> String {
    zip(input.extent, output.extent).map { input, output in
      let counts = Set((0..<output).map { AdaptiveAveragePooling.region($0, input: input, outputs: output).count })
      return counts.sorted().map(String.init).joined(separator: " or ")
    }.joined(separator: " × ") + " cells"
  }

  /// `(227 + 2·0 − 11)/4 + 1 = 55`, with the rounding where the division leaves a rest, and the cells that are not read.
  static func size(_ input: Int, _ window: Window) -> String {
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
      if full > output { text += ", less one that would begin in the padding = \(output)" }
    }
    if !isExact {
      text += window.rounding == .floor ? ", rounded down" : ", rounded up (the last window is clipped)"
    }
    if let unreached = try? window.unreached(input), unreached > 0 {
      let cells = "\(unreached) of \(input + window.before + window.after) cells"
      text += "; \(cells) \(unreached == 1 ? "is" : "are") reached by no window"
    }
    return text
  }

  // MARK: Parameters and operations

  private func parameters(_ layer: Layer) -> String? {
    let count = ParameterCount(of: layer)
    let total = Numbers.grouped(count.total)
    let channels = Numbers.grouped(layer.shape.channels)
    func bias(_ has: Bool) -> String { has ? " + \(channels)" : "" }
    switch layer.kind {
    case let convolution as Convolution:
      return "\(weights(layer, convolution))\(bias(convolution.hasBias)) = \(total)"
    case let connected as FullyConnected:
      return "\(Numbers.grouped(layer.inputShapes[0].count))·\(channels)\(bias(connected.hasBias)) = \(total)"
        + flattened(layer)
    case is RadialBasis:
      return "\(Numbers.grouped(layer.inputShapes[0].count))·\(channels) = \(total), fixed"
    case is Subsampling: return "\(channels) coefficients + \(channels) biases = \(total)"
    case is BatchNormalization where count.total > 0:
      return "\(channels) scales + \(channels) shifts = \(total); beside them 2·\(channels) running statistics"
    default: return count.total > 0 ? total : nil
    }
  }

  /// `11·11·3·96`, height · width · input channels · output channels.
  private func weights(_ layer: Layer, _ convolution: Convolution) -> String {
    let kernel = layer.windows.map { String($0.kernel) }.joined(separator: "·")
    if let connections = convolution.connections {
      let count = connections.reduce(0) { $0 + $1.count }
      return "\(kernel)·\(count) connected pairs of maps"
    }
    let input = Numbers.grouped(layer.inputShapes[0].channels)
    let inputs = convolution.groups == 1 ? input : "(\(input)/\(convolution.groups))"
    return "\(kernel)·\(inputs)·\(Numbers.grouped(convolution.channels))"
  }

  private func flattened(_ layer: Layer) -> String {
    let input = layer.inputShapes[0]
    guard !input.isVector else { return "" }
    return
      ", of \(input.dimensions.map(Numbers.grouped).joined(separator: "·")) = \(Numbers.grouped(input.count)) inputs"
  }

  private func macs(_ row: Profile.Row) -> String {
    let layer = row.layer
    let batch = profile.options.batch
    let images = batch == 1 ? "" : "\(batch) images · "
    guard let convolution = layer.kind as? Convolution else {
      return images + "\(Numbers.grouped(layer.inputShapes[0].count))·\(Numbers.grouped(layer.shape.channels)) = "
        + Numbers.grouped(row.macs)
    }
    let positions = layer.shape.extent.map(Numbers.grouped).joined(separator: "·")
    return "\(images)\(weights(layer, convolution)) · \(positions) positions = \(Numbers.grouped(row.macs))"
  }

  private func flops(_ row: Profile.Row) -> String {
    let arithmetic = row.arithmetic
    let parts = [
      (arithmetic.multiplyAdds, "2·", ""), (arithmetic.multiplies, "", " multiplies"), (arithmetic.adds, "", " adds"),
      (arithmetic.compares, "", " compares"), (arithmetic.divides, "", " divides"),
      (arithmetic.exponentials, "", " exponentials"),
    ].filter { $0.0 > 0 }.map { "\($0.1)\(Numbers.grouped($0.0))\($0.2)" }
    return parts.joined(separator: " + ")
      + (parts.count == 1 && row.macs == 0 ? "" : " = \(Numbers.grouped(row.flops))")
  }

  // MARK: Receptive field

  private func receptiveField(_ row: Profile.Row) -> [String] {
    let layer = row.layer
    let image = profile.network.input.extent.map(String.init).joined(separator: "×")
    guard !row.field.axes.isEmpty else { return [] }
    let before = fields[layer.inputs[0]]
    var lines: [String] = []
    if layer.inputs.count > 1 {
      let sizes = Set(layer.inputs.map { AnalysisColumn.perAxis(fields[$0].axes.map(\.size)) }).sorted()
      lines.append(
        "\(AnalysisColumn.perAxis(row.field.axes.map(\.size))), the span of its branches' \(sizes.joined(separator: ", "))"
          + (row.field.isAligned ? "" : ", which are not aligned"))
    } else if row.field.seesWholeInput {
      lines.append("the whole image of \(image), since all that arrives is read" + whole(before, row.field, layer))
    } else {
      let axes = zip(layer.windows, zip(before.axes, row.field.axes)).map { Explanation.field($0, $1.0, $1.1) }
      guard !axes.isEmpty else {
        let size = AnalysisColumn.perAxis(row.field.axes.map(\.size))
        if case .regions = layer.connectivity { return ["\(size) at most, over regions that are not evenly spaced"] }
        return ["as its input's, \(size)"]
      }
      lines += Set(axes).count == 1 ? [axes[0]] : zip(["height  ", "width   "], axes).map { $0 + $1 }
    }
    let starts = row.field.axes.compactMap(\.padding).map { signed(-$0) }
    let centers = row.field.axes.compactMap(\.center).map { signed($0) }
    if !row.field.seesWholeInput, centers.count == row.field.axes.count {
      lines.append("the first unit's begins at \(Self.place(starts)) and has its centre at \(Self.place(centers))")
    }
    return lines
  }

  /// `pixel −1`, or `row −5, column −1` where they differ.
  private static func place(_ numbers: [String]) -> String {
    if Set(numbers).count == 1 { return "pixel \(numbers[0])" }
    return zip(["row", "column"], numbers).map { "\($0) \($1)" }.joined(separator: ", ")
  }

  private func whole(_ before: ReceptiveField, _ after: ReceptiveField, _ layer: Layer) -> String {
    guard !before.seesWholeInput, let axis = before.axes.first, let stride = axis.stride,
      let size = layer.inputShapes[0].extent.first, let result = after.axes.first?.size
    else { return "" }
    return " (\(axis.size) + (\(size) − 1)·\(stride) = \(result) with padding)"
  }

  /// `11 + (5 − 1)·8 = 43, jump 8·1 = 8`.
  private static func field(_ window: Window, _ before: AxisField, _ after: AxisField) -> String {
    guard let stride = before.stride, let jump = after.stride else { return "\(Numbers.grouped(after.size)) at most" }
    return "\(before.size) + (\(window.span) − 1)·\(stride) = \(Numbers.grouped(after.size)), "
      + "jump \(stride)·\(window.stride) = \(Numbers.grouped(jump))"
  }

  private func signed(_ number: Double) -> String { number < 0 ? "−\(Numbers.plain(-number))" : Numbers.plain(number) }
  private func signed(_ number: Int) -> String { signed(Double(number)) }

  // MARK: One unit

  private func unitLines(_ row: Profile.Row, _ unit: [Int]) throws(Misfit) -> [(label: String, text: String)] {
    let layer = row.layer
    let extent = layer.shape.extent
    guard unit.count == extent.count, zip(unit, extent).allSatisfy({ (0..<$1).contains($0) }) else {
      if extent.isEmpty {
        throw Misfit("\(layer.name) is a vector: its units have no position, and see the whole image")
      }
      let range = extent.map { "0 to \($0 - 1)" }.joined(separator: ", ")
      throw Misfit("\(layer.name) has units at \(range), not at \(unit.map(String.init).joined(separator: ","))")
    }
    let index = profile.network.layers.firstIndex { $0.name == layer.name } ?? 0
    let label = "unit \(unit.map(String.init).joined(separator: ","))"
    let names = extent.count == 1 ? ["samples"] : ["rows", "columns"]
    let image = profile.network.input.extent
    var lines: [(label: String, text: String)] = []
    for (axis, field) in row.field.axes.enumerated() where axis < unit.count {
      guard let pixels = field.pixels(of: unit[axis]) else { continue }
      let before = max(0, min(-pixels.lowerBound, pixels.count))
      let after = max(0, min(pixels.upperBound - image[axis] + 1, pixels.count))
      let padding =
        before + after == 0 ? "none of it padding" : "\(before) before and \(after) after the image are padding"
      lines.append(
        (
          label,
          "\(names[axis]) \(signed(pixels.lowerBound)) to \(signed(pixels.upperBound)) of 0 to \(image[axis] - 1), \(padding)"
        ))
    }
    let exact = UnitField(of: unit, layer: index, in: profile.network)
    if let rectangle = exact.rectangle {
      let pixels = exact.axes.map { $0.reduce(0) { $0 + $1.count } }
      let spans = zip(names, rectangle).map { "\($0) \($1.lowerBound) to \($1.upperBound)" }.joined(separator: ", ")
      let product = pixels.map(Numbers.grouped).joined(separator: "·")
      lines.append((label, "pixels that change it: \(spans); \(product) = \(Numbers.grouped(pixels.reduce(1, *)))"))
    } else {
      lines.append((label, "no pixel changes it: it sees padding alone"))
    }
    return lines
  }
}
