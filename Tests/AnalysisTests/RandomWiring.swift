import TestSupport

/// Writes small random networks of layers on 3×3 maps that read any layer above them.
struct RandomWiring {
  private var random: SeededGenerator

  init(seed: Int) { random = SeededGenerator(seed: seed) }

  mutating func text() -> String {
    var lines = ["input: [\(random.integer(1...4)), 3, 3]", "layers:"]
    var names = ["input"]
    for number in 1...random.integer(2...12) {
      // mostly the layer just above, as networks have it
      let source = random.chance(70) ? names[names.count - 1] : random.pick(names)
      let name = "layer\(number)"
      let layer =
        switch random.integer(1...10) {
        case 1...3: "{conv: \(random.integer(1...9)), kernel: 3, pad: 1, from: \(source), name: \(name)}"
        case 4...6: "{relu: , from: \(source), name: \(name)}"
        case 7: "{dropout: , from: \(source), name: \(name)}"
        case 8: "{batchnorm: , from: \(source), name: \(name)}"
        default: "{concat: [\(source), \(random.pick(names))], name: \(name)}"
        }
      lines.append(
        random.chance(10)
          ? "- {auxiliary: [{conv: \(random.integer(1...9)), kernel: 1, name: head}, relu], from: \(source), name: aux\(number)}"
          : "- \(layer)")
      if lines[lines.count - 1].contains("name: \(name)") { names.append(name) }
    }
    if names.count == 1 { lines.append("- {conv: 1, kernel: 1}") }
    return lines.joined(separator: "\n")
  }
}
