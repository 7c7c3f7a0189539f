import Architecture
import CKernels
import OneDNN

/// amplitude·tanh(slope·x) of every number (LeCun et al. 1998, appendix A), which may overwrite its input. oneDNN has it only
/// unscaled, and takes several times as long.
struct HyperbolicTangent: Kernel {
  let kind: Tanh
  let count: Int
  let engine: Engine

  /// Numbers that a thread takes at a time.
  private static let share = 1 << 12

  func run(_ inputs: [UnsafePointer<Float>], _ output: UnsafeMutablePointer<Float>) {
    engine.parallel((count + HyperbolicTangent.share - 1) / HyperbolicTangent.share) { index in
      let first = index * HyperbolicTangent.share
      ckernels_tanh(
        inputs[0] + first, min(HyperbolicTangent.share, count - first), Float(kind.amplitude), Float(kind.slope),
        output + first)
    }
  }
}
