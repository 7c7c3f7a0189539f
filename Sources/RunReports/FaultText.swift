import Inference
import Report

extension Fault {
  /// What the reference does otherwise, as the end of a sentence that begins with "the reference".
  func sentence(in language: Language) -> String {
    func number(_ value: Double) -> String { language.trimmed(value) }
    switch self {
    case .inputScaled(let scale, let shift, let reversed):
      let text = Fault.preprocessing(scale, shift, language)
      return reversed ? language.text("fault.reversed", ["fault": text]) : text
    case .epsilon(let epsilon): return language.text("fault.epsilon", ["epsilon": number(epsilon)])
    case .normalization(let k, let alpha):
      return language.text("fault.normalization", ["k": number(k), "alpha": number(alpha)])
    case .rounding(let rounding): return language.text(rounding == .ceil ? "fault.rounding_up" : "fault.rounding_down")
    case .paddingCounted(let counted):
      return language.text(counted ? "fault.padding_counted" : "fault.padding_left_out")
    case .recordedAfter(let layer): return language.text("fault.recorded_after", ["layer": layer])
    case .tangent(let amplitude, let slope):
      return language.text("fault.tangent", ["amplitude": number(amplitude), "slope": number(slope)])
    case .approximation(let approximation):
      return language.text(approximation == .tanh ? "fault.gelu_by_tanh" : "fault.gelu_by_erf")
    case .slope(let slope): return language.text("fault.slope", ["slope": number(slope)])
    case .otherActivation(let name):
      return language.text("fault.other_activation", ["activation": AnalysisColumn.words(name)])
    case .coordinates(let coordinates):
      return language.text("fault.coordinates", ["coordinates": AnalysisColumn.words(coordinates.rawValue)])
    case .shuffle(let groups): return language.text("fault.shuffle", count: groups)
    case .branchOrder(let order):
      return language.text("fault.branch_order", ["order": order.map { String($0 + 1) }.joined(separator: ", ")])
    case .scaled(let factor): return language.text("fault.scaled", ["factor": number(factor)])
    default: return language.text("fault.\(word)")
    }
  }

  /// A name for programs.
  var word: String {
    switch self {
    case .kernelTransposed: "kernel_transposed"
    case .kernelRotated: "kernel_rotated"
    case .matrixTransposed: "matrix_transposed"
    case .flattenOrder: "flatten_order"
    case .biasMissing: "bias_missing"
    case .otherBias: "other_bias"
    case .channelsReversed: "channels_reversed"
    case .inputScaled: "input_scaled"
    case .epsilon: "epsilon"
    case .batchStatistics: "batch_statistics"
    case .normalization: "lrn_constants"
    case .rounding: "rounding"
    case .paddingCounted: "padding_counted"
    case .samePadding: "same_padding"
    case .otherPooling: "other_pooling"
    case .recordedAfter: "recorded_after"
    case .reluAdded: "relu_added"
    case .reluBefore: "relu_before"
    case .activationMissing: "activation_missing"
    case .tangent: "tangent"
    case .approximation: "gelu_approximation"
    case .slope: "slope"
    case .otherActivation: "other_activation"
    case .coordinates: "coordinates"
    case .shuffle: "shuffle_groups"
    case .dropoutActive: "dropout_active"
    case .branchOrder: "branch_order"
    case .scaled: "scaled"
    case .grown: "grown"
    }
  }

  /// Scale and shift in the words of preprocessing: a mean that is subtracted, a divisor.
  private static func preprocessing(_ scale: [Double], _ shift: [Double], _ language: Language) -> String {
    func list(_ numbers: [Double]) -> String {
      let rounded = numbers.map(language.trimmed)
      return Set(rounded).count == 1 ? rounded[0] : "(\(rounded.joined(separator: language.text("fault.separator"))))"
    }
    func isNear(_ number: Double, _ other: Double) -> Bool { (number - other).magnitude < 1e-4 }
    let isScaled = scale.contains { !isNear($0, 1) }
    guard scale.allSatisfy({ $0 != 0 }) else { return language.text("fault.other_channels") }
    let means = zip(shift, scale).map { -$0 / $1 }
    let isShifted = zip(means, scale).contains { mean, scale in (mean * scale).magnitude > 1e-4 }
    let mean =
      means.allSatisfy { $0 <= 0 }
      ? language.text("fault.adds", ["mean": list(means.map { -$0 })])
      : language.text("fault.subtracts", ["mean": list(means)])
    let factor =
      scale.allSatisfy { $0.magnitude < 1 }
      ? language.text("fault.divides", ["factor": list(scale.map { 1 / $0 })])
      : language.text("fault.multiplies", ["factor": list(scale)])
    switch (isShifted, isScaled) {
    case (true, true): return language.text("fault.preprocessing", ["mean": mean, "factor": factor])
    case (true, false): return language.text("fault.mean", ["mean": mean])
    case (false, _): return language.text("fault.range", ["factor": factor])
    }
  }
}
