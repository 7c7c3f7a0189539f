/// Finds places for labels beside their points where they cover neither points nor other labels.
struct LabelPlacer {
  struct Place {
    let x: Double
    /// The base line.
    let y: Double
    let anchor: SVG.Anchor
  }

  private struct Box {
    let left: Double
    let top: Double
    let right: Double
    let bottom: Double

    func overlap(_ other: Box) -> Double {
      let width = min(right, other.right) - max(left, other.left)
      let height = min(bottom, other.bottom) - max(top, other.top)
      return width > 0 && height > 0 ? width * height : 0
    }
  }

  private let area: Box
  private var taken: [Box] = []

  init(left: Double, right: Double, top: Double, bottom: Double) {
    area = Box(left: left, top: top, right: right, bottom: bottom)
  }

  /// Keeps labels away from a rectangle.
  mutating func block(_ x: Double, _ y: Double, _ width: Double, _ height: Double) {
    taken.append(Box(left: x, top: y, right: x + width, bottom: y + height))
  }

  /// The first free place right, left, above or below the point, then farther away; nil where there is none.
  mutating func place(_ text: String, size: Double, beside x: Double, _ y: Double, distance: Double) -> Place? {
    let width = TextWidth.of(text, size: size)
    for far in [0, size * 0.9, size * 1.8, size * 2.7, size * 3.6] {
      let candidates: [(x: Double, y: Double, anchor: SVG.Anchor)] = [
        (x + distance, y + size * 0.35 - far, .start), (x - distance, y + size * 0.35 - far, .end),
        (x + distance, y + size * 0.35 + far, .start), (x - distance, y + size * 0.35 + far, .end),
        (x, y - distance - 2 - far, .middle), (x, y + distance + size * 0.8 + far, .middle),
      ]
      for candidate in candidates {
        let left =
          switch candidate.anchor {
          case .start: candidate.x
          case .middle: candidate.x - width / 2
          case .end: candidate.x - width
          }
        let box = Box(
          left: left - 1, top: candidate.y - size * 0.85, right: left + width + 1, bottom: candidate.y + size * 0.25)
        guard box.left >= area.left, box.right <= area.right, box.top >= area.top, box.bottom <= area.bottom,
          !taken.contains(where: { $0.overlap(box) > 0 })
        else { continue }
        taken.append(box)
        return Place(x: candidate.x, y: candidate.y, anchor: candidate.anchor)
      }
    }
    return nil
  }
}
