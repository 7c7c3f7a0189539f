import Architecture
import PlainText

/// What a network of Caffe is built for: a file may have layers for training alone, for testing alone, or for a stage of it.
struct CaffeState {
  let phase: CaffePhase
  /// Words by which a file tells several networks for one phase apart.
  let stages: [String]

  /// The layers that the file has for it. A layer is there where one of the rules `include` is met, or none of `exclude` is.
  func layers(of network: CaffeNetwork) -> [CaffeLayerParameter] {
    network.layers.filter { layer in
      layer.include.isEmpty ? !layer.exclude.contains(where: meets) : layer.include.contains(where: meets)
    }
  }

  /// All that a rule states has to hold; the level is 0.
  private func meets(_ rule: CaffeNetStateRule) -> Bool {
    if rule.hasPhase, rule.phase != phase { return false }
    if rule.hasMinLevel, rule.minLevel > 0 { return false }
    if rule.hasMaxLevel, rule.maxLevel < 0 { return false }
    return rule.stage.allSatisfy(stages.contains) && !rule.notStage.contains(where: stages.contains)
  }

  /// The phase of a mode, where it has all data that it reads; else with the first stage by which it does, or the other
  /// phase.
  static func chosen(for network: CaffeNetwork, mode: Mode) -> CaffeState {
    let usual: CaffePhase = mode == .training ? .train : .test
    var stages: [String] = []
    var seen: Set<String> = []
    for rule in network.layers.flatMap({ $0.include + $0.exclude }) {
      for stage in rule.stage where seen.count < 8 && seen.insert(stage).inserted { stages.append(stage) }
    }
    let candidates = [usual, usual == .test ? .train : .test].flatMap { phase in
      [CaffeState(phase: phase, stages: [])] + stages.map { CaffeState(phase: phase, stages: [$0]) }
    }
    return candidates.first { $0.hasAllData(network) } ?? candidates[0]
  }

  /// Whether each layer reads what an input or an earlier layer gives.
  private func hasAllData(_ network: CaffeNetwork) -> Bool {
    var blobs = Set(network.inputs.map(\.name))
    for layer in layers(of: network) {
      guard layer.bottom.allSatisfy(blobs.contains) else { return false }
      blobs.formUnion(layer.top)
    }
    return true
  }

  /// What the user should know of the choice; nil where it is the usual one.
  func remark(for mode: Mode) -> Phrase? {
    let isUsual = (phase == .train) == (mode == .training)
    if isUsual, stages.isEmpty { return nil }
    let name = phase == .train ? "training" : "testing"
    let stage = stages.first.map { " at stage '\($0)'" } ?? ""
    return "read as it is for \(name)\(stage): otherwise it has no data"
  }
}
