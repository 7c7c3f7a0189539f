import Analysis
import Architecture
import Report

/// A network as boxes of the sizes of its outputs, from left to right, as papers draw AlexNet and VGG.
///
/// Height and depth of a box grow with the square roots of the height and width of the output, its thickness with that of the
/// channels: from 224×224×3 to 1×1×4096 all can be seen. Layers that only change numbers in their place are part of the box
/// before them.
public struct BlockDrawing {
  /// One box.
  struct Item {
    let name: String
    let kind: Kind
    let shape: Shape
    /// The rows that it stands for.
    var rows: Range<Int>
    /// The largest module around it that has several boxes and is not the whole network.
    let frame: String?
  }

  /// Which colour it has.
  enum Kind: Int, CaseIterable {
    case input, convolution, pooling, fullyConnected, other

    /// The class of its faces.
    var style: String {
      switch self {
      case .input, .other: "rest-node"
      case .convolution: "conv-node"
      case .pooling: "fourth-node"
      case .fullyConnected: "fc-node"
      }
    }

    var key: String {
      switch self {
      case .input: "page.input"
      case .convolution: "charts.conv"
      case .pooling: "charts.pooling"
      case .fullyConnected: "charts.fc"
      case .other: "charts.rest"
      }
    }
  }

  /// Boxes of one picture at most.
  public static let mostBoxes = 120
  /// Boxes that a page of a paper has room for.
  private static let mostReadable = 40

  let items: [Item]
  /// Boxes of the picture.
  public var count: Int { items.count }
  /// Outputs that a box other than the next one reads.
  let skips: [(from: Int, to: Int)]
  private let model: String
  private let language: Language

  /// - Parameter detail: whole stages, modules with branches, or every layer; nil for the most that is readable.
  public init(of profile: Profile, _ detail: Diagram.Detail? = nil, in language: Language = .english) {
    let details: [Diagram.Detail] = detail.map { [$0] } ?? [.modules, .stages]
    var items: [Item] = []
    for detail in details {
      items = BlockDrawing.items(of: profile, detail, in: language)
      if items.count <= BlockDrawing.mostReadable { break }
    }
    self.items = items
    self.language = language
    model = profile.network.model.name
    skips = BlockDrawing.skips(items, profile)
  }

  // MARK: Boxes

  private static func items(of profile: Profile, _ detail: Diagram.Detail, in language: Language) -> [Item] {
    let network = profile.network
    var items: [Item] = []
    for (index, input) in network.inputs.enumerated() {
      let title = input.name == Diagram.unnamedInput ? language.text("page.input") : input.name
      items.append(
        Item(name: title, kind: .input, shape: network.layers[index].shape, rows: 0..<0, frame: nil))
    }
    let shared = Outline.sharedDepth(of: profile.rows)
    for part in Outline(of: profile, by: detail == .stages ? .stages : .blocks).parts {
      if part.isModule, detail != .layers {
        let layer = profile.rows[part.rows.upperBound - 1].layer
        let scope = profile.rows[part.rows.lowerBound].layer.scope.dropFirst(shared).map(\.name)
        let isDense = part.byFamily[1].parameters.total > part.byFamily[0].parameters.total
        items.append(
          Item(
            name: part.name, kind: isDense ? .fullyConnected : .convolution, shape: layer.shape, rows: part.rows,
            frame: scope.first { $0 != part.name }))
        continue
      }
      for row in part.rows {
        let layer = profile.rows[row].layer
        if let last = items.indices.last, let input = layer.inputs.first,
          items[last].rows.contains(input - network.inputCount), sharesBox(layer, network)
        {
          items[last].rows = items[last].rows.lowerBound..<(row + 1)
          continue
        }
        items.append(
          Item(
            name: layer.name, kind: kind(of: layer), shape: layer.shape, rows: row..<(row + 1),
            frame: layer.scope.dropFirst(shared).first?.name))
      }
    }
    return items
  }

  /// Whether a layer is part of the box before it: it reads nothing else, and makes as many numbers of what it reads.
  private static func sharesBox(_ layer: Layer, _ network: Network) -> Bool {
    guard layer.inputs.count == 1, let input = layer.inputShapes.first else { return false }
    if layer.kind.isView(network.mode) { return true }
    return switch layer.family {
    case .activation, .normalization, .regularization, .scaling: layer.shape == input
    default: false
    }
  }

  private static func kind(of layer: Layer) -> Kind {
    switch layer.family {
    case .convolution: .convolution
    case .fullyConnected: .fullyConnected
    case .pooling: .pooling
    default: .other
    }
  }

  /// What joins boxes that do not stand beside each other.
  private static func skips(_ items: [Item], _ profile: Profile) -> [(from: Int, to: Int)] {
    let network = profile.network
    var box = Array(repeating: 0, count: network.layers.count)
    for index in 0..<network.inputCount { box[index] = index }
    for (index, item) in items.enumerated() {
      for row in item.rows { box[row + network.inputCount] = index }
    }
    var seen: Set<[Int]> = []
    var skips: [(from: Int, to: Int)] = []
    for (index, layer) in network.layers.enumerated() {
      for input in layer.inputs where box[index] - box[input] > 1 {
        if seen.insert([box[input], box[index]]).inserted { skips.append((box[input], box[index])) }
      }
    }
    return skips
  }

  // MARK: Drawing

  private static let margin = 24.0
  private static let gap = 13.0
  /// Pixels of a square root of 1 at most.
  private static let scale = (side: 24.0, channels: 2.2)
  /// How far depth leads to the right and upwards, of each pixel.
  private static let slant = (x: 0.42, y: 0.30)
  private static let least = (thickness: 3.0, side: 9.0)
  /// The tallest box, but for its depth, and the thickest one.
  private static let most = (side: 190.0, thickness: 56.0)
  private static let longestName = 120.0
  /// Between the last box of a frame and the first one of another.
  private static let frameGap = 22.0

  private struct Box {
    let x: Double
    let thickness: Double
    let height: Double
    let depth: Double

    var offset: (x: Double, y: Double) { (depth * slant.x, depth * slant.y) }
    var right: Double { x + thickness + offset.x }
  }

  /// The picture; nil for more boxes than one can take in.
  public var svg: String? {
    guard items.count <= BlockDrawing.mostBoxes else { return nil }
    let side = items.flatMap(\.shape.extent).max() ?? 1
    // The tallest box has a height of its own; the others are to its scale.
    let unit = min(BlockDrawing.scale.side, BlockDrawing.most.side / Double(side).squareRoot())
    let channels = Double(items.map(\.shape.channels).max() ?? 1)
    let boxes = place(unit, min(BlockDrawing.scale.channels, BlockDrawing.most.thickness / channels.squareRoot()))
    let title = language.text("charts.blocks_title", ["model": model])
    let right = boxes.map(\.right).max() ?? 0
    let legendWidth = legend.reduce(0) { $0 + 36 + TextWidth.of($1.name, "label") }
    let width = max(right, legendWidth, min(TextWidth.of(title, "title"), 520)) + 2 * BlockDrawing.margin
    let note = TextWidth.lines(
      language.text("charts.blocks_scale"), "small muted", width: width - 2 * BlockDrawing.margin)
    let tallest = boxes.map { $0.height + $0.offset.y }.max() ?? 0
    let frames = frames
    let arcs = arcHeights(boxes)
    let top = 74 + (frames.isEmpty ? 0 : 32) + (arcs.values.max() ?? 0)
    let middle = top + tallest / 2
    let bottom = middle + tallest / 2
    let names = items.map { TextWidth.fit($0.name, "small", width: BlockDrawing.longestName) }
    let nameHeight = (names.map { TextWidth.of($0, "small") }.max() ?? 0) * 0.62 + 14
    let height = bottom + 40 + nameHeight + 18 + Double(note.count) * 15 + 12
    let description = language.text(
      "charts.blocks_description", count: items.count,
      ["first": items.first?.shape.description ?? "", "last": items.last?.shape.description ?? ""])
    var svg = SVG(width: width.rounded(.up), height: height.rounded(.up), title: title, description: description)
    svg.rules = BlockDrawing.rules
    svg.heading()
    svg.legend(legend, BlockDrawing.margin, 52)
    draw(arcs, boxes, middle, &svg)
    draw(frames, boxes, middle, &svg)
    for (index, box) in boxes.enumerated() { draw(items[index], box, middle, &svg) }
    label(boxes, middle, &svg)
    for (name, box) in zip(names, boxes) {
      let x = box.x + box.thickness / 2
      svg.line(x, below(box, middle) + 18, x, bottom + 28, "grid")
      svg.text(name, x + 3, bottom + 40, "small", anchor: .end, angle: -38)
    }
    for (index, line) in note.enumerated() {
      svg.text(line, BlockDrawing.margin, height - 14 - Double(note.count - 1 - index) * 15, "small muted")
    }
    return svg.text
  }

  /// Shades of the faces that light falls on, and that it does not.
  private static let rules = """
    .conv-node,.fc-node,.rest-node,.fourth-node{stroke-width:.8;stroke-linejoin:round}
    .lit{fill:#ffffff;fill-opacity:.35;stroke:none}
    .unlit{fill:#000000;fill-opacity:.12;stroke:none}
    .skip{fill:none;stroke-width:1.2;stroke:#818b98}
    """

  private var legend: [(style: String, name: String)] {
    Kind.allCases.filter { kind in kind != .input && items.contains { $0.kind == kind } }.map {
      ($0.style, language.text($0.key))
    }
  }

  /// Thickness by channels, height and depth by the sizes of the output; each to the right of the one before it, as far as
  /// the texts below need.
  private func place(_ unit: Double, _ channelUnit: Double) -> [Box] {
    let frames = frames
    var boxes: [Box] = []
    var x = BlockDrawing.margin
    for (index, item) in items.enumerated() {
      let extent = item.shape.extent
      let height = max(BlockDrawing.least.side, Double(extent.first ?? 1).squareRoot() * unit)
      let depth =
        extent.count < 2 ? BlockDrawing.least.side : max(BlockDrawing.least.side, Double(extent[1]).squareRoot() * unit)
      let thickness = max(
        BlockDrawing.least.thickness, Double(item.shape.channels).squareRoot() * channelUnit)
      if index > 0, let last = boxes.last {
        let texts = (TextWidth.of(channels(index - 1), "small") + TextWidth.of(channels(index), "small")) / 2 + 6
        let apart = last.x + last.thickness / 2 + max(22, texts) - thickness / 2
        // A box that is smaller may stand in the corner that the depth of the one before leaves free.
        let free =
          last.x + last.thickness + BlockDrawing.gap
          + (height < last.height ? last.offset.x * 0.55 : last.offset.x * 0.8)
        x = max(apart, free)
        let isApart = frames.contains { $0.first == index || $0.last == index - 1 }
        if isApart { x = max(x, last.right + BlockDrawing.frameGap) }
        if isApart || startsRun(index), let start = runStart(before: index) {
          // The size above the run before needs its room.
          let needed = boxes[start].x + boxes[start].offset.x + TextWidth.of(size(of: items[start]), "small") + 10
          x = max(x, isApart ? needed + 14 : needed - depth * BlockDrawing.slant.x)
        }
      }
      boxes.append(Box(x: x, thickness: thickness, height: height, depth: depth))
    }
    // Slanted names begin to the left of their boxes.
    let overhang = zip(items, boxes).map { item, box in
      min(BlockDrawing.longestName, TextWidth.of(item.name, "small")) * 0.79 + 8 - box.x - box.thickness / 2
    }
    let shift = max(0, overhang.max() ?? 0)
    return boxes.map { Box(x: $0.x + shift, thickness: $0.thickness, height: $0.height, depth: $0.depth) }
  }

  private func channels(_ index: Int) -> String { String(items[index].shape.channels) }

  /// `224×224`; nothing for a vector.
  private func size(of item: Item) -> String { item.shape.extent.map(String.init).joined(separator: "×") }

  /// Whether its height and width are others than those of the box before it.
  private func startsRun(_ index: Int) -> Bool {
    index == 0 || items[index].shape.extent != items[index - 1].shape.extent
  }

  private func runStart(before index: Int) -> Int? { (0..<index).last { startsRun($0) } }

  private func below(_ box: Box, _ middle: Double) -> Double { middle + box.height / 2 + box.offset.y / 2 }

  private func draw(_ item: Item, _ box: Box, _ middle: Double, _ svg: inout SVG) {
    let (left, right) = (box.x, box.x + box.thickness)
    let bottom = below(box, middle)
    let top = bottom - box.height
    let (dx, dy) = box.offset
    let style = item.kind.style
    let above = [(left, top), (left + dx, top - dy), (right + dx, top - dy), (right, top)]
    let beside = [(right, top), (right + dx, top - dy), (right + dx, bottom - dy), (right, bottom)]
    svg.rect(left, top, box.thickness, box.height, style)
    svg.polygon(above, style)
    svg.polygon(above, "lit")
    svg.polygon(beside, style)
    svg.polygon(beside, "unlit")
  }

  /// Channels below each box, height and width above the first of each run.
  private func label(_ boxes: [Box], _ middle: Double, _ svg: inout SVG) {
    for (index, box) in boxes.enumerated() {
      svg.text(
        channels(index), box.x + box.thickness / 2, below(box, middle) + 14, "small value halo", anchor: .middle)
      let size = size(of: items[index])
      if startsRun(index), !size.isEmpty {
        svg.text(
          size, box.x + box.offset.x, below(box, middle) - box.height - box.offset.y - 6, "small muted value halo")
      }
    }
  }

  // MARK: Frames

  /// Runs of several boxes of one module.
  private var frames: [(name: String, first: Int, last: Int)] {
    var frames: [(name: String, first: Int, last: Int)] = []
    for (index, item) in items.enumerated() {
      guard let name = item.frame else { continue }
      if let last = frames.last, last.name == name, last.last == index - 1 {
        frames[frames.count - 1].last = index
      } else {
        frames.append((name, index, index))
      }
    }
    return frames.filter { $0.last > $0.first && ($0.last - $0.first + 1 < items.count - 1) }
  }

  private func draw(
    _ frames: [(name: String, first: Int, last: Int)], _ boxes: [Box], _ middle: Double, _ svg: inout SVG
  ) {
    for frame in frames {
      let inside = boxes[frame.first...frame.last]
      let top = (inside.map { below($0, middle) - $0.height - $0.offset.y }.min() ?? 0) - 22
      let bottom = (inside.map { below($0, middle) }.max() ?? 0) + 20
      let left = leftEdge(frame.first, boxes) - 6
      var right = (inside.last?.right ?? 0) + 4
      // The sizes above the boxes are inside too.
      for index in frame.first...frame.last where startsRun(index) {
        let box = boxes[index]
        right = max(right, box.x + box.offset.x + TextWidth.of(size(of: items[index]), "small") + 4)
      }
      svg.rect(left, top, right - left, bottom - top, "group", radius: 5)
      svg.text(
        TextWidth.fit(frame.name, "strong small muted", width: max(40, right - left)), left, top - 6,
        "strong small muted halo")
    }
  }

  /// Of a box and the number below it.
  private func leftEdge(_ index: Int, _ boxes: [Box]) -> Double {
    let box = boxes[index]
    return min(box.x, box.x + box.thickness / 2 - TextWidth.of(channels(index), "small") / 2)
  }

  // MARK: Skips

  /// How high above the boxes each arc runs, so that nested ones do not touch.
  private func arcHeights(_ boxes: [Box]) -> [Int: Double] {
    var heights: [Int: Double] = [:]
    for (index, skip) in skips.enumerated() { heights[index] = min(60, 14 + 5 * Double(skip.to - skip.from)) }
    return heights
  }

  private func draw(_ arcs: [Int: Double], _ boxes: [Box], _ middle: Double, _ svg: inout SVG) {
    for (index, skip) in skips.enumerated() {
      let (from, to) = (boxes[skip.from], boxes[skip.to])
      func crown(_ box: Box) -> (x: Double, y: Double) {
        (box.x + box.thickness / 2 + box.offset.x / 2, below(box, middle) - box.height - box.offset.y / 2)
      }
      let (start, end) = (crown(from), crown(to))
      let high = (boxes[skip.from...skip.to].map { below($0, middle) - $0.height - $0.offset.y }.min() ?? 0) - 4
      let peak = high - (arcs[index] ?? 14)
      svg.path(
        "M\(SVG.number(start.x)) \(SVG.number(start.y))C\(SVG.number(start.x)) \(SVG.number(peak)) "
          + "\(SVG.number(end.x)) \(SVG.number(peak)) \(SVG.number(end.x)) \(SVG.number(end.y))", "skip")
    }
  }
}
