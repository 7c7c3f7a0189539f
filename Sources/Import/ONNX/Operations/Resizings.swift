import Architecture
import PlainText

extension GraphReader {
  static let resizings: [String: Operation] = [
    // X, roi, scales, sizes; in version 10 X, scales.
    "Resize": { (reader, node) throws(NodeError) in
      let scales = try reader.constant(node, node.opset < 11 ? 1 : 2)
      let sizes = node.opset < 11 ? nil : try reader.list(node, 3, "")
      let coordinates = node.opset < 11 ? "asymmetric" : node.text("coordinate_transformation_mode") ?? "half_pixel"
      let rounding = node.opset < 11 ? "floor" : node.text("nearest_mode") ?? "round_prefer_floor"
      return try reader.resize(node, scales, sizes, coordinates, rounding)
    },
    "Upsample": { (reader, node) throws(NodeError) in
      let scales = try reader.constant(node, 1) ?? node.numbers("scales").map { ONNXTensor(name: "scales", $0) }
      return try reader.resize(node, scales, nil, "asymmetric", "floor")
    },
  ]

  private mutating func resize(
    _ node: ONNXNode, _ scales: ONNXTensor?, _ sizes: [Int]?, _ coordinates: String, _ rounding: String
  ) throws(NodeError) -> [ONNXValue] {
    let value = try image(try activation(node, 0))
    let rank = value.dimensions.count
    var axes: [Int] = []
    for axis in node.integers("axes") ?? Array(0..<rank) { axes.append(try Folding.axis(axis, of: rank)) }
    var factors = Array(repeating: 1.0, count: rank)
    var cells = value.dimensions
    let asked = sizes ?? []
    let hasSizes = !asked.isEmpty
    let given = try scales.map { (tensor: ONNXTensor) throws(NodeError) in try constants.numbers(tensor) } ?? []
    guard (hasSizes ? asked.count : given.count) == axes.count else { throw .wrong("has not a size for each axis") }
    var isWhole = true
    for (index, axis) in axes.enumerated() {
      if hasSizes {
        cells[axis] = axis == 0 && asked[index] == fixedBatch ? 1 : asked[index]
        factors[axis] = Double(cells[axis]) / Double(value.dimensions[axis])
      } else {
        factors[axis] = shortest(Float(given[index]))
        let exact = Double(value.dimensions[axis]) * factors[axis]
        // The last cells lie on each other only where the size comes out whole.
        isWhole = isWhole && exact == exact.rounded()
        cells[axis] = ConstantReader.whole((Double(value.dimensions[axis]) * given[index]).rounded(.down))
      }
    }
    guard rank > 2, cells.allSatisfy({ (1...Shape.largestDimension).contains($0) }),
      factors.allSatisfy({ $0.isFinite && $0 > 0 })
    else { throw .wrong("makes sizes that are impossible") }
    let policy = node.text("keep_aspect_ratio_policy") ?? "stretch"
    let mode = node.text("mode") ?? "nearest"
    let isPlain = node.integer("antialias", else: 0) == 0 && policy == "stretch"
    guard cells[0] == 1, cells[1] == value.dimensions[1], isPlain, mode == "nearest" || mode.hasSuffix("linear"),
      isWhole || coordinates != "align_corners",
      let own = Self.coordinates(coordinates, cells: Array(cells.dropFirst(2)))
    else { throw .noKind(dimensions: policy == "stretch" ? [cells] : []) }
    let spatial = Array(factors.dropFirst(2))
    let size =
      hasSizes ? Resize.Size.cells(Array(cells.dropFirst(2))) : .scale(Set(spatial).count == 1 ? [spatial[0]] : spatial)
    let kind = Resize(size, interpolation: mode == "nearest" ? .nearest : .linear, coordinates: own)
    if cells == value.dimensions { return [.activation(value)] }
    let result = try apply(kind, value)
    if mode == "nearest" {
      let isSame = (2..<rank).allSatisfy {
        Self.isNearest(kind, $0 - 2, value.dimensions[$0], cells[$0], factors[$0], coordinates, rounding)
      }
      guard isSame else { throw .noKind(dimensions: [cells]) }
    }
    return [.activation(result)]
  }

  /// The kind's word for how cells lie on each other; nil where it has none.
  private static func coordinates(_ word: String, cells: [Int]) -> Resize.Coordinates? {
    switch word {
    case "asymmetric": .asymmetric
    case "half_pixel": .halfPixel
    // Another one only where a single cell is made.
    case "pytorch_half_pixel": cells.allSatisfy { $0 > 1 } ? .halfPixel : nil
    case "align_corners": .alignCorners
    default: nil
    }
  }

  /// Whether the kind takes the very cells that ONNX's rounding takes.
  private static func isNearest(
    _ kind: Resize, _ axis: Int, _ from: Int, _ to: Int, _ factor: Double, _ coordinates: String, _ rounding: String
  ) -> Bool {
    guard to <= 1 << 20 else { return false }
    let map = kind.map(axis: axis, from: from, to: to)
    return (0..<to).allSatisfy { index in
      let i = Double(index)
      let place =
        switch coordinates {
        case "asymmetric": i / factor
        case "align_corners": to == 1 ? 0 : i * Double(from - 1) / Double(to - 1)
        default: (i + 0.5) / factor - 0.5
        }
      let cell =
        switch rounding {
        case "floor": place.rounded(.down)
        case "ceil": place.rounded(.up)
        case "round_prefer_ceil": (place + 0.5).rounded(.down)
        default: (place - 0.5).rounded(.up)
        }
      return map.list(of: index, in: from) == [min(max(ConstantReader.whole(cell), 0), from - 1)]
    }
  }
}
