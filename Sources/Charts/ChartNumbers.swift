import Report

/// Numbers as charts write them at their axes.
extension Language {
  /// `0`, `200 k`, `1.5 G`: thousands as k, M, G, and no superfluous zeros.
  package func tick(_ number: Double) -> String { tick(number, units: ["", "k", "M", "G", "T", "P"]) }

  /// The same in bytes: `20 MB`.
  package func byteTick(_ number: Double) -> String {
    number == 0 ? "0" : tick(number, units: ["B", "kB", "MB", "GB", "TB", "PB"])
  }

  private func tick(_ number: Double, units: [String]) -> String {
    var value = number
    var unit = 0
    while value >= 999.5, unit < units.count - 1 {
      value /= 1000
      unit += 1
    }
    let decimals = [0, 1, 2, 3].first { places in
      let scale = [1.0, 10, 100, 1000][places]
      return ((value * scale).rounded() - value * scale).magnitude < 1e-6 * scale
    }
    let text = fixed(value, decimals: decimals ?? 3)
    return units[unit].isEmpty ? text : "\(text) \(units[unit])"
  }
}
