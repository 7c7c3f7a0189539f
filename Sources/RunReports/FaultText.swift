import Inference
import Report

extension Fault {
  /// What the reference does otherwise, as the end of a sentence that begins with "the reference".
  var sentence: String {
    switch self {
    case .kernelTransposed: "has the kernels with height and width exchanged"
    case .kernelRotated:
      "has the kernels rotated by 180°: one side computes the convolution, the other the cross-correlation"
    case .matrixTransposed: "has the weights with outputs and inputs exchanged"
    case .flattenOrder: "flattened the feature maps in the other order (H·W·C and C·H·W)"
    case .biasMissing: "adds no bias"
    case .otherBias: "adds another number to each channel: another bias"
    case .channelsReversed: "reads the channels in the reverse order: BGR for RGB, or RGB for BGR"
    case .inputScaled(let scale, let shift, let reversed):
      Fault.preprocessing(scale, shift) + (reversed ? ", with the channels in the reverse order" : "")
    case .epsilon(let epsilon): "normalizes with an epsilon of \(Numbers.trimmed(epsilon))"
    case .batchStatistics: "normalizes with the batch's own mean and variance: it ran in training mode"
    case .normalization(let k, let alpha):
      "normalizes with k = \(Numbers.trimmed(k)) and alpha = \(Numbers.trimmed(alpha)), before alpha is divided by the window's size"
    case .rounding(let rounding): "rounds the number of windows \(rounding == .ceil ? "up (ceil)" : "down (floor)")"
    case .paddingCounted(let counted):
      counted ? "counts the padding in its averages" : "leaves the padding out of its averages"
    case .samePadding: "pads as TensorFlow's 'same' does: what is odd goes after"
    case .otherPooling: "takes the average where the network takes the largest, or the reverse"
    case .recordedAfter(let layer): "recorded the output after \(layer): the activation is part of its layer"
    case .reluAdded: "applies a ReLU to the output"
    case .reluBefore: "applies a ReLU before it"
    case .activationMissing: "does not apply it"
    case .tangent(let amplitude, let slope):
      "computes \(Numbers.trimmed(amplitude))·tanh(\(Numbers.trimmed(slope))·x)"
    case .dropoutActive: "drops values: it ran in training mode"
    case .branchOrder(let order):
      "has the branches in the order \(order.map { String($0 + 1) }.joined(separator: ", "))"
    case .scaled(let factor): "has \(Numbers.trimmed(factor)) times the network's numbers"
    case .grown:
      "is met when the layer reads what the reference has before it: small differences of earlier layers have grown"
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
    case .dropoutActive: "dropout_active"
    case .branchOrder: "branch_order"
    case .scaled: "scaled"
    case .grown: "grown"
    }
  }

  /// Scale and shift in the words of preprocessing: a mean that is subtracted, a divisor.
  private static func preprocessing(_ scale: [Double], _ shift: [Double]) -> String {
    func list(_ numbers: [Double]) -> String {
      let rounded = numbers.map(Numbers.trimmed)
      return Set(rounded).count == 1 ? rounded[0] : "(\(rounded.joined(separator: ", ")))"
    }
    func isNear(_ number: Double, _ other: Double) -> Bool { (number - other).magnitude < 1e-4 }
    let isScaled = scale.contains { !isNear($0, 1) }
    guard scale.allSatisfy({ $0 != 0 }) else { return "sees other channels of the input" }
    let means = zip(shift, scale).map { -$0 / $1 }
    let isShifted = zip(means, scale).contains { mean, scale in (mean * scale).magnitude > 1e-4 }
    let mean =
      means.allSatisfy { $0 <= 0 }
      ? "adds \(list(means.map { -$0 })) to the input" : "subtracts \(list(means)) from the input"
    let factor =
      scale.allSatisfy { $0.magnitude < 1 }
      ? "divides the input by \(list(scale.map { 1 / $0 }))" : "multiplies the input by \(list(scale))"
    switch (isShifted, isScaled) {
    case (true, true): return "\(mean), then \(factor): another preprocessing"
    case (true, false): return "\(mean): the mean is subtracted on one side alone"
    case (false, _): return "\(factor): another range of pixels"
    }
  }
}
