import Architecture
import PlainText

// Items that stand for several: `repeat`, and arguments that are lists of layers.
extension Expansion {
  /// What the turn's number is called in a repeated item: `${i}`.
  static let turnName = "i"

  /// The numbers of the turns of an item with `repeat`: 0 up to a number, which is left out, or the first and the last; nil
  /// for an item without.
  mutating func turns(of value: Value, _ scope: Scope) -> Range<Int>? {
    guard let repetition = value.map?.dropFirst().first(where: { $0.key.text == "repeat" })?.value else { return nil }
    let count = substitute(repetition, scope)
    let bounds = (count.list ?? [count]).map { $0.text.flatMap { Int($0) } }
    let most = Limits.layers
    switch bounds.count {
    case 1: if let end = bounds[0], (0...most).contains(end) { return 0..<end }
    case 2:
      if let first = bounds[0], let last = bounds[1], first >= 0, last <= most, last >= first - 1 {
        return first..<(last + 1)
      }
    default: break
    }
    note(
      repetition.location, "repeat is how often, 0 to \(most), or [first, last] of the numbers, not \(count.summary)",
      scope)
    return 0..<0
  }

  /// The value of an argument whose name alone stands here, as `$shortcut`; nil for anything else.
  func argument(_ value: Value, _ scope: Scope) -> Value? {
    guard let text = value.text, text.hasPrefix("$") else { return nil }
    return scope.substitution.values[String(text.dropFirst())]
  }
}
