/// Padding of maps: cells around them that are constant, mirrored or repeated.
///
/// Source: PyTorch's `pad`; its `reflect` does not repeat the border's cell, `replicate` does.
public struct Padding: LayerKind {
  public static let name = "pad"
  public static let family = Family.shape

  public enum Filling: String, CaseIterable, Hashable, Sendable {
    case constant, reflect, replicate
  }

  /// Before and after, one pair for all axes or one per axis.
  public let cells: [WindowArguments.Padding.Pair]
  public let filling: Filling
  /// What constant padding holds.
  public let value: Double

  public init(cells: [WindowArguments.Padding.Pair], filling: Filling = .constant, value: Double = 0) {
    self.cells = cells
    self.filling = filling
    self.value = value
  }

  public var attributes: [Attribute] {
    let amount = WindowArguments.Padding.cells(cells).attribute
    return [
      Attribute("cells", amount.value), Attribute("mode", filling.rawValue, default: Filling.constant.rawValue),
      Attribute("value", value, default: 0),
    ]
  }

  /// Before and after on an axis.
  public func pair(_ axis: Int) -> WindowArguments.Padding.Pair { cells.count == 1 ? cells[0] : cells[axis] }

  public func output(of inputs: [Shape]) throws(SizeError) -> Shape {
    let input = inputs[0]
    guard !input.isVector else { throw .noPositions(operation: .padding, input: input) }
    guard cells.count == 1 || cells.count == input.extent.count else {
      throw .wrongAxes(.padding, count: cells.count, input: input)
    }
    var extent: [Int] = []
    for (axis, size) in input.extent.enumerated() {
      let pair = pair(axis)
      for cells in [pair.before, pair.after] {
        guard (0...Limits.window).contains(cells) else { throw .windowNumber(.padding, cells, least: 0) }
        if filling == .reflect, cells >= size { throw .reflectionBeyondInput(padding: cells, size: size) }
      }
      extent.append(size + pair.before + pair.after)
    }
    return try Shape(channels: input.channels, extent: extent)
  }

  public func connectivity(inputs: [Shape], output: Shape) -> Connectivity {
    let border: AxisMap.Border =
      switch filling {
      case .constant: .constant
      case .reflect: .reflected
      case .replicate: .replicated
      }
    return .axes(
      inputs[0].extent.indices.map { axis in
        .cells(AxisMap(scale: 1, first: -pair(axis).before, last: -pair(axis).before, border: border))
      })
  }

  public var kept: Kept { .nothing }
}
